import type { BitSet } from '../net/bit-set';
import { addBit, hasBit } from '../net/bit-set';

/** Which changes are promoted, by their numbers; with some more. */
export function withChanges(promoted: BitSet, changes: readonly number[]): BitSet {
  const result = promoted.slice();
  for (const change of changes) addBit(result, change);
  return result;
}

/** What is promoted of some changes: where they alone matter, that is the same world. */
export function onlyOf(changes: readonly number[], promoted: BitSet): BitSet {
  const only = new Uint32Array(promoted.length);
  for (const change of changes) if (hasBit(promoted, change)) addBit(only, change);
  return only;
}

/** The same as a text, for keys of maps. */
export function promotedOf(changes: readonly number[], promoted: BitSet): string {
  let text = '';
  for (const change of changes) text += hasBit(promoted, change) ? '1' : '0';
  return text;
}
