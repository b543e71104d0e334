import type { Course } from './edge-geometry';
import { boxAround, contains, overlaps, pointAt, samplesOf } from './edge-geometry';
import type { Box, Point } from './scene-model';

/** A label that wants a place at the course of its edge. */
export interface LabelRequest {
  readonly id: string;
  readonly course: Course;
  readonly width: number;
  readonly height: number;
}

const PARTS = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82] as const;
const SAMPLES = 20;
const COST_OF_NODE = 1000;
const COST_OF_LABEL = 600;
const COST_OF_TITLE = 300;
const COST_OF_LINE = 14;
/** The distance of a label from its line. */
const GAP = 4;

/**
 * Finds the centre of every label: beside its own line, off the nodes, the titles and the labels before it, and off other
 * lines where that is possible. Requests come most important first.
 */
export function placeLabels(
  requests: readonly LabelRequest[],
  nodes: readonly Box[],
  titles: readonly Box[],
): ReadonlyMap<string, Point> {
  const samples = requests.map(({ course }) => samplesOf(course, SAMPLES));
  const ranges = samples.map(boxAround);
  const taken: Box[] = [];
  const places = new Map<string, Point>();
  for (const [index, request] of requests.entries()) {
    let best: Point = pointAt(request.course, 0.5);
    let lowest = Infinity;
    for (const { centre, dislike } of candidatesFor(request)) {
      const box = boxAt(centre, request);
      let cost = dislike + (box.x < 0 || box.y < 0 ? COST_OF_NODE : 0);
      cost += COST_OF_NODE * nodes.filter((node) => overlaps(node, box)).length;
      cost += COST_OF_TITLE * titles.filter((title) => overlaps(title, box)).length;
      cost += COST_OF_LABEL * taken.filter((label) => overlaps(label, box)).length;
      if (cost >= lowest) continue;
      for (const [other, points] of samples.entries()) {
        const range = ranges[other];
        if (other === index || range === undefined || !overlaps(range, box, 1)) continue;
        cost += COST_OF_LINE * points.filter((point) => contains(box, point, 1)).length;
      }
      if (cost < lowest) [best, lowest] = [centre, cost];
    }
    places.set(request.id, best);
    taken.push(boxAt(best, request));
  }
  return places;
}

/** Beside the line at several places of it, or on it as the last choice. */
function candidatesFor({ course, width, height }: LabelRequest): readonly { centre: Point; dislike: number }[] {
  return PARTS.flatMap((part) => {
    const on = pointAt(course, part);
    const [before, after] = [pointAt(course, part - 0.04), pointAt(course, part + 0.04)];
    const [runX, runY] = [Math.abs(after.x - before.x), Math.abs(after.y - before.y)];
    const far = Math.abs(part - 0.5) * 60;
    const slope = Math.min(runX, runY) / Math.max(runX, runY, 0.001);
    const aside = width / 2 + GAP;
    const above = height / 2 + GAP - 2;
    if (runX >= runY) {
      const reach = above + (slope * width) / 2;
      return [
        { centre: { x: on.x, y: on.y - reach }, dislike: far },
        { centre: { x: on.x, y: on.y + reach }, dislike: far + 6 },
        { centre: on, dislike: far + 30 },
      ];
    }
    const reach = aside + (slope * height) / 2;
    return [
      { centre: { x: on.x + reach, y: on.y }, dislike: far },
      { centre: { x: on.x - reach, y: on.y }, dislike: far + 8 },
      { centre: on, dislike: far + 30 },
    ];
  });
}

function boxAt(centre: Point, { width, height }: { readonly width: number; readonly height: number }): Box {
  return { x: centre.x - width / 2, y: centre.y - height / 2, width, height };
}
