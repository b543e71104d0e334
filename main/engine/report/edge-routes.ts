import { compareText } from './grouping';
import type { NodeShape } from './encoding';
import type { Course, Side } from './edge-geometry';
import { anchorOn, boxAround, centreOf, contains, crosses, distance, overlaps, samplesOf } from './edge-geometry';
import type { Box, Point } from './scene-model';

/** Where an edge may begin or end: a node, or the frame of an open group. */
export interface RouteEnd {
  readonly id: string;
  readonly box: Box;
  readonly shape: NodeShape;
  readonly isFrame: boolean;
}

/** An edge that wants a course. */
export interface RouteRequest {
  readonly id: string;
  readonly from: RouteEnd;
  readonly to: RouteEnd;
}

/** A choice of sides, with how much it is disliked for its form alone. */
interface Sides {
  readonly from: Side;
  readonly to: Side;
  readonly dislike: number;
}

const SAMPLES = 16;
/** How near to a foreign node an edge may pass. */
const CLEARANCE = 8;
const COST_OF_NODE = 500;
const COST_OF_CROSSING = 35;
const COST_OF_SLANT = 90;
/** Beyond so many edges crossings are no longer counted: the answer would not get better, only later. */
const MOST_EDGES_FOR_CROSSINGS = 160;
const OUTER_MARGIN = 6;

/**
 * Finds a course for every edge: around the nodes it does not belong to, with few crossings, and with its own place on the
 * side of a node. Requests must come in a fixed order; the answer depends on nothing else.
 */
export function routeEdges(requests: readonly RouteRequest[], nodes: readonly RouteEnd[]): ReadonlyMap<string, Course> {
  const sides = new Map(requests.map((request) => [request.id, chooseSides(request, nodes)]));
  const ports = assignPorts(requests, sides);
  const placed: (readonly Point[])[] = [];
  const courses = new Map<string, Course>();
  const countCrossings = requests.length <= MOST_EDGES_FOR_CROSSINGS;
  for (const request of requests) {
    const chosen = sides.get(request.id);
    if (chosen === undefined) continue;
    const start = ports.get(`${request.id}>`) ?? portPoint(request.from, chosen.from, 0.5, request.to);
    const end = ports.get(`${request.id}<`) ?? portPoint(request.to, chosen.to, 0.5, request.from);
    const candidates = makeCourses(request, chosen, start, end);
    const course = cheapest(candidates, (candidate) => {
      const samples = samplesOf(candidate, SAMPLES);
      const crossings = countCrossings ? placed.reduce((sum, other) => sum + crossingsOf(samples, other), 0) : 0;
      return costOf(candidate, samples, request, nodes) + askewness(candidate, chosen) + crossings * COST_OF_CROSSING;
    });
    courses.set(request.id, course);
    if (countCrossings) placed.push(samplesOf(course, SAMPLES));
  }
  return courses;
}

function cheapest<Candidate>(
  candidates: readonly [Candidate, ...Candidate[]],
  cost: (candidate: Candidate) => number,
): Candidate {
  let [best, lowest] = [candidates[0], Infinity];
  for (const candidate of candidates) {
    const price = cost(candidate);
    if (price < lowest - 0.01) [best, lowest] = [candidate, price];
  }
  return best;
}

function chooseSides(request: RouteRequest, nodes: readonly RouteEnd[]): Sides {
  return cheapest(sideChoices(request), (sides) => {
    const start = portPoint(request.from, sides.from, 0.5, request.to);
    const end = portPoint(request.to, sides.to, 0.5, request.from);
    const costs = makeCourses(request, sides, start, end).map(
      (course) => costOf(course, samplesOf(course, SAMPLES), request, nodes) + askewness(course, sides),
    );
    return Math.min(...costs) + sides.dislike;
  });
}

