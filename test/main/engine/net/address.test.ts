import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addressKey,
  compareAddresses,
  formatAddress,
  parseAddress,
  parseAddresses,
} from '../../../../main/engine/net/address';
import type { Address } from '../../../../main/engine/net/address';

function address(text: string): Address {
  const parsed = parseAddress(text);
  if (parsed === undefined) {
    throw new Error(`${text} is no address`);
  }
  return parsed;
}

describe('an address', () => {
  it('of IPv4 is one number', () => {
    expect(parseAddress('0.0.0.0')).toEqual({ family: 4, value: 0 });
    expect(parseAddress('10.1.2.3')).toEqual({ family: 4, value: 0x0a010203 });
    expect(parseAddress('255.255.255.255')).toEqual({ family: 4, value: 0xffffffff });
  });

  it('of IPv6 is four words', () => {
    expect(parseAddress('2001:DB8::8:800:200c:417a')).toEqual({
      family: 6,
      words: [0x20010db8, 0, 0x00080800, 0x200c417a],
    });
    expect(parseAddress('::')).toEqual({ family: 6, words: [0, 0, 0, 0] });
    expect(parseAddress('64:ff9b::10.0.0.1')).toEqual({ family: 6, words: [0x0064ff9b, 0, 0, 0x0a000001] });
  });

  it('is found among texts that are none', () => {
    expect(parseAddresses(['None', '10.1.2.3', '', '10.1.2.3/32', '::'])).toEqual([address('10.1.2.3'), address('::')]);
  });

  it('of IPv4 in IPv6 clothes is IPv4', () => {
    expect(parseAddress('::ffff:10.1.2.3')).toEqual(address('10.1.2.3'));
    expect(parseAddress('::ffff:a01:203')).toEqual(address('10.1.2.3'));
    expect(parseAddress('0:0:0:0:0:ffff:10.1.2.3')).toEqual(address('10.1.2.3'));
    expect(parseAddress('::10.1.2.3')).toEqual({ family: 6, words: [0, 0, 0, 0x0a010203] });
  });

  it.each([
    '',
    ' ',
    '1',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
    '01.2.3.4',
    '1.2.3.00',
    '1.2.3.',
    '.1.2.3',
    '1.2.3.-4',
    '1.2.3.4 ',

    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8',
    '12345::',
    'g::',
    '1:',
    ':1',
    'fe80::1%eth0',
    '1.2.3.4::',
    '::1.2.3.4:5',
    '::1.2.3.04',
    '1:2:3:4:5:6:7:1.2.3.4',
    '[::1]',
    '1.2.3.4/32',
    'office',
  ])('%j is none', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });

  it.each([
    ['10.0.0.1', '10.0.0.1'],
    ['::FFFF:1.2.3.4', '1.2.3.4'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['1:0:0:0:0:0:0:0', '1::'],
    ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
    ['1:0:0:2:0:0:3:4', '1::2:0:0:3:4'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['2001:0DB8::00a0', '2001:db8::a0'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
  ])('%s is written %s', (text, expected) => {
    expect(formatAddress(address(text))).toBe(expected);
  });

  it('has a key that tells it from every other', () => {
    expect(addressKey(address('::ffff:1.2.3.4'))).toBe(addressKey(address('1.2.3.4')));
    expect(addressKey(address('::1.2.3.4'))).not.toBe(addressKey(address('1.2.3.4')));
  });
});

const anyAddress = fc.oneof(fc.ipV4(), fc.ipV6()).map(address);

describe('addresses', () => {
  it('are read back from their text', () => {
    fc.assert(
      fc.property(anyAddress, (one) => {
        expect(parseAddress(formatAddress(one))).toEqual(one);
      }),
    );
  });

  it('are ordered by family, then by number', () => {
    const texts = ['0.0.0.0', '9.255.255.255', '10.0.0.0', '255.0.0.0', '::', '::1', '9::', '10::', 'ffff::'];
    const shuffled = texts.toReversed().map(address);
    expect(shuffled.toSorted(compareAddresses).map(formatAddress)).toEqual(texts);
  });

  it('compare as 0 exactly when equal, and the other way round with the other sign', () => {
    fc.assert(
      fc.property(anyAddress, anyAddress, (left, right) => {
        const order = Math.sign(compareAddresses(left, right));
        expect(order === 0).toBe(addressKey(left) === addressKey(right));
        expect(Math.sign(compareAddresses(right, left)) + order).toBe(0);
        expect(compareAddresses(left, left)).toBe(0);
      }),
    );
  });
});
