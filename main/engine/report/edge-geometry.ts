import type { NodeShape } from './encoding';
import type { Box, EdgePath, Point } from './scene-model';

/** The course of an edge without its label. */
export type Course = Pick<EdgePath, 'start' | 'controls' | 'end'>;

export type Side = 'left' | 'right' | 'top' | 'bottom';

/** How far the left and right corners of a hexagon reach. */
export const HEXAGON_CORNER = 14;
/** How far the top and the bottom of a barrel bulge, inside its box. */
export const BARREL_BULGE = 6;

/** How round the corners of a course are, where its stretches are long enough. */
export const CORNER_RADIUS = 8;

/** The straight stretches of a course. */
export function stretchesOf(course: Course): readonly { readonly start: Point; readonly end: Point }[] {
  let start = course.start;
  return [...course.controls, course.end].map((end) => {
    const stretch = { start, end };
    start = end;
    return stretch;
  });
}

function lengthOf(course: Course): number {
  return stretchesOf(course).reduce((sum, { start, end }) => sum + distance(start, end), 0);
}

/** The point at a part (0 to 1) of the length of a course; corners count as sharp. */
export function pointAt(course: Course, part: number): Point {
  let rest = Math.min(Math.max(part, 0), 1) * lengthOf(course);
  for (const { start, end } of stretchesOf(course)) {
    const length = distance(start, end);
    if (rest <= length && length > 0) return between(start, end, rest / length);
    rest -= length;
  }
  return course.end;
}

/** The middle of a course as Cytoscape finds it: between its middle corners, or on the round of the only one. */
export function midpointOf(course: Course): Point {
  const { controls } = course;
  const half = Math.floor(controls.length / 2);
  const [before, corner] = [controls[half - 1] ?? course.start, controls[half] ?? course.end];
  if (controls.length % 2 === 0) return between(before, corner, 0.5);
  const { into, out } = roundCorner(before, corner, controls[half + 1] ?? course.end);
  const chord = between(into, out, 0.5);
  // An arc of a quarter passes its corner at this part of the way to the chord.
  return between(corner, chord, 2 - Math.SQRT2);
}

/** The middle of the longest stretch of a course. */
export function middleOfLongest(course: Course): Point {
  const longest = stretchesOf(course).reduce((longer, stretch) =>
    distance(stretch.start, stretch.end) > distance(longer.start, longer.end) ? stretch : longer,
  );
  return between(longest.start, longest.end, 0.5);
}

/** Where the round of a corner begins and ends. */
export function roundCorner(
  before: Point,
  corner: Point,
  after: Point,
): { readonly into: Point; readonly out: Point; readonly radius: number } {
  const [arrival, departure] = [distance(before, corner), distance(corner, after)];
  const radius = Math.min(CORNER_RADIUS, arrival / 2, departure / 2);
  return {
    into: between(corner, before, arrival === 0 ? 0 : radius / arrival),
    out: between(corner, after, departure === 0 ? 0 : radius / departure),
    radius,
  };
}

/** The course as so many points plus one, ends included. */
export function samplesOf(course: Course, pieces: number): readonly Point[] {
  return Array.from({ length: pieces + 1 }, (_, index) => pointAt(course, index / pieces));
}

/** Where a line that runs square to a side of a box meets the outline of its shape; `along` is its x or y. */
export function meetOutline(box: Box, shape: NodeShape, side: Side, along: number): Point {
  switch (side) {
    case 'left':
      return { x: box.x + slantAt(box, shape, along), y: along };
    case 'right':
      return { x: box.x + box.width - slantAt(box, shape, along), y: along };
    case 'top':
      return { x: along, y: box.y + bulgeAt(box, shape, along) };
    case 'bottom':
      return { x: along, y: box.y + box.height - bulgeAt(box, shape, along) };
  }
}

function slantAt(box: Box, shape: NodeShape, y: number): number {
  return shape === 'hexagon' ? HEXAGON_CORNER * Math.abs(((y - box.y) / box.height) * 2 - 1) : 0;
}

function bulgeAt(box: Box, shape: NodeShape, x: number): number {
  return shape === 'barrel' ? BARREL_BULGE * (((x - box.x) / box.width) * 2 - 1) ** 2 : 0;
}

function between(first: Point, second: Point, part: number): Point {
  return { x: first.x + (second.x - first.x) * part, y: first.y + (second.y - first.y) * part };
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

/** True when a box lies inside another one. */
export function encloses(outer: Box, inner: Box): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
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
