import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseAddress } from '../../../../main/engine/net/address';
import type { Address } from '../../../../main/engine/net/address';
import { containsAddress, maskAddress, parsePrefix } from '../../../../main/engine/net/prefix';
import type { Prefix } from '../../../../main/engine/net/prefix';
import { buildPrefixIndex } from '../../../../main/engine/net/prefix-index';

function address(text: string): Address {
  const parsed = parseAddress(text);
  if (parsed === undefined) {
    throw new Error(`${text} is no address`);
  }
  return parsed;
}

it('an address finds every network that holds it, the widest first, and those alike in the order given', () => {
  const texts = ['10.1.0.0/16', '0.0.0.0/0', '10.0.0.0/8', '::/0', '10.1.0.0/16', '10.1.2.3/32', '11.0.0.0/8'];
  const entries = texts.map((text, value) => {
    const prefix = parsePrefix(text);
    expect(prefix).toBeDefined();
    return prefix === undefined ? [] : [{ prefix, value }];
  });
  const index = buildPrefixIndex(entries.flat());
  expect(index.covering(address('10.1.2.3'))).toEqual([1, 2, 0, 4, 5]);
  expect(index.covering(address('10.2.0.0'))).toEqual([1, 2]);
  expect(index.covering(address('fd00::1'))).toEqual([3]);
});

it('the index agrees with asking every network', () => {
  const base = fc.oneof(
    fc.nat(0xff).map((value): Address => ({ family: 4, value: 0xffffff00 + value })),
    fc.tuple(fc.nat(3), fc.nat(3)).map(([high, low]): Address => ({ family: 6, words: [high, 0, low, 0xffffffff] })),
  );
  const entry = fc.tuple(base, fc.nat(128)).map(([one, bits]): Prefix => {
    const length = one.family === 4 ? bits % 33 : bits;
    return { family: one.family, address: maskAddress(one, length), length };
  });
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 30 }), base, (prefixes, one) => {
      const entries = prefixes.map((prefix, value) => ({ prefix, value }));
      const holding = entries
        .filter(({ prefix }) => containsAddress(prefix, one))
        .toSorted((left, right) => left.prefix.length - right.prefix.length);
      expect(buildPrefixIndex(entries).covering(one)).toEqual(holding.map(({ value }) => value));
    }),
  );
});
