import { describe, expect, it } from 'vitest';
import { STATES_WORST_FIRST } from '../../../main/engine/report/encoding';
import { buildScene } from '../../../main/engine/report/scene';
import { INITIAL_VIEW } from '../../../main/engine/report/view-state';
import type { GraphCursor } from '../../../renderer/map/graph-cursor';
import { NO_CURSOR, edgesAt, isDrawn, keepCursor, pressKey } from '../../../renderer/map/graph-cursor';
import { threeTierSample } from '../../main/engine/report/sample-rehearsal';

const scene = buildScene(threeTierSample(), INITIAL_VIEW);
const frontend = 'workload:prod/frontend';

function press(cursor: GraphCursor, ...keys: readonly string[]): GraphCursor {
  return keys.reduce((at, key) => {
    const action = pressKey(scene, at, key);
    return action?.tag === 'move' ? action.cursor : at;
  }, cursor);
}

describe('the keyboard in the graph', () => {
  it('begins at the first node and goes to neighbours by arrow', () => {
    expect(press(NO_CURSOR, 'ArrowRight').node).toBe('external:0.0.0.0/0');
    expect(press(NO_CURSOR, 'ArrowRight', 'ArrowRight').node).toBe(frontend);
    expect(press({ node: frontend, edge: null }, 'ArrowDown').node).toBe('workload:prod/backend');
    expect(press({ node: frontend, edge: null }, 'ArrowDown', 'ArrowUp').node).toBe(frontend);
  });

  it('stays where nothing lies in that direction', () => {
    expect(press(NO_CURSOR, 'Home', 'ArrowLeft').node).toBe('external:0.0.0.0/0');
  });

  it('reaches every node by arrows alone', () => {
    const seen = new Set<string | null>();
    const open = [press(NO_CURSOR, 'Home')];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (seen.has(at.node)) continue;
      seen.add(at.node);
      for (const key of ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']) open.push(press(at, key));
    }
    expect([...seen].toSorted()).toEqual(scene.nodes.map(({ id }) => id).toSorted());
  });

  it('goes through the edges of a node worst first, round and back', () => {
    const node = scene.nodes.find(({ id }) => id === frontend);
    const edges = node === undefined ? [] : edgesAt(scene, node);
    const ranks = edges.map(({ state }) => STATES_WORST_FIRST.indexOf(state));
    expect(ranks).toEqual(ranks.toSorted((first, second) => first - second));
    expect(press({ node: frontend, edge: null }, 'o').edge).toBe(edges[0]?.id);
    expect(press({ node: frontend, edge: null }, 'O').edge).toBe(edges.at(-1)?.id);
    expect(press({ node: frontend, edge: null }, ...edges.map(() => 'o'), 'o').edge).toBe(edges[0]?.id);
  });

  it('looks at the group around a node', () => {
    expect(pressKey(scene, { node: frontend, edge: null }, 'f')).toEqual({ tag: 'look-at', group: 'namespace:prod' });
    expect(pressKey(scene, NO_CURSOR, 'f')).toBeNull();
    expect(isDrawn(scene, 'namespace:prod')).toBe(true);
    expect(isDrawn(scene, 'namespace:gone')).toBe(false);
  });

  it('inspects what it is at with Enter, and leaves in two steps with Escape', () => {
    const atEdge = press({ node: frontend, edge: null }, 'o');
    expect(pressKey(scene, atEdge, 'Enter')).toMatchObject({ tag: 'select-edge', edge: { id: atEdge.edge } });
    expect(pressKey(scene, { node: frontend, edge: null }, 'Enter')).toMatchObject({
      tag: 'select-node',
      node: { id: frontend },
    });
    expect(press(atEdge, 'Escape')).toEqual({ node: frontend, edge: null });
    expect(pressKey(scene, { node: frontend, edge: null }, 'Escape')).toEqual({ tag: 'leave' });
  });

  it('leaves other keys alone', () => {
    expect(pressKey(scene, NO_CURSOR, 'x')).toBeNull();
    expect(pressKey(scene, NO_CURSOR, 'o')).toBeNull();
  });

  it('forgets what the scene no longer holds', () => {
    expect(keepCursor(scene, { node: 'workload:gone', edge: 'gone' })).toEqual(NO_CURSOR);
    expect(keepCursor(scene, { node: frontend, edge: 'gone' })).toEqual({ node: frontend, edge: null });
  });
});
