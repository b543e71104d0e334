import type { BitSet } from '../net/bit-set';
import { addBit, createBitSet, hasBit } from '../net/bit-set';
import { locateAtoms } from '../net/locate-atoms';
import type { TrafficSpace } from '../net/traffic-space';
import type { AnswerInterner, AnswerList } from './answers';

/**
 * Writes answers of one traffic space as answers of another. They must come of rules that both spaces were cut for: such rules split no atom
 * of either, so that one piece of an atom tells about all of it. `null`: the spaces do not cover the same traffic.
 */
export function createLift(
  from: TrafficSpace,
  to: TrafficSpace,
  interner: AnswerInterner,
): ((list: AnswerList) => AnswerList) | null {
  const places = locateAtoms(to, from);
  if (places === null) return null;
  const liftBits = (bits: BitSet): BitSet => {
    const lifted = createBitSet(to.length);
    for (const [index, place] of places.entries()) if (hasBit(bits, place)) addBit(lifted, index);
    return lifted;
  };
  /** By id of the list. */
  const known: AnswerList[] = [];
  return (list) =>
    (known[list.id] ??= interner.internList(
      list.answers.map(({ allow, undecided }) => interner.intern(liftBits(allow), liftBits(undecided))),
    ));
}
