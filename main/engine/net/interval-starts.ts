import type { Address } from './address';
import { compareAddresses } from './address';
import { addressAfter } from './beside-prefix';
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
    const after = addressAfter(net);
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
