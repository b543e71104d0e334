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

/** One answer per world. Equal lists of one interner are the same object, so that maps can be keyed by them. */
export type AnswerList = readonly PairAnswer[];

/** One answer per world of a rollout. */
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
      listsByKey.set(key, answers);
      return answers;
    },
  };
}

/** A function of two lists that answers every pair once; it is asked with interned lists. */
export function rememberPairs(
  combine: (left: AnswerList, right: AnswerList) => AnswerList,
): (left: AnswerList, right: AnswerList) => AnswerList {
  const known = new Map<AnswerList, Map<AnswerList, AnswerList>>();
  return (left, right) => {
    let byRight = known.get(left);
    if (byRight === undefined) {
      byRight = new Map();
      known.set(left, byRight);
    }
    const found = byRight.get(right);
    if (found !== undefined) return found;
    const combined = combine(left, right);
    byRight.set(right, combined);
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
