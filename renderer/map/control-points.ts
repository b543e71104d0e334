import type { EdgePath, Point } from '../../main/engine/report/scene';

/** How Cytoscape wants corners: aside of the line between the ends (`distance`), at a part of it (`weight`). */
export interface RelativeControls {
  readonly distances: readonly number[];
  readonly weights: readonly number[];
}

/** Corners from the scene as Cytoscape's `round-segments` with `edge-distances: endpoints` reads them. */
export function relativeControls(path: Pick<EdgePath, 'start' | 'controls' | 'end'>): RelativeControls {
  const run = { x: path.end.x - path.start.x, y: path.end.y - path.start.y };
  const length = Math.hypot(run.x, run.y);
  if (length === 0) return { distances: path.controls.map(() => 0), weights: path.controls.map(() => 0.5) };
  const relative = path.controls.map((control) => {
    const offset: Point = { x: control.x - path.start.x, y: control.y - path.start.y };
    return {
      weight: (offset.x * run.x + offset.y * run.y) / (length * length),
      distance: (offset.y * run.x - offset.x * run.y) / length,
    };
  });
  return { distances: relative.map(({ distance }) => distance), weights: relative.map(({ weight }) => weight) };
}
