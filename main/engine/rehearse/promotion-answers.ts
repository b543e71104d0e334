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

/** What is allowed between two ends in all worlds of a promotion. */
export interface PromotionAnswers {
  between(from: PairEnd, to: PairEnd, promoted: BitSet): PairAnswer;
  /** Visits the places of every two ends that the changes may matter to, one source after the other. */
  visitTouched(ends: readonly PairEnd[], changes: readonly number[], visit: (from: number, to: number) => void): void;
  watch(needed: NeededPairs): Watches;
}
