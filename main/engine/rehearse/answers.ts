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
export interface WorldAnswers extends Readonly<Record<WorldName, PairAnswer>> {
  /** Of the list that they are. */
  readonly id: number;
}

/** Where two interners have the same numbering, lists with the same id say the same, in the traffic space of each. */
export type AnswerNumbering = symbol;

/** Makes equal answers, and equal lists of answers, the same object. */
export interface AnswerInterner {
  readonly numbering: AnswerNumbering;
  /** By id. */
  readonly lists: readonly AnswerList[];
  intern(allow: BitSet, undecided: BitSet): PairAnswer;
  internList(answers: readonly PairAnswer[]): AnswerList;
  readonly listOf: (id: number) => AnswerList;
}

export function createAnswerInterner(): AnswerInterner {
  return startInterner(Symbol('numbering')).interner;
}

/** An interner of another traffic space, with the lists that one has under their ids. Lists that the other space no longer tells apart keep an id each. */
export function liftInterner(earlier: AnswerInterner, lift: (bits: BitSet) => BitSet): AnswerInterner {
  const { interner, addList } = startInterner(earlier.numbering);
  /** By id of the answer. */
  const lifted: PairAnswer[] = [];
  const liftAnswer = ({ id, allow, undecided }: PairAnswer) =>
    (lifted[id] ??= interner.intern(lift(allow), lift(undecided)));
  for (const { answers } of earlier.lists) addList(answers.map(liftAnswer));
  return interner;
}

function startInterner(numbering: AnswerNumbering): {
  readonly interner: AnswerInterner;
  /** Adds a list, also where one with the same answers is known. */
  readonly addList: (answers: readonly PairAnswer[]) => AnswerList;
} {
  const answersByKey = new Map<string, PairAnswer>();
  const listsByKey = new Map<string, AnswerList>();
  const lists: AnswerList[] = [];
  const keyOf = (answers: readonly PairAnswer[]) => answers.map(({ id }) => id).join(' ');
  const addList = (answers: readonly PairAnswer[], key = keyOf(answers)): AnswerList => {
    const list: AnswerList = { id: lists.length, answers };
    lists.push(list);
    if (!listsByKey.has(key)) listsByKey.set(key, list);
    return list;
  };
  const interner: AnswerInterner = {
    numbering,
    lists,
    intern(allow, undecided) {
      const key = `${bitSetKey(allow)}/${bitSetKey(undecided)}`;
      const known = answersByKey.get(key);
      if (known !== undefined) return known;
      const answer: PairAnswer = { id: answersByKey.size, allow, undecided };
      answersByKey.set(key, answer);
      return answer;
    },
    internList(answers) {
      const key = keyOf(answers);
      return listsByKey.get(key) ?? addList(answers, key);
    },
    listOf(id) {
      const list = lists[id];
      if (list === undefined) throw new RangeError(`no list of answers has the id ${id}`);
      return list;
    },
  };
  return { interner, addList };
}

/** A function of the ids of two lists that computes every pair once. */
export function rememberPairs(
  combine: (left: AnswerList, right: AnswerList) => AnswerList,
  { listOf }: AnswerInterner,
): (left: number, right: number) => number {
  /** By the id of the left list, then of the right one: 1 + the id of what comes of them; 0: not asked. */
  const known: Int32Array[] = [];
  const ask = (left: number, right: number): number => {
    const { id } = combine(listOf(left), listOf(right));
    const row = known[left] ?? new Int32Array(0);
    const grown = right < row.length ? row : new Int32Array(Math.max(64, 2 * (right + 1)));
    if (grown !== row) grown.set(row);
    grown[right] = id + 1;
    known[left] = grown;
    return id;
  };
  return (left, right) => {
    const found = known[left]?.[right] ?? 0;
    return found > 0 ? found - 1 : ask(left, right);
  };
}

/** Two checkpoints on one path: both must allow. */
export function bothAllow(left: PairAnswer, right: PairAnswer, interner: AnswerInterner): PairAnswer {
  if (left === right) return left;
  const allow = andBits(left.allow, right.allow);
  const possible = andBits(orBits(left.allow, left.undecided), orBits(right.allow, right.undecided));
  return interner.intern(allow, andNotBits(possible, allow));
}
