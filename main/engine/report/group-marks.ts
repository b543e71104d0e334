import type { Course } from './edge-geometry';
import type { RouteEnd } from './edge-routes';
import type { Box, Point } from './scene-model';
import { LATTICE } from './scene-model';

/** An edge that is drawn as a mark on top of one end: it comes from several groups, or from that end itself. */
export interface MarkRequest {
  readonly id: string;
  /** Id of the node or group that it stands on. */
  readonly at: string;
  readonly width: number;
  readonly height: number;
}

/** A label with a short line down to the border. */
export interface PlacedMark {
  readonly course: Course;
  readonly label: Point;
  /** All of it. */
  readonly box: Box;
}

/** The length of the line between label and border, from the right end of a frame, and between two marks. */
const STEM = 18;
const FROM_CORNER = 20;
const GAP = 10;

/**
 * Places marks on top of their ends, side by side from the right, the most important one first; at a node in its middle. Marks
 * of one end never overlap; those that find no room beside the others stand on top of them.
 */
export function placeMarks(
  requests: readonly MarkRequest[],
  ends: ReadonlyMap<string, RouteEnd>,
): ReadonlyMap<string, PlacedMark> {
  const placed = new Map<string, PlacedMark>();
  const used = new Map<string, { left: number; row: number }>();
  for (const { id, at, width, height } of requests) {
    const end = ends.get(at);
    if (end === undefined) continue;
    const { box } = end;
    const before = used.get(at);
    const right = before?.left ?? startOf(end, width);
    const hasRoom = before === undefined || right - GAP - width >= box.x;
    const row = (before?.row ?? 0) + (hasRoom ? 0 : 1);
    const edge = hasRoom ? right - (before === undefined ? 0 : GAP) : startOf(end, width);
    const x = Math.round((edge - width / 2) / LATTICE) * LATTICE;
    const top = box.y - STEM - (row + 1) * height - row * 4;
    placed.set(id, {
      course: { start: { x, y: top + height }, controls: [], end: { x, y: box.y } },
      label: { x, y: top + height / 2 },
      box: { x: x - width / 2, y: top, width, height: box.y - top },
    });
    used.set(at, { left: x - width / 2, row });
  }
  return placed;
}

/** Where the right end of the first label stands. */
function startOf({ box, isFrame }: RouteEnd, width: number): number {
  const middle = box.x + (box.width + width) / 2;
  return isFrame ? Math.max(middle, box.x + box.width - FROM_CORNER) : middle;
}
