import { describe, expect, it } from 'vitest';
import { buildAccessibleTree } from '../../../../main/engine/report/accessible-tree';
import { STATES_WORST_FIRST } from '../../../../main/engine/report/encoding';
import { contains, samplesOf } from '../../../../main/engine/report/edge-geometry';
import { buildScene } from '../../../../main/engine/report/scene';
import { INITIAL_VIEW } from '../../../../main/engine/report/view-state';
import { shopSample, threeTierSample } from './sample-rehearsal';

describe('the scene of the three-tier sample', () => {
  const scene = buildScene(threeTierSample(), {
    ...INITIAL_VIEW,
    world: 'staged',
    selectedEdge: 'workload:prod/frontend>workload:prod/backend:tcp 8080',
  });

  it('shows the worst edges first and counts every state', () => {
    const ranks = scene.edges.map(({ state }) => STATES_WORST_FIRST.indexOf(state));
    expect(ranks).toEqual(ranks.toSorted((first, second) => first - second));
    expect(scene.counts).toEqual({
      'will-be-blocked': 4,
      undecided: 1,
      'only-by-net': 3,
      'will-open': 0,
      blocked: 0,
      live: 14,
    });
  });

  it('leaves out what no policy decides and the rest beside declared ports, and says so', () => {
    const drawn = scene.edges.flatMap(({ members }) => members);
    expect(drawn).not.toContain('workload:prod/backend>workload:prod/frontend:tcp 80');
    expect(drawn).not.toContain('workload:prod/frontend>workload:prod/backend:other traffic');
    expect(scene.rule).toBe(
      'Drawn: what is blocked, changes, cannot be told, hangs on the net, is allowed by a policy or is a protected path, on declared ports.',
    );
  });

  it('draws nodes that no edge tells apart as one', () => {
    expect(scene.nodes.find(({ id }) => id === 'hosts')).toMatchObject({
      kind: 'host',
      label: 'nodes',
      detail: '3 host endpoints',
    });
  });

  it('marks the selected edge', () => {
    expect(scene.edges.filter(({ selected }) => selected).map(({ label }) => label)).toEqual(['− tcp 8080']);
  });

  it('routes no edge through a node that is not its own', () => {
    for (const { from, to, path } of scene.edges) {
      const strangers = scene.nodes.filter(
        ({ id, group }) => id !== from && id !== to && group !== from && group !== to,
      );
      const met = strangers.filter((node) => samplesOf(path, 40).some((point) => contains(node, point)));
      expect(met.map(({ id }) => `${from} → ${to} meets ${id}`)).toEqual([]);
    }
  });

  it('keeps everything and says why when the query cannot be read', () => {
    const broken = buildScene(threeTierSample(), { ...INITIAL_VIEW, find: 'state=red' });
    expect(broken.findError?.column).toBe(7);
    expect(broken.shown.edges).toBe(scene.shown.edges);
  });

  it('dims the nodes that a query leaves out', () => {
    const found = buildScene(threeTierSample(), {
      ...INITIAL_VIEW,
      find: 'to=backend state=will-be-blocked !from=coredns !from=0.0',
    });
    expect(
      found.nodes
        .filter(({ dimmed }) => !dimmed)
        .map(({ label }) => label)
        .toSorted(),
    ).toEqual(['backend', 'database', 'frontend']);
  });
});

describe('the scene of the shop', () => {
  it('raises the alarm where a protected path will be blocked', () => {
    const scene = buildScene(shopSample(), INITIAL_VIEW);
    expect(scene.nodes.filter(({ alarm }) => alarm).map(({ label }) => label)).toContain('node3');
    expect(scene.nodes.find(({ label }) => label === 'node1')?.alarm).toBe(false);
    expect(scene.edges[0]?.protected).toBe(true);
  });

  it('tells by one mark what comes into a group from everywhere, and each line once the user looks there', () => {
    const overview = buildScene(shopSample(), INITIAL_VIEW);
    const mark = overview.edges.find(({ from, to }) => from === null && to === 'namespace:payments');
    expect(mark?.label).toMatch(/^− \d+ of \d+ pairs$/);
    const scene = buildScene(shopSample(), INITIAL_VIEW, 'namespace:payments');
    expect(scene.edges.some(({ from, to }) => from === null && to === 'namespace:payments')).toBe(false);
    const drawn = scene.edges.filter(({ to }) => to.includes('payments')).flatMap(({ members }) => members);
    expect(mark?.members.every((member) => drawn.includes(member))).toBe(true);
    const words = JSON.stringify(buildAccessibleTree(overview));
    expect(words).toContain('from several groups: will be blocked');
  });
});
