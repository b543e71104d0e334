import type { BitSet } from '../net/bit-set';
import { addBit, createBitSet, hasBit } from '../net/bit-set';
import { locateAtoms } from '../net/locate-atoms';
import type { TrafficSpace } from '../net/traffic-space';
import type { AnswerInterner } from './answers';
import { createAnswerInterner, liftInterner } from './answers';

/** The answers of a rehearsal, and the space that they are written in. */
export interface SpaceAnswers {
  readonly interner: AnswerInterner;
  readonly space: TrafficSpace;
  /** Which worlds a place of a list is about. */
  readonly worlds: string;
  /** How many lists its numbering began with. */
  readonly begun: number;
}

/** Lists that nobody asks for any more stay: when most are such, a new numbering is better. */
const MOST_GROWN = 4;
const FEW_LISTS = 1_000;

/**
 * Answers of an earlier rehearsal about the same worlds, written in another traffic space. They must come of rules that both spaces were cut for: such rules split no
 * atom of either, so that one piece of an atom tells about all of it. Without any that can be written so: none.
 */
export function liftAnswers(earlier: SpaceAnswers | null, space: TrafficSpace, worlds: string): SpaceAnswers {
  const none: SpaceAnswers = { interner: createAnswerInterner(), space, worlds, begun: 0 };
  if (earlier === null || earlier.worlds !== worlds) return none;
  const { interner } = earlier;
  const begun = earlier.begun || interner.lists.length;
  if (interner.lists.length > FEW_LISTS + begun * MOST_GROWN) return none;
  const places = locateAtoms(space, earlier.space);
  if (places === null) return none;
  const lift = (bits: BitSet): BitSet => {
    const lifted = createBitSet(space.length);
    for (let atom = 0; atom < places.length; atom += 1) if (hasBit(bits, places[atom] ?? 0)) addBit(lifted, atom);
    return lifted;
  };
  return { interner: liftInterner(interner, lift), space, worlds, begun };
}
