import type { Connection } from '../evaluate/connection-end';
import type { VerdictChanges } from '../model/plan';
import { fullBitSet } from '../net/bit-set';
import type { TrafficSpace } from '../net/traffic-space';
import type { Change } from './change';
import { connectWorlds } from './connect-worlds';
import { draftEdges } from './edges';
import type { PartyMembers } from './member';
import { createPairCounter } from './pair-summary';
import { createPromotionWorlds } from './promotion-worlds';
import { createTrafficPieces } from './traffic-pieces';
import type { Rollout, RolloutWorld } from './worlds';

/** Some changes that are promoted together; nearly always one. */
export interface OrderedMove {
  readonly changes: readonly Change[];
  /** `''` for one alone; else why these go together, naming a flow that would be cut. */
  readonly why: string;
  /** In force after the move: the net, what was there, what is promoted so far; the rest stands staged beside. */
  readonly world: RolloutWorld;
  /** The same without the net. */
  readonly withoutNet: RolloutWorld;
  /** From the world before to this one. */
  readonly verdictChanges: VerdictChanges;
}

export interface PromotionOrder {
  readonly moves: readonly OrderedMove[];
  /** How the order was found, and what no order can save. */
  readonly explanation: string;
}

/** A sequence of the changes in which no world on the way cuts what is allowed before the rollout and after it. */
export function orderPromotion(
  rollout: Rollout,
  parties: readonly PartyMembers[],
  space: TrafficSpace,
  protectedConnections: readonly Connection[],
  progress: (done: number, total: number) => void,
): PromotionOrder {
  const { changes } = rollout;
  if (changes.length === 0) return { moves: [], explanation: 'There is nothing to promote.' };
  progress(0, changes.length);
  const { compared, moves } = draftEdges(
    parties,
    connectWorlds(rollout, space),
    createTrafficPieces(space),
    createPairCounter(space),
    () => undefined,
  );
  const counts = moves.get('staged promoted') ?? { opened: 0, closed: 0, becameUndecided: 0 };
  return {
    moves: [
      {
        changes,
        why: changes.length === 1 ? '' : 'No order has been searched yet.',
        ...createPromotionWorlds(rollout).at(fullBitSet(changes.length)),
        verdictChanges: { compared, ...counts, listed: [] },
      },
    ],
    explanation: `${protectedConnections.length} protected connections are not watched yet.`,
  };
}
