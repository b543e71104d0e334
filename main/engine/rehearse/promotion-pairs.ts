import type { WorldAnswers } from './answers';
import type { ConnectedParties } from './connect-parties';
import { NO_PAIR } from './end-table';
import type { PairEnd } from './pairs';
import { areReplicas, endAt } from './pairs';

/** The ends of a rollout, and what its five worlds say between any two of them. Ends are named by their places. */
export interface PromotionPairs {
  readonly ends: readonly PairEnd[];
  /** Of two ends that are compared, or replicas of each other; `null`: nobody asks about them. */
  readonly answersAt: (from: number, to: number) => WorldAnswers | null;
}

export function pairsOf({ table: { ends, isPair }, ids, answersOf }: ConnectedParties): PromotionPairs {
  return {
    ends,
    answersAt(from, to) {
      const id = ids[from * ends.length + to] ?? NO_PAIR;
      const isAsked = isPair(from, to) || areReplicas(endAt(ends, from), endAt(ends, to));
      return isAsked && id !== NO_PAIR ? answersOf(id) : null;
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
