import type { Connection } from '../evaluate/connection-end';
import { establishedFate } from '../evaluate/established';
import type { Party } from '../model/edge';
import { nameParties } from '../model/edge';
import type { VerdictChange, VerdictChanges } from '../model/plan';
import type { StepSummary } from '../model/rehearsal';
import { asSeenIn } from './decide-in';
import type { EdgeSource } from './edges';
import type { Rollout, RolloutWorld } from './worlds';

/** A step may change more than anybody reads one by one. */
const MOST_LISTED = 200;

/**
 * What one of the named steps changes. Its counts are those of the summary; the list is made of the edges that there are.
 */
export function changesOfStep(
  summary: StepSummary,
  edges: readonly EdgeSource[],
  parties: readonly Party[],
  rollout: Rollout,
): VerdictChanges {
  const { from, to } = summary;
  const labelOf = nameParties(parties);
  const changed = edges.filter(({ edge }) => edge.verdicts[from].verdict !== edge.verdicts[to].verdict);
  const listed = changed
    .map((source) => ({ source, rank: rankChange(source.edge.protected, source.edge.verdicts[to].verdict) }))
    .toSorted(
      (left, right) => left.rank - right.rank || Number(left.source.edge.other) - Number(right.source.edge.other),
    )
    .slice(0, MOST_LISTED)
    .map(({ source: { edge, connections } }): VerdictChange => ({
      from: labelOf(edge.from),
      to: labelOf(edge.to),
      traffic: edge.traffic,
      before: edge.verdicts[from].verdict,
      after: edge.verdicts[to].verdict,
      by: edge.verdicts[to].by,
      protected: edge.protected,
      survives: survivesIn(rollout.worlds[to], connections[to]),
      edge: edge.id,
    }));
  const { compared, opened, closed, becameUndecided } = summary;
  return { compared, opened, closed, becameUndecided, listed };
}

/** Worst first: protected paths that close, what closes, protected paths that nobody can tell, what nobody can tell, what opens. */
export function rankChange(isProtected: boolean, after: VerdictChange['after']): number {
  return 2 * (['deny', 'undecided', 'allow'] as const).indexOf(after) + (isProtected ? 0 : 1);
}

/** Whether a connection that is open goes on when the world comes into force, on every dataplane that may run. */
export function survivesIn(world: RolloutWorld, connection: Connection): boolean {
  const own = asSeenIn(world, connection);
  return world.paths.every((path) => establishedFate(own, path) === 'survives');
}