function sideChoices({ from, to }: RouteRequest): readonly [Sides, ...Sides[]] {
  if (from.id === to.id) return [{ from: 'right', to: 'top', dislike: 0 }];
  if (encloses(from, to) || encloses(to, from)) {
    return [
      { from: 'left', to: 'left', dislike: 0 },
      { from: 'right', to: 'right', dislike: 0 },
      { from: 'top', to: 'top', dislike: 30 },
      { from: 'bottom', to: 'bottom', dislike: 0 },
    ];
  }
  const horizontal: Sides = isLeftOf(from, to)
    ? { from: 'right', to: 'left', dislike: 0 }
    : { from: 'left', to: 'right', dislike: 0 };
  const vertical: Sides = isAbove(from, to)
    ? { from: 'bottom', to: 'top', dislike: 0 }
    : { from: 'top', to: 'bottom', dislike: 0 };
  const bent: readonly Sides[] = [
    { from: horizontal.from, to: vertical.to, dislike: 25 },
    { from: vertical.from, to: horizontal.to, dislike: 25 },
  ];
  const around: readonly Sides[] = [
    { from: 'top', to: 'top', dislike: 90 },
    { from: 'bottom', to: 'bottom', dislike: 90 },
    { from: 'right', to: 'right', dislike: 90 },
    { from: 'left', to: 'left', dislike: 90 },
  ];
  const hasColumnGap = gapBetween(from.box.x, from.box.width, to.box.x, to.box.width) > 0;
  const hasRowGap = gapBetween(from.box.y, from.box.height, to.box.y, to.box.height) > 0;
  if (hasColumnGap && hasRowGap) return [horizontal, vertical, ...bent, ...around];
  return hasColumnGap ? [horizontal, ...around] : [vertical, ...around];
}

function gapBetween(start: number, length: number, otherStart: number, otherLength: number): number {
  return Math.max(otherStart - (start + length), start - (otherStart + otherLength));
}

function encloses(outer: RouteEnd, inner: RouteEnd): boolean {
  return outer.isFrame && contains(outer.box, centreOf(inner.box));
}

function isLeftOf(from: RouteEnd, to: RouteEnd): boolean {
  return centreOf(from.box).x <= centreOf(to.box).x;
}

function isAbove(from: RouteEnd, to: RouteEnd): boolean {
  return centreOf(from.box).y <= centreOf(to.box).y;
}

/** A frame lets an edge leave opposite to its other end; a node has ports. */
function portPoint(end: RouteEnd, side: Side, part: number, other: RouteEnd): Point {
  if (!end.isFrame) return anchorOn(end.box, end.shape, side, part);
  return borderPoint(end.box, side, centreOf(other.box));
}

/** The point of a frame's side that is nearest to being opposite to another point, away from the corners. */
function borderPoint({ x, y, width, height }: Box, side: Side, opposite: Point): Point {
  const inset = 24;
  const acrossX = Math.min(Math.max(opposite.x, x + inset), x + width - inset);
  const acrossY = Math.min(Math.max(opposite.y, y + inset), y + height - inset);
  switch (side) {
    case 'left':
      return { x, y: acrossY };
    case 'right':
      return { x: x + width, y: acrossY };
    case 'top':
      return { x: acrossX, y };
    case 'bottom':
      return { x: acrossX, y: y + height };
  }
}

