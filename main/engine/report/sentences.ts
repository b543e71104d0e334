import { countOf, groupDigits } from '../model/count-words';
import type { Edge, EdgeState, EdgeVerdict } from '../model/edge';
import { compareState, plainState } from '../model/edge';
import { assertNever } from '../model/assert-never';
import type { WorldName } from '../model/world';
import { STATE_ENCODINGS } from './encoding';
import type { ViewMode } from './view-state';

/** Resolves the id of a party to its label, e.g. `prod/frontend`. */
export type LabelOf = (partyId: string) => string;

/** The short name of a world, for tabs and captions. */
export const WORLD_WORDS: Readonly<Record<WorldName, string>> = {
  now: 'now',
  net: 'with the safety net',
  staged: 'while staged',
  promoted: 'once promoted',
  final: 'after the rollout',
};

/** The state of an edge as a view shows it. */
export function stateInView(edge: Edge, view: { readonly world: WorldName; readonly mode: ViewMode }): EdgeState {
  switch (view.mode) {
    case 'now':
      return plainState(edge, view.world);
    case 'next':
      return plainState(edge, 'final');
    case 'compare':
      return compareState(edge, view.world);
    default:
      return assertNever(view.mode);
  }
}

/** What a state means, in one sentence. */
export function describeState(state: EdgeState): string {
  switch (state) {
    case 'live':
      return 'Allowed in this world and after the rollout.';
    case 'will-be-blocked':
      return 'Allowed in this world, denied after the rollout.';
    case 'will-open':
      return 'Denied in this world, allowed after the rollout.';
    case 'only-by-net':
      return 'Allowed in this world by the safety net alone.';
    case 'blocked':
      return 'Denied in this world and after the rollout.';
    case 'undecided':
      return 'The snapshot cannot tell.';
    default:
      return assertNever(state);
  }
}

/** What decided, for the middle of a sentence: `backend-lockdown · end of tier default` reads `backend-lockdown (end of tier default)`. */
export function describeDecider(by: string): string {
  const [name = '', ...rest] = by.split(' · ');
  return rest.length === 0 ? name : `${name} (${rest.join(', ')})`;
}

/** One verdict of one world, e.g. `denied after the rollout by backend-lockdown`. */
export function describeVerdict(verdict: EdgeVerdict, world: WorldName): string {
  const when = WORLD_WORDS[world];
  switch (verdict.verdict) {
    case 'allow':
      if (verdict.onlyByNet) return `allowed ${when} by the safety net alone`;
      if (verdict.onlyByFailsafe) return `allowed ${when} by failsafe ports alone`;
      return `allowed ${when} by ${describeDecider(verdict.by)}`;
    case 'deny':
      return `denied ${when} by ${describeDecider(verdict.by)}`;
    case 'undecided':
      return `undecided ${when}`;
    default:
      return assertNever(verdict.verdict);
  }
}

/** `prod/frontend → prod/backend tcp 8080`. */
function edgeTitle(edge: Edge, labelOf: LabelOf): string {
  return `${labelOf(edge.from)} → ${labelOf(edge.to)} ${edge.traffic}`;
}

function predicate(state: EdgeState, mode: ViewMode): string {
  switch (state) {
    case 'live':
      return mode === 'compare' ? 'stays allowed' : 'is allowed';
    case 'will-be-blocked':
      return 'will be blocked';
    case 'will-open':
      return 'will open';
    case 'only-by-net':
      return 'is allowed only by the net';
    case 'blocked':
      return mode === 'compare' ? 'stays blocked' : 'is blocked';
    case 'undecided':
      return 'cannot be told from the snapshot';
    default:
      return assertNever(state);
  }
}

/**
 * One plain sentence about an edge as a view shows it, with what decides here and, when comparing, after the rollout:
 * `prod/frontend → prod/backend tcp 8080 will be blocked: allowed now by no policy, denied after the rollout by …`.
 */
export function edgeSentence(
  edge: Edge,
  view: { readonly world: WorldName; readonly mode: ViewMode },
  labelOf: LabelOf,
): string {
  const head = `${edgeTitle(edge, labelOf)} ${predicate(stateInView(edge, view), view.mode)}`;
  const world = view.mode === 'next' ? 'final' : view.world;
  const here = describeVerdict(edge.verdicts[world], world);
  const reasons =
    view.mode === 'compare' && world !== 'final' ? `${here}, ${describeVerdict(edge.verdicts.final, 'final')}` : here;
  return `${head}: ${reasons}.${edge.protected ? ' It is a protected path.' : ''}`;
}

/** `3 will be blocked, 41 only by the net`, worst first, states without edges left out. */
function listCounts(counts: Readonly<Record<EdgeState, number>>, order: readonly EdgeState[]): string {
  return order
    .filter((state) => counts[state] > 0)
    .map((state) => `${groupDigits(counts[state])} ${STATE_ENCODINGS[state].word}`)
    .join(', ');
}

/** What a picture shows, in one sentence: `showing 84 of 112 connections between 12 of 40 parties: 3 will be blocked, 81 allowed.` */
export function summariseScene(
  counts: Readonly<Record<EdgeState, number>>,
  shown: {
    readonly edges: number;
    readonly edgesInAll: number;
    readonly parties: number;
    readonly partiesInAll: number;
    readonly closedGroups: number;
  },
  order: readonly EdgeState[],
): string {
  const edges = `Showing ${groupDigits(shown.edges)} of ${countOf(shown.edgesInAll, 'connection')}`;
  const parties =
    shown.closedGroups === 0
      ? ''
      : `, ${groupDigits(shown.parties)} of ${countOf(shown.partiesInAll, 'party', 'parties')} one by one and the others in ${countOf(shown.closedGroups, 'closed group')}`;
  const states = listCounts(counts, order);
  return `${edges}${parties}${states === '' ? '' : `: ${states}`}.`;
}
