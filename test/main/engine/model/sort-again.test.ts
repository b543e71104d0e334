import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sorted } from '../../../../main/engine/model/sort-again';
import { sortAgain } from '../../../../main/engine/model/sort-again';

interface Item {
  readonly order: number;
  readonly name: string;
}

const ITEMS: readonly Item[] = [1, 1, 2, 3, 3, 3, 4, 5].map((order, index) => ({ order, name: `${order}-${index}` }));
const byOrder = (left: Item, right: Item) => left.order - right.order;

describe('a list that is sorted again', () => {
  it('stands as if it had been sorted anew, ties in the order given', () => {
    fc.assert(
      fc.property(fc.array(fc.shuffledSubarray([...ITEMS]), { minLength: 1, maxLength: 4 }), (lists) => {
        let earlier: Sorted<Item> | undefined;
        for (const list of lists) {
          earlier = sortAgain(list, byOrder, earlier);
          expect(earlier).toEqual({ given: list, sorted: list.toSorted(byOrder) });
        }
      }),
    );
  });

  it('is the same where nothing came or went', () => {
    const earlier = sortAgain(ITEMS, byOrder);
    expect(sortAgain([...ITEMS], byOrder, earlier)).toBe(earlier);
  });

  it('compares what is new alone', () => {
    const earlier = sortAgain(ITEMS.slice(1), byOrder);
    const asked: Item[] = [];
    const added = { order: 2.5, name: 'new' };
    const note = (left: Item, right: Item) => {
      asked.push(left, right);
      return byOrder(left, right);
    };
    sortAgain([added, ...ITEMS.slice(2)], note, earlier);
    expect(asked.filter((_, index) => index % 2 === 1)).toEqual(asked.filter((item) => item === added));
    expect(asked.length).toBeLessThan(10);
  });
});
