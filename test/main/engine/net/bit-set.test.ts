import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addBit,
  andBits,
  andInto,
  andNotBits,
  andNotInto,
  bitSetKey,
  createBitSet,
  firstBit,
  forEachBit,
  fullBitSet,
  hasBit,
  isEmptyBitSet,
  orBits,
  orInto,
  removeBit,
} from '../../../../main/engine/net/bit-set';
import type { BitSet } from '../../../../main/engine/net/bit-set';

function bitSetOf(size: number, members: Iterable<number>): BitSet {
  const set = createBitSet(size);
  for (const member of members) {
    addBit(set, member);
  }
  return set;
}

function membersOf(set: BitSet): readonly number[] {
  const members: number[] = [];
  forEachBit(set, (member) => members.push(member));
  return members;
}

describe('a bit set', () => {
  it('starts empty', () => {
    expect(isEmptyBitSet(createBitSet(100))).toBe(true);
    expect(membersOf(createBitSet(0))).toEqual([]);
  });

  it.each([0, 1, 31, 32, 33, 64, 100])('of all %i members holds no bit beyond them', (size) => {
    expect(membersOf(fullBitSet(size))).toEqual(Array.from({ length: size }, (_, member) => member));
  });

  it('holds the members at both edges of a word', () => {
    const set = bitSetOf(96, [63, 0, 31, 32, 95]);
    expect(membersOf(set)).toEqual([0, 31, 32, 63, 95]);
    expect([0, 1, 31, 32, 62, 63, 64, 95].map((member) => hasBit(set, member))).toEqual([
      true,
      false,
      true,
      true,
      false,
      true,
      false,
      true,
    ]);
  });

  it('holds no number beyond its size', () => {
    const set = fullBitSet(32);
    expect([31, 32, 64].map((number) => hasBit(set, number))).toEqual([true, false, false]);
  });

  it('loses a member that is taken out, and only that', () => {
    const set = bitSetOf(96, [63, 0, 31, 32, 95]);
    removeBit(set, 31);
    removeBit(set, 1);
    expect(membersOf(set)).toEqual([0, 32, 63, 95]);
  });

  it.each([
    { members: [], smallest: -1 },
    { members: [95, 31, 40], smallest: 31 },
    { members: [64, 95], smallest: 64 },
  ])('of $members has the smallest member $smallest', ({ members, smallest }) => {
    expect(firstBit(bitSetOf(96, members))).toBe(smallest);
  });
});

const subset = (size: number): fc.Arbitrary<ReadonlySet<number>> =>
  size === 0 ? fc.constant(new Set<number>()) : fc.array(fc.nat(size - 1)).map((members) => new Set(members));
const pair = fc.nat(130).chain((size) => fc.tuple(fc.constant(size), subset(size), subset(size)));

describe('bit sets', () => {
  it('combine as sets do, in place and into new sets alike', () => {
    fc.assert(
      fc.property(pair, ([size, first, second]) => {
        const all = Array.from({ length: size }, (_, member) => member);
        const cases = [
          { fresh: orBits, inPlace: orInto, keep: (m: number): boolean => first.has(m) || second.has(m) },
          { fresh: andBits, inPlace: andInto, keep: (m: number): boolean => first.has(m) && second.has(m) },
          { fresh: andNotBits, inPlace: andNotInto, keep: (m: number): boolean => first.has(m) && !second.has(m) },
        ];
        for (const { fresh, inPlace, keep } of cases) {
          const left = bitSetOf(size, first);
          const right = bitSetOf(size, second);
          expect(membersOf(fresh(left, right))).toEqual(all.filter(keep));
          expect(membersOf(left)).toEqual(all.filter((member) => first.has(member)));
          inPlace(left, right);
          expect(membersOf(left)).toEqual(all.filter(keep));
          expect(membersOf(right)).toEqual(all.filter((member) => second.has(member)));
        }
      }),
    );
  });

  it('are equal and share a key exactly when they have the same members', () => {
    fc.assert(
      fc.property(pair, ([size, first, second]) => {
        const left = bitSetOf(size, first);
        const right = bitSetOf(size, second);
        const same = first.size === second.size && [...first].every((member) => second.has(member));
        expect(bitSetKey(left) === bitSetKey(right)).toBe(same);
        expect(bitSetKey(bitSetOf(size, [...first].toReversed()))).toBe(bitSetKey(left));
        expect(isEmptyBitSet(left)).toBe(first.size === 0);
      }),
    );
  });

  it('leave nothing of themselves behind when taken out of themselves', () => {
    fc.assert(
      fc.property(pair, ([size, first]) => {
        const set = bitSetOf(size, first);
        expect(isEmptyBitSet(andNotBits(set, set))).toBe(true);
        expect(andNotBits(fullBitSet(size), andNotBits(fullBitSet(size), set))).toEqual(set);
      }),
    );
  });
});
