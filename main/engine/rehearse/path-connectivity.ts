import { createBitSet, addBit } from '../net/bit-set';
import type { TrafficSpace } from '../net/traffic-space';
import type { AnswerInterner, AnswerList } from './answers';
import type { Connectivity } from './connectivity';
import { decideIn } from './decide-in';
import { NO_PAIR } from './end-table';
import { arePair } from './pairs';
import { sampleConnection } from './sample-connection';
import type { RolloutWorld } from './worlds';

/**
 * The set form of one world where hosts police forwarded traffic (applyOnForward, preDNAT, doNotTrack): every atom is put to the whole path. Dearer
 * than `createConnectivity`, and needed only then.
 */
export function createPathConnectivity(
  world: RolloutWorld,
  space: TrafficSpace,
  interner: AnswerInterner,
): Connectivity {
  const known = new Map<string, AnswerList>();
  const between: Connectivity['between'] = (from, to, family) => {
    const key = `${family} ${from.signature} > ${to.signature}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const allow = createBitSet(space.length);
    const undecided = createBitSet(space.length);
    for (const [index, atom] of space.entries()) {
      const { verdict } = decideIn(world, sampleConnection(from, to, family, atom));
      if (verdict === 'allow') addBit(allow, index);
      else if (verdict === 'undecided') addBit(undecided, index);
    }
    const answer = interner.internList([interner.intern(allow, undecided)]);
    known.set(key, answer);
    return answer;
  };
  return {
    between,
    amongEnds(ends, tell) {
      const ids = new Int32Array(ends.length ** 2);
      for (const [row, from] of ends.entries()) {
        tell(row, ends.length);
        for (const [place, to] of ends.entries()) {
          const isAsked = arePair(from, to);
          ids[row * ends.length + place] = isAsked ? between(from.member, to.member, from.family).id : NO_PAIR;
        }
      }
      return ids;
    },
  };
}
