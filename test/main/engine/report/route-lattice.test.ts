import { describe, expect, it } from 'vitest';
import type { Gate } from '../../../../main/engine/report/route-lattice';
import { RouteLattice } from '../../../../main/engine/report/route-lattice';
import type { Box } from '../../../../main/engine/report/scene-model';

const SIZE = { width: 300, height: 200 };
const START: Gate = { at: { x: 20, y: 95 }, leaves: 'right', dislike: 0 };
const GOAL: Gate = { at: { x: 280, y: 95 }, leaves: 'left', dislike: 0 };

function latticeWith(nodes: readonly Box[], frames: ReadonlyMap<string, Box> = new Map()): RouteLattice {
  return new RouteLattice(SIZE, nodes, [], [], frames);
}

describe('ways through the lattice', () => {
  it('are straight where nothing stands between', () => {
    const way = latticeWith([]).find([START], [GOAL], new Set());
    expect(new Set(way?.points.map(({ y }) => y))).toEqual(new Set([95]));
    expect([way?.points[0], way?.points.at(-1)]).toEqual([START.at, GOAL.at]);
  });

  it('lead around a node', () => {
    const node = { x: 120, y: 60, width: 60, height: 60 };
    const way = latticeWith([node]).find([START], [GOAL], new Set());
    const inside = way?.points.filter(({ x, y }) => x >= 120 && x <= 180 && y >= 60 && y <= 120);
    expect(inside).toEqual([]);
  });

  it('do not exist through a wall', () => {
    const wall = { x: 140, y: 0, width: 20, height: 200 };
    expect(latticeWith([wall]).find([START], [GOAL], new Set())).toBeNull();
  });

  it('run beside a line that is there, and on its place once it is gone', () => {
    const lattice = latticeWith([]);
    const gates = [START, { ...START, at: { x: 20, y: 105 }, dislike: 8 }];
    const goals = [GOAL, { ...GOAL, at: { x: 280, y: 105 }, dislike: 8 }];
    const line = [START.at, GOAL.at];
    lattice.occupy(line, 1);
    expect(lattice.find(gates, goals, new Set())?.points[5]?.y).toBe(105);
    lattice.occupy(line, -1);
    expect(lattice.find(gates, goals, new Set())?.points[5]?.y).toBe(95);
  });

  it('go around a foreign frame where that is not far, and through their own', () => {
    const size = { width: 900, height: 200 };
    const frames = new Map([['namespace:a', { x: 60, y: 20, width: 780, height: 80 }]]);
    const goal: Gate = { ...GOAL, at: { x: 880, y: 95 } };
    const lattice = new RouteLattice(size, [], [], [], frames);
    const levels = (own: ReadonlySet<string>): ReadonlySet<number> =>
      new Set(lattice.find([START], [goal], own)?.points.map(({ y }) => y));
    expect(levels(new Set(['namespace:a'])).has(105)).toBe(false);
    expect(levels(new Set()).has(105)).toBe(true);
  });

  it('do not exist from or to gates beside the picture', () => {
    const outside: readonly Gate[] = [
      { ...START, at: { x: -20, y: 95 } },
      { ...START, at: { x: 20, y: -95 } },
      { ...START, at: { x: 420, y: 95 } },
      { ...START, at: { x: 20, y: 295 } },
    ];
    for (const gate of outside) {
      expect(latticeWith([]).find([gate], [GOAL], new Set())).toBeNull();
      expect(latticeWith([]).find([START], [gate], new Set())).toBeNull();
    }
  });
});
