import type { Address } from './address';
import { compareAddresses, fromWords } from './address';
import type { IPv6Words } from './address';
import type { Prefix } from './prefix';
import { containsAddress } from './prefix';

/**
 * One address of every piece into which the inner networks cut the outer one: its first address, the first of every inner network, and
 * the first after each. Sorted, without repetition.
 */
export function intervalStarts(outer: Prefix, inner: readonly Prefix[]): readonly Address[] {
  const starts = [outer.address];
  for (const net of inner) {
    if (net.family !== outer.family) continue;
    const after = firstAfter(net);
    for (const candidate of after === undefined ? [net.address] : [net.address, after]) {
      if (containsAddress(outer, candidate)) starts.push(candidate);
    }
  }
  const sorted = starts.toSorted(compareAddresses);
  return sorted.filter((address, index) => {
    const previous = sorted[index - 1];
    return previous === undefined || compareAddresses(previous, address) !== 0;
  });
}

/** The address behind a network; `undefined` after the last one of all. */
function firstAfter(prefix: Prefix): Address | undefined {
  const { address, length } = prefix;
  if (address.family === 4) {
    const next = address.value + 2 ** (32 - length);
    return next > 0xffffffff ? undefined : { family: 4, value: next };
  }
  if (length === 0) return undefined;
  return addBit(address.words, length - 1);
}

/** Adds one at the given bit, counted from the highest. */
function addBit(words: IPv6Words, bit: number): Address | undefined {
  const result: number[] = [...words];
  let index = bit >>> 5;
  let carry = 2 ** (31 - (bit & 31));
  while (carry !== 0) {
    const sum = (result[index] ?? 0) + carry;
    result[index] = sum >>> 0;
    carry = sum > 0xffffffff ? 1 : 0;
    if (carry !== 0 && index === 0) return undefined;
    index -= 1;
  }
  const [first = 0, second = 0, third = 0, fourth = 0] = result;
  return fromWords([first, second, third, fourth]);
}
