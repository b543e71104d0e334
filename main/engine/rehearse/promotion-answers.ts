import type { Connection } from '../evaluate/connection-end';
import type { BitSet } from '../net/bit-set';
import type { PairAnswer } from './answers';
import type { PairEnd } from './pairs';
import type { Watch } from './promotion-search';

/** A flow that would be cut. */
export interface CutFlow {
  readonly from: string;
  readonly to: string;
  /** e.g. `tcp 8080`. */
  readonly traffic: string;
  /** One connection of it. */
  readonly connection: Connection;
}

/** Why a world on the way must not be; the flow is looked up when somebody wants to name it. */
export interface Cut {
  readonly flow: () => CutFlow;
}

/** The traffic that must not be cut, between any two ends of a rollout. */
export interface NeededPairs {
  readonly ends: readonly PairEnd[];
  /** By the places of the ends; `null`: nothing is needed. */
  neededAt(from: number, to: number): BitSet | null;
  /** The first pair that passes, as a flow; its traffic is what `lost` says. */
  find(lost: (from: PairEnd, to: PairEnd, needed: BitSet) => BitSet | null): CutFlow;
}

/** What must not be cut on the way; and what had better not be, were the net not there. */
export interface Watches {
  readonly watches: readonly Watch<Cut>[];
  readonly wishes: readonly Watch<Cut>[];
}

/** What is promoted before some changes, and after them. */
export interface PromotedChanges {
  readonly changes: readonly number[];
  readonly before: BitSet;
  readonly after: BitSet;
}

export type VisitMoved = (from: number, to: number, before: PairAnswer, after: PairAnswer) => void;

/** What is allowed between two ends in all worlds of a promotion. */
export interface PromotionAnswers {
  /** Visits the places of every two ends whose answer a move makes another, one source after the other. */
  visitMoved(ends: readonly PairEnd[], move: PromotedChanges, visit: VisitMoved): void;
  watch(needed: NeededPairs): Watches;
}