/** Shares the sides of the nodes among the edges that meet there, in the order of their other ends. Keys: edge id and `>` or `<`. */
function assignPorts(requests: readonly RouteRequest[], sides: ReadonlyMap<string, Sides>): ReadonlyMap<string, Point> {
  const loopsAt = new Map<string, number>();
  const ports = new Map<string, Point>();
  const bySide = new Map<string, { key: string; end: RouteEnd; side: Side; other: RouteEnd }[]>();
  const add = (key: string, end: RouteEnd, side: Side, other: RouteEnd): void => {
    const id = `${end.id} ${side}`;
    const list = bySide.get(id) ?? [];
    list.push({ key, end, side, other });
    bySide.set(id, list);
  };
  for (const request of requests) {
    const chosen = sides.get(request.id);
    if (chosen === undefined) continue;
    if (request.from.id === request.to.id) {
      const loops = loopsAt.get(request.from.id) ?? 0;
      loopsAt.set(request.from.id, loops + 1);
      const { box, shape } = request.from;
      const down = Math.min(LOOP.first + loops * LOOP.step, box.height - LOOP.step);
      ports.set(`${request.id}>`, anchorOn(box, shape, 'right', down / box.height));
      continue;
    }
    add(`${request.id}>`, request.from, chosen.from, request.to);
    add(`${request.id}<`, request.to, chosen.to, request.from);
  }
  for (const list of bySide.values()) {
    const sorted = list.toSorted((first, second) => {
      const [a, b] = [centreOf(first.other.box), centreOf(second.other.box)];
      const isUpright = first.side === 'left' || first.side === 'right';
      const order = isUpright ? a.y - b.y : a.x - b.x;
      return order || compareText(first.key.slice(0, -1), second.key.slice(0, -1));
    });
    for (const [index, { key, end, side, other }] of sorted.entries()) {
      const spread = Math.min(0.8, 0.3 * (sorted.length - 1));
      const part = sorted.length === 1 ? 0.5 : 0.5 - spread / 2 + (spread * index) / (sorted.length - 1);
      const point = portPoint(end, side, part, other);
      ports.set(key, end.isFrame ? nudge(point, side, (index - (sorted.length - 1) / 2) * 6) : point);
    }
  }
  return straightenFrames(requests, sides, ports);
}

/** An edge may leave a frame anywhere on its side: best right opposite to the port at its other end. */
function straightenFrames(
  requests: readonly RouteRequest[],
  sides: ReadonlyMap<string, Sides>,
  ports: ReadonlyMap<string, Point>,
): ReadonlyMap<string, Point> {
  const straight = new Map(ports);
  for (const { id, from, to } of requests) {
    const chosen = sides.get(id);
    if (chosen === undefined || from.isFrame === to.isFrame) continue;
    const [frame, side, key, other] = from.isFrame
      ? [from, chosen.from, `${id}>`, ports.get(`${id}<`)]
      : [to, chosen.to, `${id}<`, ports.get(`${id}>`)];
    if (other !== undefined) straight.set(key, borderPoint(frame.box, side, other));
  }
  return straight;
}

function nudge(point: Point, side: Side, by: number): Point {
  return side === 'left' || side === 'right' ? { x: point.x, y: point.y + by } : { x: point.x + by, y: point.y };
}

const OUTWARDS: Readonly<Record<Side, Point>> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  top: { x: 0, y: -1 },
  bottom: { x: 0, y: 1 },
};

function makeCourses(request: RouteRequest, sides: Sides, start: Point, end: Point): readonly [Course, ...Course[]] {
  if (request.from.id === request.to.id) return [makeLoop(request.from, start)];
  if (encloses(request.from, request.to) || encloses(request.to, request.from)) return [{ start, controls: [], end }];
  const leave = OUTWARDS[sides.from];
  const arrive = OUTWARDS[sides.to];
  if (sides.from === sides.to) {
    const [first, ...others] = [30, 55, 90, 140].map((reach): Course => makeBow(start, end, leave, reach));
    return first === undefined ? [{ start, controls: [], end }] : [first, ...others];
  }
  const isOpposite = leave.x + arrive.x === 0 && leave.y + arrive.y === 0;
  if (!isOpposite) {
    const corner = leave.x === 0 ? { x: start.x, y: end.y } : { x: end.x, y: start.y };
    return [{ start, controls: [corner], end }];
  }
  const isLevel = leave.x === 0 ? Math.abs(start.x - end.x) < 1 : Math.abs(start.y - end.y) < 1;
  if (isLevel) return [{ start, controls: [], end }];
  const bends = [0.5, 0.35, 0.65, 0.2, 0.8].map((part): Course => {
    if (leave.x === 0) {
      const y = start.y + (end.y - start.y) * part;
      return {
        start,
        controls: [
          { x: start.x, y },
          { x: end.x, y },
        ],
        end,
      };
    }
    const x = start.x + (end.x - start.x) * part;
    return {
      start,
      controls: [
        { x, y: start.y },
        { x, y: end.y },
      ],
      end,
    };
  });
  return [{ start, controls: [], end }, ...bends];
}

