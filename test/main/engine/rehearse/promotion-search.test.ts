import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BitSet } from '../../../../main/engine/net/bit-set';
import { addBit, createBitSet, hasBit } from '../../../../main/engine/net/bit-set';
import type { Watch } from '../../../../main/engine/rehearse/promotion-search';
import { searchOrder } from '../../../../main/engine/rehearse/promotion-search';

function setOf(count: number, members: readonly number[]): BitSet {
  const set = createBitSet(count);
  for (const member of members) addBit(set, member);
  return set;
}

/** Cut while exactly these of its changes are promoted, in any of the ways. */
function watchOf(changes: readonly number[], cutBy: readonly (readonly number[])[]): Watch<string> {
  const bad = new Set(cutBy.map((ones) => ones.join(' ')));
  return {
    changes,
    cut(promoted) {
      const key = changes.filter((change) => hasBit(promoted, change)).join(' ');
      return bad.has(key) ? `cut by ${key}` : null;
    },
  };
}

function subsets(members: readonly number[]): readonly (readonly number[])[] {
  return members.reduce<readonly (readonly number[])[]>(
    (found, member) => [...found, ...found.map((subset) => [...subset, member])],
    [[]],
  );
}

const COUNT = 6;
const ALL = Array.from({ length: COUNT }, (_, change) => change);

const watches = fc.array(
  fc
    .subarray(ALL, { minLength: 1, maxLength: 4 })
    .chain((changes) => fc.subarray([...subsets(changes)].slice(1, -1)).map((cutBy) => watchOf(changes, cutBy))),
  { maxLength: 5 },
);

function isCut(watched: readonly Watch<string>[], promoted: readonly number[]): boolean {
  return watched.some((watch) => watch.cut(setOf(COUNT, promoted)) !== null);
}

/** All sets that can be reached one change at a time. */
function canGoOneByOne(watched: readonly Watch<string>[], promoted: readonly number[] = []): boolean {
  if (promoted.length === COUNT) return true;
  return ALL.some(
    (change) =>
      !promoted.includes(change) &&
      !isCut(watched, [...promoted, change]) &&
      canGoOneByOne(watched, [...promoted, change]),
  );
}

describe('an order of changes', () => {
  it(
    'cuts nothing after any move, takes single changes wherever some order can, and the smallest group where none can',
    { timeout: 60_000 },
    () => {
      fc.assert(
        fc.property(watches, (watched) => {
          const { moves, exhaustive } = searchOrder(COUNT, watched, []);
          expect(exhaustive).toBe(true);
          expect(moves.flatMap(({ changes }) => changes).toSorted()).toEqual(ALL);
          let promoted: readonly number[] = [];
          for (const { changes, cuts } of moves) {
            const before = promoted;
            promoted = [...promoted, ...changes];
            expect(isCut(watched, promoted)).toBe(false);
            const smaller = subsets(ALL.filter((change) => !before.includes(change))).filter(
              (group) => group.length > 0 && group.length < changes.length,
            );
            expect(smaller.filter((group) => !isCut(watched, [...before, ...group]))).toEqual([]);
            expect(cuts.map(({ change }) => change)).toEqual(changes.length === 1 ? [] : changes);
          }
          expect(moves.every(({ changes }) => changes.length === 1)).toBe(canGoOneByOne(watched));
        }),
        { numRuns: 2_000 },
      );
    },
  );

  it('follows the numbers where nothing is watched', () => {
    expect(searchOrder(3, [], []).moves.map(({ changes }) => changes)).toEqual([[0], [1], [2]]);
  });

  it('takes first what cuts no wish, and the others all the same', () => {
    const wish = watchOf([0, 2], [[0]]);
    expect(searchOrder(3, [], [wish]).moves.map(({ changes }) => changes)).toEqual([[1], [2], [0]]);
    const never = watchOf([0], [[0]]);
    expect(searchOrder(2, [], [never]).moves.map(({ changes }) => changes)).toEqual([[1], [0]]);
  });

  it('names what each change of a group would cut alone', () => {
    const pair = watchOf([0, 2], [[0], [2]]);
    expect(searchOrder(3, [pair], [])).toEqual({
      moves: [
        { changes: [1], cuts: [] },
        {
          changes: [0, 2],
          cuts: [
            { change: 0, cut: 'cut by 0' },
            { change: 2, cut: 'cut by 2' },
          ],
        },
      ],
      exhaustive: true,
    });
  });

  it('tells how many changes have their place and how many moves were judged, and falls back where it turns back', () => {
    const trap = watchOf([0, 1], [[0]]);
    const told: string[] = [];
    const order = searchOrder(2, [trap], [], (placed, judged) => told.push(`${placed} placed, ${judged} judged`));
    expect(order).toEqual(searchOrder(2, [trap], []));
    expect(told).toEqual([
      '0 placed, 0 judged',
      '0 placed, 1 judged',
      '0 placed, 2 judged',
      '0 placed, 3 judged',
      '1 placed, 4 judged',
      '1 placed, 5 judged',
    ]);
  });

  it('turns back where the first way leads nowhere', () => {
    const trap = watchOf(
      [0, 1, 2],
      [
        [0, 1],
        [0, 2],
      ],
    );
    expect(searchOrder(3, [trap], []).moves.map(({ changes }) => changes)).toEqual([[1], [2], [0]]);
  });

  it('proves in a few steps that two of many changes only go together', () => {
    const many = 200;
    let asked = 0;
    const pair = watchOf([7, 150], [[7], [150]]);
    const counted: Watch<string> = {
      changes: pair.changes,
      cut(promoted) {
        asked += 1;
        return pair.cut(promoted);
      },
    };
    const { moves, exhaustive } = searchOrder(many, [counted], []);
    expect(exhaustive).toBe(true);
    expect(moves.length).toBe(many - 1);
    expect(moves.at(-1)?.changes).toEqual([7, 150]);
    expect(asked).toBeLessThan(5_000);
  });

  it('says so when it gives up, and still cuts nothing', { timeout: 60_000 }, () => {
    // Nothing after the eleventh of 24 changes but all of them: there are far too many ways to get there.
    const count = 24;
    const members = Array.from({ length: count }, (_, change) => change);
    const half: Watch<string> = {
      changes: members,
      cut(promoted) {
        const size = members.filter((change) => hasBit(promoted, change)).length;
        return size >= 12 && size < count ? 'half' : null;
      },
    };
    const { moves, exhaustive } = searchOrder(count, [half], []);
    expect(exhaustive).toBe(false);
    expect(moves.map(({ changes }) => changes.length)).toEqual([...Array.from({ length: 11 }, () => 1), 13]);
  });
});
