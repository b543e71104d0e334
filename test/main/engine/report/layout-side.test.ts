import { describe, expect, it } from 'vitest';
import { drawNodes, groupParties } from '../../../../main/engine/report/grouping';
import { placeSide } from '../../../../main/engine/report/layout-side';
import { host } from './sample-rehearsal';

const SIZE = { width: 100, height: 40 };

/** Where the hosts of one block stand, from `x` 0 and between `y` 0 and 400. */
function placesOf(count: number, levels: ReadonlyMap<string, number> = new Map()) {
  const groups = groupParties(Array.from({ length: count }, (_, index) => host(`node${index}`)));
  const nodes = drawNodes(groups, new Set(groups.map(({ id }) => id)), new Set(), new Set());
  const links = [{ from: 'workload:prod/web', to: 'host:node1', weight: 1 }];
  const side = placeSide([{ id: 'hosts', nodes }], 0, 0, 400, links, levels, SIZE);
  return { nodes: [...side.nodes].map(([id, { x, y }]) => `${id} ${x} ${y}`), frame: side.frames.get('hosts') };
}

describe('nodes at the side of the drawing', () => {
  it('stand below each other, and on the level of their neighbours where there is room', () => {
    expect(placesOf(2)).toEqual({
      nodes: ['host:node0 20 40', 'host:node1 20 110'],
      frame: { x: 0, y: 0, width: 140, height: 170 },
    });
    expect(placesOf(2, new Map([['workload:prod/web', 200]]))).toEqual({
      nodes: ['host:node0 20 40', 'host:node1 20 200'],
      frame: { x: 0, y: 0, width: 140, height: 260 },
    });
  });

  it('stand in rows of several columns where one column would be too long, whatever their neighbours', () => {
    expect(placesOf(7, new Map([['workload:prod/web', 200]]))).toEqual({
      nodes: [
        'host:node0 20 40',
        'host:node2 180 40',
        'host:node3 20 110',
        'host:node4 180 110',
        'host:node5 20 180',
        'host:node6 180 180',
        'host:node1 20 250',
      ],
      frame: { x: 0, y: 0, width: 300, height: 310 },
    });
  });

  it('are none where there are none', () => {
    expect(placeSide([], 7, 50, 400, [], new Map(), SIZE)).toEqual({
      nodes: new Map(),
      frames: new Map(),
      right: 7,
      bottom: 50,
    });
  });
});