/** Out of both ends in the same direction, past everything between them. */
function makeBow(start: Point, end: Point, out: Point, reach: number): Course {
  const far =
    out.x === 0
      ? (out.y < 0 ? Math.min(start.y, end.y) : Math.max(start.y, end.y)) + out.y * reach
      : (out.x < 0 ? Math.min(start.x, end.x) : Math.max(start.x, end.x)) + out.x * reach;
  const controls =
    out.x === 0
      ? [
          { x: start.x, y: far },
          { x: end.x, y: far },
        ]
      : [
          { x: far, y: start.y },
          { x: far, y: end.y },
        ];
  return { start, controls, end };
}

/** Around the upper right corner; `start` says how far out, so that loops at one place lie inside each other. */
function makeLoop({ box, shape }: RouteEnd, start: Point): Course {
  const end = anchorOn(box, shape, 'top', 1 - (start.y - box.y + LOOP.further) / box.width);
  const [right, top] = [
    start.x + LOOP.reach + (start.y - box.y) - LOOP.first,
    end.y - LOOP.reach - (start.y - box.y) + LOOP.first,
  ];
  return {
    start,
    controls: [
      { x: right, y: start.y },
      { x: right, y: top },
      { x: end.x, y: top },
    ],
    end,
  };
}

/** Where the innermost loop leaves its box, the distance to the next one, how far it reaches, and how much further its end is in. */
const LOOP = { first: 14, step: 9, reach: 30, further: 12 } as const;

function costOf(course: Course, samples: readonly Point[], request: RouteRequest, nodes: readonly RouteEnd[]): number {
  let length = 0;
  let met = 0;
  let outside = 0;
  for (const [index, sample] of samples.entries()) {
    const previous = samples[index - 1];
    if (previous !== undefined) length += distance(previous, sample);
    if (sample.x < OUTER_MARGIN || sample.y < OUTER_MARGIN) outside += 1;
  }
  const range = boxAround(samples);
  for (const node of nodes) {
    if (!overlaps(range, node.box, CLEARANCE)) continue;
    const isOwn = node.id === request.from.id || node.id === request.to.id;
    const inside = samples.filter((sample, index) => {
      if (isOwn && (index <= 1 || index >= samples.length - 2)) return false;
      return contains(node.box, sample, isOwn ? -2 : CLEARANCE);
    }).length;
    if (inside > 0) met += 1 + inside / samples.length;
  }
  return length + met * COST_OF_NODE + outside * 100 + course.controls.length * 4;
}

/** What is disliked in a straight line that does not meet its sides squarely. */
function askewness(course: Course, sides: Sides): number {
  if (course.controls.length > 0) return 0;
  const [x, y] = [Math.abs(course.end.x - course.start.x), Math.abs(course.end.y - course.start.y)];
  const isLevel = sides.from === 'left' || sides.from === 'right';
  const slope = isLevel ? y / Math.max(x, 1) : x / Math.max(y, 1);
  return Math.min(slope, 2) ** 2 * COST_OF_SLANT;
}

function crossingsOf(first: readonly Point[], second: readonly Point[]): number {
  if (!overlaps(boxAround(first), boxAround(second))) return 0;
  let count = 0;
  for (let i = 2; i < first.length - 1; i += 2) {
    for (let j = 2; j < second.length - 1; j += 2) {
      const [a, b, c, d] = [first[i - 2], first[i], second[j - 2], second[j]];
      if (a !== undefined && b !== undefined && c !== undefined && d !== undefined && crosses(a, b, c, d)) count += 1;
    }
  }
  return count;
}
