import { describe, expect, it } from 'vitest';
import { overlaps } from '../../../../main/engine/report/edge-geometry';
import type { RouteEnd } from '../../../../main/engine/report/edge-routes';
import { placeMarks } from '../../../../main/engine/report/group-marks';

const FRAME: RouteEnd = {
  id: 'namespace:a',
  box: { x: 100, y: 100, width: 200, height: 120 },
  shape: 'round-rectangle',
  isFrame: true,
  group: null,
};

describe('marks on top of a group', () => {
  it('stand beside each other and never on each other, however many there are', () => {
    const requests = [1, 2, 3, 4].map((index) => ({ id: `mark${index}`, at: FRAME.id, width: 90, height: 18 }));
    const marks = [...placeMarks(requests, new Map([[FRAME.id, FRAME]])).values()];
    expect(marks).toHaveLength(4);
    for (const [index, { label }] of marks.entries()) {
      const box = { x: label.x - 45, y: label.y - 9, width: 90, height: 18 };
      const others = marks.slice(index + 1).map((other) => ({ ...other.label }));
      for (const { x, y } of others) expect(overlaps(box, { x: x - 45, y: y - 9, width: 90, height: 18 })).toBe(false);
    }
  });

  it('end at the border', () => {
    const mark = placeMarks([{ id: 'm', at: FRAME.id, width: 60, height: 18 }], new Map([[FRAME.id, FRAME]])).get('m');
    expect(mark?.course.end.y).toBe(FRAME.box.y);
    expect(mark?.course.start.x).toBe(mark?.course.end.x);
  });

  it('stand on no end that is not drawn', () => {
    expect(placeMarks([{ id: 'm', at: 'gone', width: 60, height: 18 }], new Map([[FRAME.id, FRAME]]))).toEqual(
      new Map(),
    );
  });

  it('stand side by side from the right where they are short', () => {
    const requests = ['first', 'second'].map((id) => ({ id, at: FRAME.id, width: 40, height: 18 }));
    const marks = placeMarks(requests, new Map([[FRAME.id, FRAME]]));
    expect([...marks].map(([id, { label }]) => `${id} ${label.x} ${label.y}`)).toEqual([
      'first 260 73',
      'second 210 73',
    ]);
  });
});
