import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ROW_HEIGHT, rowOfKey, visibleRows, WHOLE_UP_TO } from '../../../renderer/table/visible-rows';

describe('the rows in the page', () => {
  it('are all of them up to 500', () => {
    expect(visibleRows(WHOLE_UP_TO, 9000, 100)).toEqual({ first: 0, end: WHOLE_UP_TO, above: 0, below: 0 });
  });

  it('cover what is in sight, never more than a few screens, and the height stays that of all rows', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 501, max: 50_000 }),
        fc.nat(2_000_000),
        fc.integer({ min: 60, max: 900 }),
        (count, top, height) => {
          const scrollTop = Math.min(top, count * ROW_HEIGHT - height);
          const { first, end, above, below } = visibleRows(count, scrollTop, height);
          expect(above + (end - first) * ROW_HEIGHT + below).toBe(count * ROW_HEIGHT);
          expect(first * ROW_HEIGHT).toBeLessThanOrEqual(scrollTop);
          expect(end * ROW_HEIGHT).toBeGreaterThanOrEqual(
            Math.min(scrollTop + height, count * ROW_HEIGHT) - ROW_HEIGHT,
          );
          expect(end - first).toBeLessThanOrEqual(Math.ceil(height / ROW_HEIGHT) + 24);
        },
      ),
    );
  });

  it('are walked with the keys, held at both ends', () => {
    const walk = (key: string) => rowOfKey(3, key, 10, 5);
    expect(['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End', 'x'].map(walk)).toEqual([
      4,
      2,
      8,
      0,
      0,
      9,
      null,
    ]);
    expect(rowOfKey(9, 'ArrowDown', 10, 5)).toBe(9);
  });
});
