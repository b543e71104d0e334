import type { WorldAnswers } from './answers';
import type { WorldConnectivity } from './connect-worlds';
import { NO_PAIR } from './end-table';
import type { PairEnd } from './pairs';
import { arePair, areReplicas, endAt } from './pairs';

/** The ends of a rollout, and what its five worlds say between any two of them. Ends are named by their places. */
export interface PromotionPairs {
  readonly ends: readonly PairEnd[];
  /** Of two ends that are compared, or replicas of each other; `null`: nobody asks about them. */
  readonly answersAt: (from: number, to: number) => WorldAnswers | null;
}

/** Ends that are asked about together. */
const ROWS_AT_ONCE = 64;

/** `tell` hears how many ends are done. */
export function tabulatePairs(
  ends: readonly PairEnd[],
  connectivity: WorldConnectivity,
  tell: (done: number, total: number) => void,
): PromotionPairs {
  const width = ends.length;
  const ids = new Int32Array(width * width);
  const writeRows = connectivity.amongEnds(ends);
  for (let first = 0; first < width; first += ROWS_AT_ONCE) {
    tell(first, width);
    const places = [...ends.keys()].slice(first, first + ROWS_AT_ONCE);
    writeRows(places, ids.subarray(first * width, (first + places.length) * width));
  }
  for (const [place, from] of ends.entries()) {
    for (let other = 0; other < width; other += 1) {
      const to = endAt(ends, other);
      if (!arePair(from, to) && !areReplicas(from, to)) ids[place * width + other] = NO_PAIR;
    }
  }
  return {
    ends,
    answersAt(from, to) {
      const id = ids[from * width + to] ?? NO_PAIR;
      return id === NO_PAIR ? null : connectivity.answersOf(id);
    },
  };
}

/** Visits every two ends of which the first matters as a source, or the second as a destination, one source after the other. */
export function visitPlaces(
  from: readonly boolean[],
  to: readonly boolean[],
  visit: (from: number, to: number) => void,
): void {
  const destinations = [...to.keys()];
  const few = destinations.filter((place) => to[place] === true);
  for (const [place, matters] of from.entries()) for (const other of matters ? destinations : few) visit(place, other);
}
