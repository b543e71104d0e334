import { assertNever } from '../../main/engine/model/assert-never';
import type { Edge, EdgeState } from '../../main/engine/model/edge';
import type { WorldName } from '../../main/engine/model/world';
import { describeVerdict } from '../../main/engine/report/sentences';
import type { ViewMode } from '../../main/engine/report/view-state';

/** The verdict box: a short line and the sentence below it. */
export interface Headline {
  readonly title: string;
  readonly sentence: string;
}

/** What the inspector says of an edge before it shows the path. */
export function edgeHeadline(edge: Edge, state: EdgeState, world: WorldName, mode: ViewMode): Headline {
  const shown = mode === 'next' ? 'final' : world;
  const here = describeVerdict(edge.verdicts[shown], shown);
  const afterwards = describeVerdict(edge.verdicts.final, 'final');
  const sentence = mode === 'compare' && shown !== 'final' ? `${here}; ${afterwards}` : here;
  const kept = edge.protected ? ' It is a protected path: it must stay open.' : '';
  return { title: titleOf(edge, state, mode), sentence: `${capitalise(sentence)}.${kept}` };
}

function titleOf(edge: Edge, state: EdgeState, mode: ViewMode): string {
  const compared = mode === 'compare';
  switch (state) {
    case 'live':
      return compared ? 'Allowed, and stays so' : 'Allowed';
    case 'blocked':
      return compared ? 'Blocked, and stays so' : 'Blocked';
    case 'will-be-blocked':
      return edge.verdicts.promoted.verdict === 'allow' ? 'Will be blocked when the net is removed' : 'Will be blocked';
    case 'will-open':
      return 'Will open';
    case 'only-by-net':
      return edge.verdicts.final.verdict === 'allow'
        ? 'Open only by the net until a rule takes over'
        : 'Open only by the net';
    case 'undecided':
      return 'The files cannot tell';
    default:
      return assertNever(state);
  }
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
