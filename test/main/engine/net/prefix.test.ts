import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareAddresses, parseAddress } from '../../../../main/engine/net/address';
import type { Address } from '../../../../main/engine/net/address';
import {
  containsAddress,
  containsPrefix,
  formatPrefix,
  hostPrefix,
  isEverything,
  maskAddress,
  parsePrefix,
  parsePrefixes,
} from '../../../../main/engine/net/prefix';
import type { Prefix } from '../../../../main/engine/net/prefix';

function address(text: string): Address {
  const parsed = parseAddress(text);
  if (parsed === undefined) {
    throw new Error(`${text} is no address`);
  }
  return parsed;
}

function prefix(text: string): Prefix {
  const parsed = parsePrefix(text);
  if (parsed === undefined) {
    throw new Error(`${text} is no network`);
  }
  return parsed;
}

describe('a network', () => {
  it('is found among texts that are none', () => {
    expect(parsePrefixes(['all', '10.0.0.0/8', '', '10.0.0.0/33', '::1'])).toEqual([
      prefix('10.0.0.0/8'),
      prefix('::1'),
    ]);
  });

  it('holds its family, its address without host bits and its length', () => {
    expect(parsePrefix('10.1.2.3/8')).toEqual({ family: 4, address: { family: 4, value: 0x0a000000 }, length: 8 });
    expect(parsePrefix('fd00:1::1/17')).toEqual({
      family: 6,
      address: { family: 6, words: [0xfd000000, 0, 0, 0] },
      length: 17,
    });
  });

  it.each([
    ['10.1.2.3/8', '10.0.0.0/8'],
    ['192.168.255.255/17', '192.168.128.0/17'],
    ['1.2.3.4/0', '0.0.0.0/0'],
    ['0.0.0.0/00', '0.0.0.0/0'],
    ['10.0.0.0/008', '10.0.0.0/8'],
    ['10.0.0.1', '10.0.0.1/32'],
    ['fd00::1', 'fd00::1/128'],
    ['FD00:0:0:0::1/64', 'fd00::/64'],
    ['ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/65', 'ffff:ffff:ffff:ffff:8000::/65'],
    ['::ffff:10.1.2.3', '10.1.2.3/32'],
    ['::ffff:10.0.0.0/104', '10.0.0.0/8'],
    ['::ffff:10.0.0.0/96', '0.0.0.0/0'],
    ['::ffff:10.0.0.0/90', '::ffc0:0:0/90'],
    ['::ffff:10.0.0.0/8', '::/8'],
  ])('%s is %s, as Calico reads it', (text, expected) => {
    expect(formatPrefix(prefix(text))).toBe(expected);
  });

  it.each([
    '',
    'oops',
    '010.0.0.0/8',
    '1.2.3.4/33',
    '1.2.3/8',
    '10.0.0.0/',
    '10.0.0.0/-1',
    '10.0.0.0/+8',
    '10.0.0.0/8/8',
    '10.0.0.0/8 ',
    ' 10.0.0.0/8',
    '10.0.0.0/255.0.0.0',
    'fd00::/129',
    'fe80::1%eth0/128',
    '10.0.0.1-10.0.0.5',
    '/8',
  ])('%j is none', (text) => {
    expect(parsePrefix(text)).toBeUndefined();
  });

  it('holds the addresses of its family from its first to its last', () => {
    const network = prefix('10.0.0.8/30');
    const held = ['10.0.0.7', '10.0.0.8', '10.0.0.11', '10.0.0.12', '::10.0.0.8'].map((text) =>
      containsAddress(network, address(text)),
    );
    expect(held).toEqual([false, true, true, false, false]);
    expect(containsAddress(prefix('fd00::/33'), address('fd00:0:8000::'))).toBe(false);
    expect(containsAddress(prefix('fd00::/32'), address('fd00:0:8000::'))).toBe(true);
    expect(containsAddress(prefix('fd00::/32'), address('10.0.0.0'))).toBe(false);
  });

  it('of length 0 is everything of its family and nothing of the other', () => {
    expect(isEverything(prefix('0.0.0.0/0'))).toBe(true);
    expect(isEverything(prefix('::/0'))).toBe(true);
    expect(isEverything(prefix('0.0.0.0/1'))).toBe(false);
    expect(containsAddress(prefix('0.0.0.0/0'), address('255.1.2.3'))).toBe(true);
    expect(containsAddress(prefix('0.0.0.0/0'), address('::'))).toBe(false);
    expect(containsAddress(prefix('::/0'), address('ffff::'))).toBe(true);
    expect(containsAddress(prefix('::/0'), address('0.0.0.0'))).toBe(false);
  });

  it('holds the networks that are no wider and start inside', () => {
    expect(containsPrefix(prefix('10.0.0.0/8'), prefix('10.200.0.0/16'))).toBe(true);
    expect(containsPrefix(prefix('10.0.0.0/8'), prefix('10.0.0.0/8'))).toBe(true);
    expect(containsPrefix(prefix('10.0.0.0/8'), prefix('10.0.0.0/7'))).toBe(false);
    expect(containsPrefix(prefix('10.0.0.0/8'), prefix('11.0.0.0/16'))).toBe(false);
    expect(containsPrefix(prefix('::/0'), prefix('10.0.0.0/8'))).toBe(false);
  });
});

/** Addresses that share many leading bits, so that networks of all lengths hold some of them. */
const anyAddress = fc
  .oneof(
    fc.tuple(fc.constantFrom('10.0.', '10.255.'), fc.nat(255), fc.nat(3)).map(([head, a, b]) => `${head}${a}.${b}`),
    fc
      .tuple(fc.constantFrom('fd00::', 'fd00:8000::'), fc.nat(0xffff), fc.nat(3))
      .map(([head, a, b]) => `${head}${a.toString(16)}:${b}`),
    fc.ipV4(),
    fc.ipV6(),
  )
  .map(address);
const anyPrefix = fc.tuple(anyAddress, fc.nat(128)).map(([base, bits]): Prefix => {
  const length = base.family === 4 ? bits % 33 : bits;
  return { family: base.family, address: maskAddress(base, length), length };
});

describe('networks', () => {
  it('are read back from their text', () => {
    fc.assert(
      fc.property(anyPrefix, (one) => {
        expect(parsePrefix(formatPrefix(one))).toEqual(one);
      }),
    );
  });

  it('hold exactly the addresses that lead back to them when masked', () => {
    fc.assert(
      fc.property(anyPrefix, anyAddress, (network, one) => {
        const same =
          one.family === network.family && compareAddresses(maskAddress(one, network.length), network.address) === 0;
        expect(containsAddress(network, one)).toBe(same);
      }),
    );
  });

  it('that hold each other hold all of the other’s addresses; others share none or lie the other way round', () => {
    fc.assert(
      fc.property(anyPrefix, anyPrefix, anyAddress, (left, right, one) => {
        const shared = containsAddress(left, one) && containsAddress(right, one);
        expect(shared).toBe(
          containsPrefix(left, right)
            ? containsAddress(right, one)
            : containsPrefix(right, left) && containsAddress(left, one),
        );
      }),
    );
  });

  it('of one address hold that address alone', () => {
    fc.assert(
      fc.property(anyAddress, anyAddress, (one, other) => {
        expect(containsAddress(hostPrefix(one), other)).toBe(compareAddresses(one, other) === 0);
      }),
    );
  });
});
