import { describe, expect, it } from 'vitest';
import { buildAccessibleTree, describeLine } from '../../../../main/engine/report/accessible-tree';
import type { SceneEdge } from '../../../../main/engine/report/scene';
import { buildScene } from '../../../../main/engine/report/scene';
import { INITIAL_VIEW } from '../../../../main/engine/report/view-state';
import { edge, host, workload } from './sample-rehearsal';

const [WEB, DB, NODE] = [workload('prod', 'web'), workload('data', 'db'), host('node1')];
const SCENE = buildScene(
  {
    parties: [WEB, DB, NODE],
    edges: [edge(WEB, DB, 'tcp 5432', 'aaand'), edge(NODE, DB, 'tcp 22', 'aaaaf', { protected: true })],
  },
  INITIAL_VIEW,
);

function line(change: Partial<SceneEdge>): string {
  const [first] = SCENE.edges;
  if (first === undefined) throw new Error('a scene without edges');
  return describeLine(SCENE, { ...first, ...change });
}

describe('the picture in words', () => {
  it('has every group with its nodes, and every edge where it leaves', () => {
    const tree = buildAccessibleTree(SCENE).map(({ text, children }) => ({
      text,
      children: children.map((child) => [child.text, ...child.children.map(({ text: inner }) => inner)]),
    }));
    expect(tree).toEqual([
      {
        text: 'nodes, group of 1',
        children: [
          [
            'node1, host endpoint, host endpoint, worst: allowed',
            'to data/db: allowed, tcp 22, protected path, by failsafe ports alone',
          ],
        ],
      },
      { text: 'data, namespace of 1', children: [['data/db, workload, Deployment · 3, worst: will be blocked']] },
      {
        text: 'prod, namespace of 1',
        children: [
          ['prod/web, workload, Deployment · 3, worst: will be blocked', 'to data/db: will be blocked, tcp 5432'],
        ],
      },
    ]);
  });

  it('names one line with both of its ends', () => {
    expect(line({})).toBe('prod/web → data/db: will be blocked, tcp 5432');
    expect(line({ from: null })).toBe('several groups → data/db: will be blocked, tcp 5432');
    expect(line({ to: 'namespace:data' })).toBe('prod/web → all of data: will be blocked, tcp 5432');
    expect(line({ to: 'gone' })).toBe('prod/web → gone: will be blocked, tcp 5432');
  });

  it('says the label whether its mark stands before it or not', () => {
    expect(line({ label: '10 of 12 pairs' })).toBe('prod/web → data/db: will be blocked, 10 of 12 pairs');
  });
});
