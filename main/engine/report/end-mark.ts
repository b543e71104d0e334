import { assertNever } from '../model/assert-never';
import type { EndMark } from './encoding';
import type { Course } from './edge-geometry';
import type { Point } from './scene-model';

/** How an end mark is drawn: an outline, filled, hollow or open, and how much of the line it stands for. */
export interface DrawnMark {
  readonly points: readonly Point[];
  readonly style: 'filled' | 'hollow' | 'open';
  /** The line ends so many pixels before the tip. */
  readonly length: number;
}

/** Half the width of a triangle or vee, and its length, in pixels. */
const ARROW = { half: 4.5, length: 9 } as const;
const HOLLOW = { half: 5.5, length: 11 } as const;
const TEE = { half: 8, thickness: 3.6 } as const;

/** The mark whose tip is at `tip` and that points along `direction` (a unit vector). */
export function drawEndMark(mark: EndMark, tip: Point, direction: Point): DrawnMark {
  const at = (back: number, aside: number): Point => ({
    x: tip.x - direction.x * back - direction.y * aside,
    y: tip.y - direction.y * back + direction.x * aside,
  });
  const arrow = ({ half, length }: { readonly half: number; readonly length: number }): readonly Point[] => [
    at(length, -half),
    tip,
    at(length, half),
  ];
  switch (mark) {
    case 'triangle':
      return { points: arrow(ARROW), style: 'filled', length: ARROW.length - 1 };
    case 'hollow-triangle':
      return { points: arrow(HOLLOW), style: 'hollow', length: HOLLOW.length };
    case 'vee':
      return { points: arrow(ARROW), style: 'open', length: 1 };
    case 'tee':
      return {
        points: [at(0, -TEE.half), at(0, TEE.half), at(TEE.thickness, TEE.half), at(TEE.thickness, -TEE.half)],
        style: 'filled',
        length: TEE.thickness,
      };
    default:
      return assertNever(mark);
  }
}

/** The direction in which a course arrives, as a unit vector. */
export function arrivalOf(course: Course): Point {
  const before = course.controls.at(-1) ?? course.start;
  const [x, y] = [course.end.x - before.x, course.end.y - before.y];
  const length = Math.hypot(x, y);
  return length === 0 ? { x: 1, y: 0 } : { x: x / length, y: y / length };
}

/** The course, ended before its mark. */
export function shortenCourse(course: Course, by: number): Course {
  const direction = arrivalOf(course);
  return { ...course, end: { x: course.end.x - direction.x * by, y: course.end.y - direction.y * by } };
}
