import type { NodeShape } from './encoding';
import type { Box, EdgePath, Point } from './scene-model';

/** The course of an edge without its label. */
export type Course = Pick<EdgePath, 'start' | 'controls' | 'end'>;

export type Side = 'left' | 'right' | 'top' | 'bottom';

/** How far the left and right corners of a hexagon reach. */
export const HEXAGON_CORNER = 14;
/** How far the top and the bottom of a barrel bulge, inside its box. */
export const BARREL_BULGE = 6;

/** The pieces of a course: quadratic curves that meet half-way between two controls; one straight piece without controls. */
export function piecesOf(
  course: Course,
): readonly { readonly start: Point; readonly control: Point; readonly end: Point }[] {
  if (course.controls.length === 0) {
    return [{ start: course.start, control: middle(course.start, course.end), end: course.end }];
  }
  return course.controls.map((control, index) => {
    const before = course.controls[index - 1];
    const after = course.controls[index + 1];
    return {
      start: before === undefined ? course.start : middle(before, control),
      control,
      end: after === undefined ? course.end : middle(control, after),
    };
  });
}

/** The point at a part (0 to 1) of a course; each piece counts alike. */
export function pointAt(course: Course, part: number): Point {
  const pieces = piecesOf(course);
  const scaled = Math.min(Math.max(part, 0), 1) * pieces.length;
  const index = Math.min(Math.floor(scaled), pieces.length - 1);
  const piece = pieces[index];
  if (piece === undefined) return course.start;
  const t = scaled - index;
  const [first, second, third] = [(1 - t) * (1 - t), 2 * t * (1 - t), t * t];
  return {
    x: first * piece.start.x + second * piece.control.x + third * piece.end.x,
    y: first * piece.start.y + second * piece.control.y + third * piece.end.y,
  };
}

/** The middle of a course, where Cytoscape puts a label by itself. */
export function midpointOf(course: Course): Point {
  return pointAt(course, 0.5);
}

/** The course as so many points plus one, ends included. */
export function samplesOf(course: Course, pieces: number): readonly Point[] {
  return Array.from({ length: pieces + 1 }, (_, index) => pointAt(course, index / pieces));
}

/** Where an edge meets the outline of a shape: `part` (0 to 1) along a side, from the top or the left. */
export function anchorOn(box: Box, shape: NodeShape, side: Side, part: number): Point {
  const along = { x: box.x + box.width * part, y: box.y + box.height * part };
  const slant = shape === 'hexagon' ? HEXAGON_CORNER * Math.abs(part - 0.5) * 2 : 0;
  const inset = shape === 'hexagon' ? HEXAGON_CORNER : 0;
  const flatX = box.x + inset + (box.width - 2 * inset) * part;
  const bulge = shape === 'barrel' ? BARREL_BULGE * (2 * part - 1) ** 2 : 0;
  const shrink = shape === 'barrel' ? BARREL_BULGE : 0;
  switch (side) {
    case 'left':
      return { x: box.x + slant, y: box.y + shrink + (box.height - 2 * shrink) * part };
    case 'right':
      return { x: box.x + box.width - slant, y: box.y + shrink + (box.height - 2 * shrink) * part };
    case 'top':
      return { x: shape === 'hexagon' ? flatX : along.x, y: box.y + bulge };
    case 'bottom':
      return { x: shape === 'hexagon' ? flatX : along.x, y: box.y + box.height - bulge };
  }
}

function middle(first: Point, second: Point): Point {
  return { x: (first.x + second.x) / 2, y: (first.y + second.y) / 2 };
}

export function centreOf(box: Box): Point {
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

export function distance(first: Point, second: Point): number {
  return Math.hypot(first.x - second.x, first.y - second.y);
}

/** True when a point is inside a box or nearer to it than `margin`. */
export function contains(box: Box, point: Point, margin = 0): boolean {
  return (
    point.x > box.x - margin &&
    point.x < box.x + box.width + margin &&
    point.y > box.y - margin &&
    point.y < box.y + box.height + margin
  );
}

/** True when two boxes share more than an edge, or come nearer to each other than `margin`. */
export function overlaps(first: Box, second: Box, margin = 0): boolean {
  return (
    first.x - margin < second.x + second.width &&
    second.x < first.x + first.width + margin &&
    first.y - margin < second.y + second.height &&
    second.y < first.y + first.height + margin
  );
}

/** The smallest box that holds all points, at least one pixel wide and high. */
export function boxAround(points: readonly Point[]): Box {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { x, y } of points) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { x: left, y: top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) };
}

/** True when two stretches cross. */
export function crosses(a: Point, b: Point, c: Point, d: Point): boolean {
  return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
}

function turn(a: Point, b: Point, c: Point): number {
  return Math.sign((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x));
}
