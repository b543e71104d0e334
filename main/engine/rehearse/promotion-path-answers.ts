import type { Verdict } from '../model/verdict';
import type { BitSet } from '../net/bit-set';
import { addBit, createBitSet, forEachBit } from '../net/bit-set';
import type { Atom, TrafficSpace } from '../net/traffic-space';
import type { AnswerInterner, PairAnswer } from './answers';
import { decideIn } from './decide-in';
import type { PairEnd } from './pairs';
import { arePair } from './pairs';
import type { Cut, CutFlow, NeededPairs, PromotionAnswers, Watches } from './promotion-answers';
import type { ChangeReach } from './promotion-reach';
import type { Watch } from './promotion-search';
import { onlyOf, promotedOf } from './promoted-set';
import type { Intermediate, PromotionWorlds } from './promotion-worlds';
import { sampleConnection } from './sample-connection';
import type { RolloutWorld } from './worlds';

/** The verdict on one atom while some changes are promoted. */
type AskAtom = (index: number, promoted: BitSet) => Verdict;

/** Everything that is asked about one pair. */
interface PathPair {
  readonly changes: readonly number[];
  readonly ask: AskAtom;
  readonly askWithoutNet: AskAtom;
  /** By which of its changes are promoted. */
  readonly answers: Map<string, PairAnswer>;
}

/**
 * Where hosts police what they forward: every atom is put to the whole path, once for every choice of those changes that select an endpoint
 * on it. Dearer than `createSideAnswers`, and needed only then.
 */
export function createPathAnswers(
  worlds: PromotionWorlds,
  reach: ChangeReach,
  space: TrafficSpace,
  interner: AnswerInterner,
): PromotionAnswers {
  const known = new Map<string, PathPair>();
  const askerOf = (
    from: PairEnd,
    to: PairEnd,
    changes: readonly number[],
    worldOf: (intermediate: Intermediate) => RolloutWorld,
  ): AskAtom => {
    const verdicts = new Map<string, (Verdict | undefined)[]>();
    return (index, promoted) => {
      const key = promotedOf(changes, promoted);
      const ofKey = verdicts.get(key) ?? [];
      verdicts.set(key, ofKey);
      return (ofKey[index] ??= decideIn(
        worldOf(worlds.at(onlyOf(changes, promoted))),
        sampleConnection(from.member, to.member, from.family, atomAt(space, index)),
      ).verdict);
    };
  };
  const pairOf = (from: PairEnd, to: PairEnd): PathPair => {
    const key = `${from.family} ${from.member.signature} > ${to.member.signature}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const changes = reach(sampleConnection(from.member, to.member, from.family, atomAt(space, 0)));
    const pair: PathPair = {
      changes,
      ask: askerOf(from, to, changes, ({ world }) => world),
      askWithoutNet: askerOf(from, to, changes, ({ withoutNet }) => withoutNet),
      answers: new Map(),
    };
    known.set(key, pair);
    return pair;
  };
  const between = (from: PairEnd, to: PairEnd, promoted: BitSet): PairAnswer => {
    const { changes, ask, answers } = pairOf(from, to);
    const key = promotedOf(changes, promoted);
    const found = answers.get(key);
    if (found !== undefined) return found;
    const allow = createBitSet(space.length);
    const undecided = createBitSet(space.length);
    for (const index of space.keys()) {
      const verdict = ask(index, promoted);
      if (verdict === 'allow') addBit(allow, index);
      else if (verdict === 'undecided') addBit(undecided, index);
    }
    const answer = interner.intern(allow, undecided);
    answers.set(key, answer);
    return answer;
  };
  return {
    visitMoved(ends, { changes, before, after }, visit) {
      for (const [place, from] of ends.entries()) {
        for (const [other, to] of ends.entries()) {
          const touched = arePair(from, to) && pairOf(from, to).changes.some((change) => changes.includes(change));
          if (!touched) continue;
          const [was, is] = [between(from, to, before), between(from, to, after)];
          if (was !== is) visit(place, other, was, is);
        }
      }
    },
    watch: (needed) => watchPairs(needed, pairOf, space),
  };
}

function watchPairs(
  needed: NeededPairs,
  pairOf: (from: PairEnd, to: PairEnd) => PathPair,
  space: TrafficSpace,
): Watches {
  const needs = new Map<PathPair, BitSet>();
  for (const [place, from] of needed.ends.entries()) {
    for (const [other, to] of needed.ends.entries()) {
      const bits = needed.neededAt(place, other);
      if (bits === null) continue;
      const pair = pairOf(from, to);
      if (pair.changes.length > 0) needs.set(pair, bits);
    }
  }
  const watchesBy = (askerOf: (pair: PathPair) => AskAtom) =>
    [...needs].map(([pair, bits]) =>
      watchPair(pair.changes, bits, askerOf(pair), (indexes) => {
        const lost = createBitSet(space.length);
        for (const index of indexes) addBit(lost, index);
        return needed.find((from, to) => (pairOf(from, to) === pair ? lost : null));
      }),
    );
  return { watches: watchesBy(({ ask }) => ask), wishes: watchesBy(({ askWithoutNet }) => askWithoutNet) };
}

function watchPair(
  changes: readonly number[],
  bits: BitSet,
  ask: AskAtom,
  flowOf: (lost: readonly number[]) => CutFlow,
): Watch<Cut> {
  const known = new Map<string, Cut | null>();
  const indexes: number[] = [];
  forEachBit(bits, (index) => indexes.push(index));
  return {
    changes,
    cut(promoted) {
      const key = promotedOf(changes, promoted);
      const found = known.get(key);
      if (found !== undefined) return found;
      const state = promoted.slice();
      const isLost = (index: number) => ask(index, state) !== 'allow';
      // One that is lost is enough to know; who names the flow is told all of it.
      const cut: Cut | null = indexes.some(isLost) ? { flow: () => flowOf(indexes.filter(isLost)) } : null;
      known.set(key, cut);
      return cut;
    },
  };
}

function atomAt(space: TrafficSpace, index: number): Atom {
  const atom = space[index];
  if (atom === undefined) throw new Error(`atom ${index} is not in the traffic space`);
  return atom;
}
