import { peerOfEnd } from '../evaluate/connection-end';
import type { Evaluation } from '../evaluate/evaluation';
import { createRuleSets } from '../evaluate/rule-sets';
import type { SetOutcomes } from '../evaluate/set-walk';
import { walkSets } from '../evaluate/set-walk';
import type { BitSet } from '../net/bit-set';
import { andBits, andNotBits, bitSetKey, createBitSet, fullBitSet, orBits } from '../net/bit-set';
import type { TrafficSpace } from '../net/traffic-space';
import type { Direction } from '../model/traffic';
import type { Member } from './member';

/** The traffic between two members in one world: what is allowed, and what the snapshot cannot tell. The rest is denied. */
export interface PairAnswer {
  /** Equal answers have equal ids, in all worlds of one rehearsal. */
  readonly id: number;
  readonly allow: BitSet;
  readonly undecided: BitSet;
}

/** Gives equal answers one id. */
export interface AnswerInterner {
  intern(allow: BitSet, undecided: BitSet): PairAnswer;
}

export function createAnswerInterner(): AnswerInterner {
  const known = new Map<string, PairAnswer>();
  return {
    intern(allow, undecided) {
      const key = `${bitSetKey(allow)}/${bitSetKey(undecided)}`;
      const found = known.get(key);
      if (found !== undefined) return found;
      const answer = { id: known.size, allow, undecided };
      known.set(key, answer);
      return answer;
    },
  };
}

/** The set form of one world, pair by pair. */
export interface Connectivity {
  between(from: Member, to: Member, family: 4 | 6): PairAnswer;
}

/** Policies of pods at both ends; what hosts do to forwarded traffic is the business of `decideConnection`. */
export function createConnectivity(
  evaluation: Evaluation,
  space: TrafficSpace,
  interner: AnswerInterner,
): Connectivity {
  const ruleSets = createRuleSets(evaluation.context, space);
  const checkpoints = new Map<string, PairAnswer>();
  const size = space.length;
  const everything = interner.intern(fullBitSet(size), createBitSet(size));

  const checkpoint = (at: Member, direction: Direction, from: Member, to: Member, family: 4 | 6): PairAnswer => {
    if (at.end.tag !== 'pod') return everything;
    const key = `${direction} ${family} ${from.signature} > ${to.signature}`;
    const known = checkpoints.get(key);
    if (known !== undefined) return known;
    const source = peerOfEnd(from.end, family, evaluation.peers);
    const destination = peerOfEnd(to.end, family, evaluation.peers);
    const program = evaluation.programs.programOf(at.end.workload);
    const outcomes = walkSets(program, 'normal', direction, size, (rule) =>
      ruleSets.between(rule, source, destination, family),
    );
    const answer = settle(outcomes, interner);
    checkpoints.set(key, answer);
    return answer;
  };

  const pairs = new Map<number, PairAnswer>();
  return {
    between(from, to, family) {
      const egress = checkpoint(from, 'egress', from, to, family);
      const ingress = checkpoint(to, 'ingress', from, to, family);
      if (egress === everything) return ingress;
      if (ingress === everything) return egress;
      const key = egress.id * 1_000_003 + ingress.id;
      const known = pairs.get(key);
      if (known !== undefined) return known;
      const answer = both(egress, ingress, interner);
      pairs.set(key, answer);
      return answer;
    },
  };
}

function settle(outcomes: SetOutcomes, interner: AnswerInterner): PairAnswer {
  return interner.intern(andNotBits(outcomes.allow, outcomes.deny), andBits(outcomes.allow, outcomes.deny));
}

/** Both ends must allow. */
function both(left: PairAnswer, right: PairAnswer, interner: AnswerInterner): PairAnswer {
  const allow = andBits(left.allow, right.allow);
  const possible = andBits(orBits(left.allow, left.undecided), orBits(right.allow, right.undecided));
  return interner.intern(allow, andNotBits(possible, allow));
}
