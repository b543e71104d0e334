import { describe, expect, it } from 'vitest';
import { relativeControls } from '../../../renderer/map/control-points';

describe('control points relative to the line between the ends', () => {
  it('lie aside of the line by distance, at a part of it by weight', () => {
    const path = {
      start: { x: 0, y: 0 },
      end: { x: 100, y: 0 },
      controls: [
        { x: 50, y: 20 },
        { x: 100, y: -10 },
      ],
    };
    expect(relativeControls(path)).toEqual({ distances: [20, -10], weights: [0.5, 1] });
  });

  it('give the same point back, whatever the direction of the line', () => {
    const path = { start: { x: 30, y: 80 }, end: { x: -10, y: 20 }, controls: [{ x: 5, y: 90 }] };
    const { distances, weights } = relativeControls(path);
    const [distance = 0, weight = 0] = [distances[0], weights[0]];
    const run = { x: -40, y: -60 };
    const length = Math.hypot(run.x, run.y);
    expect(30 + run.x * weight - (run.y / length) * distance).toBeCloseTo(5);
    expect(80 + run.y * weight + (run.x / length) * distance).toBeCloseTo(90);
  });

  it('do not fail for an edge without length', () => {
    const point = { x: 1, y: 1 };
    expect(relativeControls({ start: point, end: point, controls: [point] })).toEqual({
      distances: [0],
      weights: [0.5],
    });
  });
});
