import { describe, expect, it } from 'vitest';
import type { RouteEnd, RouteMap } from '../../../../main/engine/report/edge-routes';
import { routeEdges } from '../../../../main/engine/report/edge-routes';
import { stretchesOf } from '../../../../main/engine/report/edge-geometry';
import type { Box } from '../../../../main/engine/report/scene-model';

const MAP: RouteMap = { width: 600, height: 400, nodes: [], marks: [], titles: [], frames: new Map() };

function nodeAt(id: string, x: number, y: number, group: string | null = null): RouteEnd {
  return { id, box: { x, y, width: 100, height: 50 }, shape: 'round-rectangle', isFrame: false, group };
}

function frameAt(id: string, box: Box): RouteEnd {
  return { id, box, shape: 'round-rectangle', isFrame: true, group: null };
}

function courseBetween(from: RouteEnd, to: RouteEnd, map: Partial<RouteMap> = {}) {
  const nodes = [from, to].filter(({ isFrame }) => !isFrame).map(({ box }) => box);
  const course = routeEdges([{ id: 'edge', from, to, comesFirst: false }], { ...MAP, nodes, ...map }).get('edge');
  if (course === undefined) throw new Error('no course');
  return course;
}

const [LEFT, RIGHT] = [nodeAt('left', 100, 170), nodeAt('right', 400, 170)];

describe('the course of an edge', () => {
  it('is straight between the sides that face each other', () => {
    expect(courseBetween(LEFT, RIGHT)).toEqual({ start: { x: 200, y: 195 }, controls: [], end: { x: 400, y: 195 } });
  });

  it('runs level and upright around what stands between', () => {
    const wall: Box = { x: 270, y: 100, width: 60, height: 200 };
    const course = courseBetween(LEFT, RIGHT, { nodes: [LEFT.box, RIGHT.box, wall] });
    expect(course.controls.length).toBeGreaterThan(1);
    for (const { start, end } of stretchesOf(course)) {
      expect(start.x === end.x || start.y === end.y).toBe(true);
      const [low, high] = [Math.min(start.y, end.y), Math.max(start.y, end.y)];
      const crosses = Math.max(start.x, end.x) > 270 && Math.min(start.x, end.x) < 330 && high > 100 && low < 300;
      expect(crosses).toBe(false);
    }
  });

  it('leaves a frame inwards to a node that stands in it', () => {
    const box = { x: 50, y: 50, width: 500, height: 300 };
    const inside = nodeAt('inside', 400, 170, 'frame');
    const course = courseBetween(frameAt('frame', box), inside, { frames: new Map([['frame', box]]) });
    expect(course).toEqual({ start: { x: 550, y: 195 }, controls: [], end: { x: 500, y: 195 } });
  });

  it('begins within the picture, however near to its rim an end stands', () => {
    const course = courseBetween(nodeAt('corner', 0, 0), RIGHT);
    expect(stretchesOf(course).every(({ start, end }) => Math.min(start.x, start.y, end.x, end.y) >= 0)).toBe(true);
    expect(course.start.x === 100 || course.start.y === 50).toBe(true);
  });

  it('has one corner where nothing leads around, and none from a node to itself', () => {
    const wall: Box = { x: 250, y: 0, width: 20, height: 400 };
    const low = nodeAt('low', 400, 300);
    const walled = { nodes: [LEFT.box, low.box, wall] };
    expect(courseBetween(LEFT, low, walled)).toEqual({
      start: { x: 150, y: 195 },
      controls: [{ x: 450, y: 195 }],
      end: { x: 450, y: 325 },
    });
    const buried = { nodes: [LEFT.box, { x: 0, y: 0, width: 600, height: 400 }] };
    expect(courseBetween(LEFT, LEFT, buried)).toEqual({
      start: { x: 150, y: 195 },
      controls: [],
      end: { x: 150, y: 195 },
    });
  });
});
