import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listDifference } from '../../../../main/engine/model/list-difference';

const ITEMS = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({ name }));

function itemsOf(names: string): readonly { readonly name: string }[] {
  return [...names].flatMap((name) => ITEMS.filter((item) => item.name === name));
}

function differenceOf(earlier: string, now: string): readonly [string, string] {
  const { gone, added } = listDifference(itemsOf(earlier), itemsOf(now));
  return [gone.map(({ name }) => name).join(''), added.map(({ name }) => name).join('')];
}

describe('the difference of two lists', () => {
  it.each([
    ['abc', 'abc', '', ''],
    ['', 'ab', '', 'ab'],
    ['ab', '', 'ab', ''],
    ['abc', 'adc', 'b', 'd'],
    ['abcde', 'aced', 'bcde', 'ced'],
    ['abcde', 'acfe', 'bd', 'f'],
    ['ab', 'ba', 'ab', 'ba'],
  ])('from %j to %j: %j is gone, %j is added', (earlier, now, gone, added) => {
    expect(differenceOf(earlier, now)).toEqual([gone, added]);
  });

  it('leaves what neither names in the same order in both', () => {
    const list = fc.shuffledSubarray(ITEMS);
    fc.assert(
      fc.property(list, list, (earlier, now) => {
        const { gone, added } = listDifference(earlier, now);
        expect(now.filter((item) => !added.includes(item))).toEqual(earlier.filter((item) => !gone.includes(item)));
        expect([
          ...gone.filter((item) => !earlier.includes(item)),
          ...added.filter((item) => !now.includes(item)),
        ]).toEqual([]);
      }),
    );
  });
});
