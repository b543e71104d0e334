import type { Course } from './edge-geometry';
import { boxAround, encloses, overlaps, pointAt, stretchesOf } from './edge-geometry';
import type { Box, Point } from './scene-model';

/** A label that wants a place at the course of its edge. */
export interface LabelRequest {
  readonly id: string;
  readonly course: Course;
  readonly width: number;
  readonly height: number;
}

/** What labels keep off. */
export interface LabelMap {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly Box[];
  readonly frames: readonly Box[];
  /** Titles of frames, and marks with their labels. */
  readonly taken: readonly Box[];
}

/** Where a label stands, and whether there is room to show it while nothing points at its line. */
export interface PlacedLabel {
  readonly centre: Point;
  readonly fits: boolean;
}

const PARTS = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82] as const;
/** Above this a label would cover something that is worth more. */
const MOST = 500;
const COST_OF_NODE = 1000;
const COST_OF_LABEL = 600;
const COST_OF_LINE = 45;
/** On the border of a frame. */
const COST_OF_BORDER = 25;
/** The distance of a label from its line. */
const GAP = 3;
/** Labels keep so far from each other. */
const AIR = 3;

/**
 * Finds the centre of every label: beside or on its own line, inside the drawing, off the nodes, the titles and the labels
 * before it, and off other lines where that is possible. Requests come most important first.
 */
export function placeLabels(requests: readonly LabelRequest[], map: LabelMap): ReadonlyMap<string, PlacedLabel> {
  const lines = requests.map(({ course }) => stretchesOf(course).map(({ start, end }) => boxAround([start, end])));
  const labels: Box[] = [];
  const places = new Map<string, PlacedLabel>();
  for (const [index, request] of requests.entries()) {
    let best: Point = pointAt(request.course, 0.5);
    let lowest = Infinity;
    for (const { centre, dislike } of candidatesFor(request)) {
      const box = boxAt(centre, request);
      const isInside = box.x >= 0 && box.y >= 0 && box.x + box.width <= map.width && box.y + box.height <= map.height;
      let cost = dislike + (isInside ? 0 : COST_OF_NODE);
      cost += COST_OF_NODE * map.nodes.filter((node) => overlaps(node, box)).length;
      cost += COST_OF_LABEL * [...map.taken, ...labels].filter((other) => overlaps(other, box, AIR)).length;
      cost += COST_OF_BORDER * map.frames.filter((frame) => overlaps(frame, box) && !encloses(frame, box)).length;
      if (cost >= lowest) continue;
      for (const [other, stretches] of lines.entries()) {
        if (other !== index) cost += COST_OF_LINE * stretches.filter((stretch) => overlaps(stretch, box, 1)).length;
      }
      if (cost < lowest) [best, lowest] = [centre, cost];
    }
    const fits = lowest < MOST;
    places.set(request.id, { centre: best, fits });
    if (fits) labels.push(boxAt(best, request));
  }
  return places;
}

/** Beside the line at several places of it, or on it. */
function candidatesFor({ course, width, height }: LabelRequest): readonly { centre: Point; dislike: number }[] {
  const stretches = stretchesOf(course).map(({ start, end }) => pointAt({ start, controls: [], end }, 0.5));
  return [...PARTS.map((part) => pointAt(course, part)), ...stretches].flatMap((on, index) => {
    const stretch = stretchesOf(course).find(({ start, end }) =>
      overlaps(boxAround([start, end]), { ...on, width: 1, height: 1 }, 1),
    );
    if (stretch === undefined) return [];
    const isLevel = Math.abs(stretch.end.x - stretch.start.x) >= Math.abs(stretch.end.y - stretch.start.y);
    const far = Math.abs((PARTS[index] ?? 0.3) - 0.5) * 60;
    const [aside, above] = [width / 2 + GAP, height / 2 + GAP];
    return isLevel
      ? [
          { centre: { x: on.x, y: on.y - above }, dislike: far },
          { centre: { x: on.x, y: on.y + above }, dislike: far + 6 },
          { centre: on, dislike: far + 24 },
        ]
      : [
          { centre: { x: on.x + aside, y: on.y }, dislike: far },
          { centre: { x: on.x - aside, y: on.y }, dislike: far + 6 },
          { centre: on, dislike: far + 14 },
        ];
  });
}

function boxAt(centre: Point, { width, height }: { readonly width: number; readonly height: number }): Box {
  return { x: centre.x - width / 2, y: centre.y - height / 2, width, height };
}
