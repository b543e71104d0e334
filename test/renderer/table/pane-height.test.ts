import { describe, expect, it } from 'vitest';
import { heightOfDrag, heightOfKey, LOWEST, rangeOfHeight } from '../../../renderer/table/pane-height';

describe('the height of the table', () => {
  it('leaves the map visible, and the table at least one row', () => {
    expect([rangeOfHeight(2000, 800), rangeOfHeight(-5, 800), rangeOfHeight(200, 300)]).toEqual([380, LOWEST, LOWEST]);
  });

  it('grows upwards, with the keys as with the mouse', () => {
    expect([heightOfKey(100, 'ArrowUp'), heightOfKey(100, 'ArrowDown'), heightOfKey(100, 'a')]).toEqual([
      116,
      84,
      null,
    ]);
    expect(heightOfDrag({ y: 500, height: 100 }, 450)).toBe(150);
  });
});
