import type { Address } from './address';
import { maskAddress } from './prefix';
import type { Prefix } from './prefix';

/** Answers which of many networks an address lies in. */
export interface PrefixIndex<T> {
  /** The values of all networks that hold the address: the widest first, those of one network in the order given. */
  covering(address: Address): readonly T[];
}

export interface PrefixEntry<T> {
  readonly prefix: Prefix;
  readonly value: T;
}

/** Builds the index. A look-up costs one step per different prefix length, however many networks there are. */
export function buildPrefixIndex<T>(entries: readonly PrefixEntry<T>[]): PrefixIndex<T> {
  const levels = { 4: buildLevels(entries, 4), 6: buildLevels(entries, 6) };
  return {
    covering(address) {
      const found: T[] = [];
      for (const { length, values } of levels[address.family]) {
        const here = values.get(levelKey(maskAddress(address, length)));
        if (here !== undefined) {
          found.push(...here);
        }
      }
      return found;
    },
  };
}

/** All networks of one length, by their address. */
interface Level<T> {
  readonly length: number;
  readonly values: ReadonlyMap<number | string, readonly T[]>;
}

function buildLevels<T>(entries: readonly PrefixEntry<T>[], family: 4 | 6): readonly Level<T>[] {
  const levels = new Map<number, Map<number | string, T[]>>();
  for (const { prefix, value } of entries) {
    if (prefix.family === family) {
      const level = levels.get(prefix.length) ?? new Map<number | string, T[]>();
      levels.set(prefix.length, level);
      const key = levelKey(prefix.address);
      const values = level.get(key);
      if (values === undefined) {
        level.set(key, [value]);
      } else {
        values.push(value);
      }
    }
  }
  return [...levels]
    .map(([length, values]) => ({ length, values }))
    .toSorted((left, right) => left.length - right.length);
}

/** Two addresses of one family share it when they are equal; several times quicker than their text. */
function levelKey(address: Address): number | string {
  if (address.family === 4) {
    return address.value;
  }
  const [first, second, third, fourth] = address.words;
  return (
    String.fromCharCode(first >>> 16, first & 0xffff, second >>> 16, second & 0xffff) +
    String.fromCharCode(third >>> 16, third & 0xffff, fourth >>> 16, fourth & 0xffff)
  );
}
