import type { Edge, EdgeState } from '../model/edge';
import { EDGE_STATES, compareState } from '../model/edge';
import { compareCodePoints } from '../selector/compare-code-points';

/** Worst first as seen from today: what will be blocked, what cannot be told, …; protected paths before others; then by id. */
export function sortWorstFirst(edges: readonly Edge[]): readonly Edge[] {
  return edges.toSorted(
    (left, right) =>
      rank(left) - rank(right) ||
      Number(right.protected) - Number(left.protected) ||
      Number(left.other) - Number(right.other) ||
      compareCodePoints(left.id, right.id),
  );
}

function rank(edge: Edge): number {
  const state: EdgeState = compareState(edge, 'now');
  return EDGE_STATES.indexOf(state);
}
