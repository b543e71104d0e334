import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { containsPort, formatPorts, isPortName, parsePort, portSet } from '../../../../main/engine/net/port-set';
import type { PortSet } from '../../../../main/engine/net/port-set';

describe('the name of a port by IANA', () => {
  it.each(['http', 'a', 'a-1', '1a', 'x'.repeat(15)])('may be %j', (name) => {
    expect(isPortName(name)).toBe(true);
  });

  it.each(['', 'A', 'a_b', '-a', 'a-', 'a--b', '80', '8-0', 'x'.repeat(16)])('may not be %j', (name) => {
    expect(isPortName(name)).toBe(false);
  });
});

describe('a port of a rule', () => {
  it.each([
    [0, 0, 0],
    [80, 80, 80],
    [65535, 65535, 65535],
    ['80', 80, 80],
    ['0080', 80, 80],
    ['80:90', 80, 90],
    ['80:80', 80, 80],
    ['0:65535', 0, 65535],
  ])('%j is the range from %i to %i', (value, first, last) => {
    expect(parsePort(value)).toEqual({ tag: 'number', first, last });
  });

  it.each(['http', 'a.b_c-D', '80-90', '-1', '80a', '1.5', 'x'.repeat(128)])('%j is a name', (name) => {
    expect(parsePort(name)).toEqual({ tag: 'name', name });
  });

  it.each<[number | string, string]>([
    [65536, 'port 65536 is not a whole number from 0 to 65535'],
    [-1, 'port -1 is not a whole number from 0 to 65535'],
    [1.5, 'port 1.5 is not a whole number from 0 to 65535'],
    ['65536', '"65536" holds a port above 65535'],
    ['99999999999999999999', '"99999999999999999999" holds a port above 65535'],
    ['80:65536', '"80:65536" holds a port above 65535'],
    ['90:80', 'range "90:80" starts above its end'],
    ['80:', '"80:" is neither a port number, nor a range A:B, nor the name of a port'],
    ['80 ', '"80 " is neither a port number, nor a range A:B, nor the name of a port'],
    ['80\n', '"80\n" is neither a port number, nor a range A:B, nor the name of a port'],
    ['', '"" is neither a port number, nor a range A:B, nor the name of a port'],
  ])('%j cannot be read', (value, message) => {
    expect(parsePort(value)).toEqual({ tag: 'error', message });
  });

  it('has a name of at most 128 characters', () => {
    expect(parsePort('x'.repeat(129)).tag).toBe('error');
  });
});

describe('a set of ports', () => {
  it('joins ranges that overlap or touch', () => {
    expect(
      portSet([
        { first: 90, last: 95 },
        { first: 80, last: 84 },
        { first: 85, last: 86 },
        { first: 82, last: 83 },
        { first: 88, last: 88 },
      ]),
    ).toEqual([
      { first: 80, last: 86 },
      { first: 88, last: 88 },
      { first: 90, last: 95 },
    ]);
  });

  it('is written for people', () => {
    expect(formatPorts([])).toBe('');
    expect(
      formatPorts([
        { first: 80, last: 80 },
        { first: 443, last: 443 },
        { first: 8000, last: 8100 },
      ]),
    ).toBe('80, 443, 8000-8100');
  });
});

/** Ports near the edges and near each other. */
const port = fc.oneof(fc.nat(8), fc.integer({ min: 65530, max: 65535 }), fc.nat(65535));
const ranges = fc.array(
  fc.tuple(port, port).map(([a, b]) => ({ first: Math.min(a, b), last: Math.max(a, b) })),
  { maxLength: 5 },
);

/** Equal sets are written alike only if the ranges are in order, with a gap between neighbours. */
function isNormal(set: PortSet): boolean {
  return set.every(({ first, last }, index) => {
    const next = set[index + 1];
    return first <= last && (next === undefined || last + 1 < next.first);
  });
}

describe('sets of ports', () => {
  it('hold the ports of their ranges, port by port', () => {
    fc.assert(
      fc.property(ranges, port, (given, one) => {
        const inRanges = given.some(({ first, last }) => one >= first && one <= last);
        expect([containsPort(given, one), containsPort(portSet(given), one)]).toEqual([inRanges, inRanges]);
      }),
    );
  });

  it('stay in their one normal form', () => {
    fc.assert(
      fc.property(ranges, (given) => {
        const set = portSet(given);
        expect(isNormal(set)).toBe(true);
        expect(portSet(set.toReversed())).toEqual(set);
      }),
    );
  });
});
