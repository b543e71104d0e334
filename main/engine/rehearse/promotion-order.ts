import type { Connection } from '../evaluate/connection-end';
import type { VerdictChanges } from '../model/plan';
import type { Progress } from '../model/progress';
import type { BitSet } from '../net/bit-set';
import { createBitSet } from '../net/bit-set';
import type { TrafficSpace } from '../net/traffic-space';
import { createAnswerInterner } from './answers';
import type { Change } from './change';
import type { ConnectedParties } from './connect-parties';
import { connectParties } from './connect-parties';
import { connectWorlds } from './connect-worlds';
import { createEndLabels } from './end-labels';
import type { PartyMembers } from './member';
import type { PromotionAnswers } from './promotion-answers';
import { createMoveCounter } from './promotion-moves';
import { createPromotionNeeds } from './promotion-needs';
import { pairsOf } from './promotion-pairs';
import { createPathAnswers } from './promotion-path-answers';
import { createProtectedFlows, watchProtected } from './promotion-protected';
import type { ChangeReach } from './promotion-reach';
import { createChangeReach } from './promotion-reach';
import { withChanges } from './promoted-set';
import { searchOrder } from './promotion-search';
import { createSideAnswers } from './promotion-side-answers';
import { createPromotionSides } from './promotion-sides';
import { explainMove, explainOrder } from './promotion-words';
import type { PromotionWorlds } from './promotion-worlds';
import { createPromotionWorlds } from './promotion-worlds';
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
  /** Whether the move may matter to a protected connection: to all others the world decides as the one before did. */
  readonly touches: (connection: Connection) => boolean;
}

export interface PromotionOrder {
  /** Every change is in one of them; those that stay out come last. */
  readonly moves: readonly OrderedMove[];
  /** How the order was found, and what no order can save. */
  readonly explanation: string;
  /** Pairs with traffic that is open now and in the end, and closed on the way whatever the order. */
  readonly unsavedPairs: number;
}

/**
 * A sequence of the changes in which no world on the way cuts what is open now and in the end: traffic between two parties or between pods
 * of one owner, and protected connections. Where changes one by one cannot do that, the smallest groups that can. The last world is
 * `promoted`. The same for the same rollout, in whatever order its objects were given.
 */
export function orderPromotion(
  rollout: Rollout,
  parties: readonly PartyMembers[],
  space: TrafficSpace,
  protectedConnections: readonly Connection[],
  progress: Progress,
  connected: ConnectedParties = connectParties(parties, connectWorlds(rollout, space), () => undefined),
): PromotionOrder {
  const count = rollout.changes.length;
  if (count === 0) return { moves: [], explanation: 'There is nothing to promote.', unsavedPairs: 0 };
  const worlds = createPromotionWorlds(rollout);
  const reach = createChangeReach(rollout, worlds);
  const pairs = pairsOf(connected);
  const answers = createAnswers(rollout, worlds, reach, space);
  progress('promotion: what must stay open', 0, 1);
  const needs = createPromotionNeeds(pairs, space);
  const flows = createProtectedFlows(protectedConnections, worlds, reach, createEndLabels(parties));
  const between = answers.watch(needs);
  const paths = watchProtected(flows, rollout);
  const wishes = [...paths.wishes, ...between.wishes];
  const order = searchOrder(count, [...paths.watches, ...between.watches], wishes, (placed, judged) =>
    progress('promotion: policies placed', placed, count, `${judged} moves judged`),
  );

  const states: BitSet[] = [createBitSet(count)];
  const moves: OrderedMove[] = [];
  const counter = createMoveCounter(pairs, answers, flows, space);
  const changesOf = new Map(flows.map(({ flow, changes }) => [flow.connection, changes]));
  let promoted = createBitSet(count);
  for (const [done, move] of order.moves.entries()) {
    progress('promotion: moves counted', done, order.moves.length);
    const before = promoted;
    promoted = withChanges(before, move.changes);
    states.push(promoted);
    const { world, withoutNet } = worlds.at(promoted);
    moves.push({
      changes: move.changes.flatMap((change) => worlds.changes[change] ?? []),
      why: explainMove(move, before, worlds),
      world,
      withoutNet,
      verdictChanges: counter.count({ changes: move.changes, before, after: promoted, world }),
      touches: (connection) =>
        (changesOf.get(connection) ?? reach(connection)).some((change) => move.changes.includes(change)),
    });
  }
  const unsaved = { pairs: needs.countUnsaved(), paths: paths.unsaved.length };
  return { moves, explanation: explainOrder(order, wishes, states, unsaved), unsavedPairs: unsaved.pairs };
}

function createAnswers(
  rollout: Rollout,
  worlds: PromotionWorlds,
  reach: ChangeReach,
  space: TrafficSpace,
): PromotionAnswers {
  const interner = createAnswerInterner();
  if (rollout.hostsPoliceForwarding) return createPathAnswers(worlds, reach, space, interner);
  return createSideAnswers(rollout, createPromotionSides(rollout, worlds, space, interner), space, interner);
}
