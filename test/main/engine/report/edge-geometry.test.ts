import { describe, expect, it } from 'vitest';
import type { Course } from '../../../../main/engine/report/edge-geometry';
import { middleOfLongest, midpointOf, roundCorner } from '../../../../main/engine/report/edge-geometry';
import { arrivalOf, shortenCourse } from '../../../../main/engine/report/end-mark';
import { pathOf } from '../../../../main/engine/report/svg-text';

const at = (x: number, y: number) => ({ x, y });
const STRAIGHT: Course = { start: at(0, 0), controls: [], end: at(100, 0) };
const ONE_CORNER: Course = { start: at(0, 0), controls: [at(100, 0)], end: at(100, 40) };
const STEP: Course = { start: at(0, 0), controls: [at(60, 0), at(60, 40)], end: at(80, 40) };
const NOWHERE: Course = { start: at(5, 5), controls: [], end: at(5, 5) };

describe('the middle of a course', () => {
  it('lies between its middle corners, or on the round of the only one', () => {
    expect([midpointOf(STRAIGHT), midpointOf(STEP)]).toEqual([at(50, 0), at(60, 20)]);
    const { x, y } = midpointOf(ONE_CORNER);
    // On the arc of radius 8 around (92, 8).
    expect(Math.hypot(x - 92, y - 8)).toBeCloseTo(8);
    expect(x - 92).toBeCloseTo(8 - y);
  });

  it.each([
    ['the only stretch', STRAIGHT, at(50, 0)],
    ['the longest of several', STEP, at(30, 0)],
    ['the first of equals', { start: at(0, 0), controls: [at(40, 0)], end: at(40, 40) }, at(20, 0)],
    ['the last one', { start: at(0, 0), controls: [at(10, 0)], end: at(10, 40) }, at(10, 20)],
  ])('of its longest stretch: %s', (_, course, middle) => {
    expect(middleOfLongest(course)).toEqual(middle);
  });
});

describe('the corners of a course', () => {
  it('are as round as the stretches around them allow', () => {
    expect(roundCorner(at(0, 0), at(100, 0), at(100, 40))).toEqual({ into: at(92, 0), out: at(100, 8), radius: 8 });
    expect(roundCorner(at(0, 0), at(10, 0), at(10, 40))).toEqual({ into: at(5, 0), out: at(10, 5), radius: 5 });
  });

  it('are sharp where a stretch has no length', () => {
    const sharp = { into: at(10, 0), out: at(10, 0), radius: 0 };
    expect(roundCorner(at(10, 0), at(10, 0), at(10, 40))).toEqual(sharp);
    expect(roundCorner(at(0, 0), at(10, 0), at(10, 0))).toEqual(sharp);
    expect(pathOf({ start: at(0, 0), controls: [at(10, 0)], end: at(10, 0) })).toBe('M0 0L10 0L10 0');
    expect(pathOf(STEP)).toBe('M0 0L52 0Q60 0 60 8L60 32Q60 40 68 40L80 40');
  });
});

describe('the direction in which a course arrives', () => {
  it('is that of its last stretch, and to the right where it has no length', () => {
    expect([arrivalOf(STRAIGHT), arrivalOf(ONE_CORNER), arrivalOf(NOWHERE)]).toEqual([at(1, 0), at(0, 1), at(1, 0)]);
    expect(shortenCourse(ONE_CORNER, 10).end).toEqual(at(100, 30));
  });
});
