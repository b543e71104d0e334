import { compareText } from './grouping';
import type { NodeShape } from './encoding';
import type { Course, Side } from './edge-geometry';
import { HEXAGON_CORNER, centreOf, contains, distance, meetOutline } from './edge-geometry';
import type { Gate, Way } from './route-lattice';
import { RouteLattice } from './route-lattice';
import type { Box, Point } from './scene-model';
import { LATTICE } from './scene-model';

/** Where an edge may begin or end: a node, or the frame of an open group. */
export interface RouteEnd {
  readonly id: string;
  readonly box: Box;
  readonly shape: NodeShape;
  readonly isFrame: boolean;
  /** The frame around a node. */
  readonly group: string | null;
}

/** An edge that wants a course. */
export interface RouteRequest {
  readonly id: string;
  readonly from: RouteEnd;
  readonly to: RouteEnd;
  /** It takes the straighter way where two lines want it. */
  readonly comesFirst: boolean;
}

/** What lines go around, and what they rather go around. */
export interface RouteMap {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly Box[];
  readonly marks: readonly Box[];
  readonly titles: readonly Box[];
  readonly frames: ReadonlyMap<string, Box>;
}

/** Lines begin and end at least so far from the corners of a frame. */
const FRAME_CORNER = 20;
/** Dislikes of gates: on top or below rather than at the side, away from the middle, where another line meets the border, and near it. */
const DISLIKE = { upright: 4, aside: 8, taken: 120, near: 32 } as const;
const SIDES: readonly Side[] = ['left', 'right', 'top', 'bottom'];
const OPPOSITE: Readonly<Record<Side, Side>> = { left: 'right', right: 'left', top: 'bottom', bottom: 'top' };

/**
 * Finds a course for every edge: level and upright stretches around all nodes, rather beside other lines than on them. Short
 * ways are found first, then every line once more, knowing all others. The answer depends on nothing but the requests.
 */
export function routeEdges(requests: readonly RouteRequest[], map: RouteMap): ReadonlyMap<string, Course> {
  const lattice = new RouteLattice(map, map.nodes, map.marks, map.titles, map.frames);
  const taken = new Map<string, number>();
  const ways = new Map<string, Way>();
  const sorted = requests.toSorted(
    (first, second) =>
      Number(second.comesFirst) - Number(first.comesFirst) ||
      reachOf(first) - reachOf(second) ||
      compareText(first.id, second.id),
  );
  const take = (way: Way, by: 1 | -1): void => {
    lattice.occupy(way.points, by);
    for (const { at } of [way.from, way.to]) {
      const key = `${at.x} ${at.y}`;
      taken.set(key, (taken.get(key) ?? 0) + by);
    }
  };
  for (const isAgain of [false, true]) {
    for (const request of sorted) {
      const before = ways.get(request.id);
      if (isAgain && before !== undefined) take(before, -1);
      const own = new Set([request.from, request.to].map(({ id, group }) => group ?? id));
      const [from, to] = [gatesOf(request.from, request.to, map, taken), gatesOf(request.to, request.from, map, taken)];
      const way = lattice.find(from, to, own) ?? before;
      if (way === undefined) continue;
      take(way, 1);
      ways.set(request.id, way);
    }
  }
  return new Map(
    requests.map((request) => {
      const way = ways.get(request.id);
      return [request.id, way === undefined ? straightCourse(request) : courseOf(request, way)] as const;
    }),
  );
}

function reachOf({ from, to }: RouteRequest): number {
  return distance(centreOf(from.box), centreOf(to.box));
}

/** Where a line may leave an end: from all its sides, or from a frame inwards when the other end is inside. */
function gatesOf(end: RouteEnd, other: RouteEnd, map: RouteMap, taken: ReadonlyMap<string, number>): readonly Gate[] {
  const inwards = end.isFrame && other.group === end.id;
  return SIDES.flatMap((side) => {
    const leaves = inwards ? OPPOSITE[side] : side;
    const isUpright = side === 'top' || side === 'bottom';
    const middle = isUpright ? centreOf(end.box).x : centreOf(end.box).y;
    return placesAlong(end, side).flatMap((along): Gate[] => {
      const at = beside(end.box, side, along, inwards);
      if (at.x < 0 || at.y < 0 || at.x > map.width || at.y > map.height) return [];
      const near = [-LATTICE, LATTICE].some((shift) => {
        const key = isUpright ? `${at.x + shift} ${at.y}` : `${at.x} ${at.y + shift}`;
        return (taken.get(key) ?? 0) > 0;
      });
      const dislike =
        (isUpright ? DISLIKE.upright : 0) +
        (end.isFrame ? 0 : Math.round((DISLIKE.aside * Math.abs(along - middle)) / (LATTICE * (isUpright ? 2 : 1)))) +
        ((taken.get(`${at.x} ${at.y}`) ?? 0) > 0 ? DISLIKE.taken : 0) +
        (near ? DISLIKE.near : 0);
      return [{ at, leaves, dislike }];
    });
  });
}

/** Where on a side a line may meet the border: on the lattice, off the corners. */
function placesAlong({ box, shape, isFrame }: RouteEnd, side: Side): readonly number[] {
  const isUpright = side === 'top' || side === 'bottom';
  const corner = isFrame ? FRAME_CORNER : isUpright && shape === 'hexagon' ? HEXAGON_CORNER : LATTICE / 2;
  const [start, length] = isUpright ? [box.x, box.width] : [box.y, box.height];
  const first = isUpright ? start : start + LATTICE / 2;
  const places: number[] = [];
  for (let place = first; place <= start + length; place += LATTICE) {
    if (place >= start + corner && place <= start + length - corner) places.push(place);
  }
  return places;
}

/** The place of the lattice beside a border. */
function beside(box: Box, side: Side, along: number, inwards: boolean): Point {
  const sign = inwards ? -1 : 1;
  switch (side) {
    case 'left':
      return { x: box.x - sign * LATTICE, y: along };
    case 'right':
      return { x: box.x + box.width + sign * LATTICE, y: along };
    case 'top':
      return { x: along, y: box.y - (sign * LATTICE) / 2 };
    case 'bottom':
      return { x: along, y: box.y + box.height + (sign * LATTICE) / 2 };
  }
}

function courseOf({ from, to }: RouteRequest, way: Way): Course {
  const [start, end] = [meet(from, to, way.from), meet(to, from, way.to)];
  const { points } = way;
  const controls = points.filter((point, index) => {
    const [before, after] = [points[index - 1] ?? start, points[index + 1] ?? end];
    const isStraight = (before.x === point.x && point.x === after.x) || (before.y === point.y && point.y === after.y);
    return !isStraight;
  });
  return { start, controls, end };
}

/** The point of the border that a gate belongs to. */
function meet(end: RouteEnd, other: RouteEnd, { at, leaves }: Gate): Point {
  const side = end.isFrame && other.group === end.id ? OPPOSITE[leaves] : leaves;
  return meetOutline(end.box, end.shape, side, side === 'top' || side === 'bottom' ? at.x : at.y);
}

/** Where nothing leads around: never met in a layout, which keeps lanes free around every node. */
function straightCourse({ from, to }: RouteRequest): Course {
  const [start, end] = [centreOf(from.box), centreOf(to.box)];
  return { start, controls: contains(to.box, start) ? [] : [{ x: end.x, y: start.y }], end };
}
