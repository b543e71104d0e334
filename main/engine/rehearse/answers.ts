import type { WorldName } from '../model/world';
import type { BitSet } from '../net/bit-set';
import { andBits, andNotBits, bitSetKey, orBits } from '../net/bit-set';

/** The traffic between two members in one world: what is allowed, and what the snapshot cannot tell. The rest is denied. */
export interface PairAnswer {
  /** Equal answers have equal ids, in all worlds of one rehearsal. */
  readonly id: number;
  readonly allow: BitSet;
  readonly undecided: BitSet;
}

/** One answer per world. */
export interface AnswerList {
  /** Equal lists of one interner are the same object; ids count from 0. */
  readonly id: number;
  readonly answers: readonly PairAnswer[];
}

/** The answers of the worlds of a rollout. */
export type WorldAnswers = Readonly<Record<WorldName, PairAnswer>>;

/** Makes equal answers, and equal lists of answers, the same object. */
export interface AnswerInterner {
  intern(allow: BitSet, undecided: BitSet): PairAnswer;
  internList(answers: readonly PairAnswer[]): AnswerList;
}

export function createAnswerInterner(): AnswerInterner {
  const answersByKey = new Map<string, PairAnswer>();
  const listsByKey = new Map<string, AnswerList>();
  return {
    intern(allow, undecided) {
      const key = `${bitSetKey(allow)}/${bitSetKey(undecided)}`;
      const known = answersByKey.get(key);
      if (known !== undefined) return known;
      const answer: PairAnswer = { id: answersByKey.size, allow, undecided };
      answersByKey.set(key, answer);
      return answer;
    },
    internList(answers) {
      const key = answers.map(({ id }) => id).join(' ');
      const known = listsByKey.get(key);
      if (known !== undefined) return known;
      const list: AnswerList = { id: listsByKey.size, answers };
      listsByKey.set(key, list);
      return list;
    },
  };
}

/** A function of two lists that computes every pair once. */
export function rememberPairs(
  combine: (left: AnswerList, right: AnswerList) => AnswerList,
): (left: AnswerList, right: AnswerList) => AnswerList {
  /** By the id of the left list, then of the right one. */
  const known = new Map<number, Map<number, AnswerList>>();
  return (left, right) => {
    let byRight = known.get(left.id);
    if (byRight === undefined) {
      byRight = new Map();
      known.set(left.id, byRight);
    }
    const found = byRight.get(right.id);
    if (found !== undefined) return found;
    const combined = combine(left, right);
    byRight.set(right.id, combined);
    return combined;
  };
}

/** Two checkpoints on one path: both must allow. */
export function bothAllow(left: PairAnswer, right: PairAnswer, interner: AnswerInterner): PairAnswer {
  if (left === right) return left;
  const allow = andBits(left.allow, right.allow);
  const possible = andBits(orBits(left.allow, left.undecided), orBits(right.allow, right.undecided));
  return interner.intern(allow, andNotBits(possible, allow));
}
