import { describe, expect, it } from 'vitest';
import { buildScene } from '../../../../main/engine/report/scene';
import { INITIAL_VIEW } from '../../../../main/engine/report/view-state';
import { edge, shopSample, workload } from './sample-rehearsal';

const SHOP = shopSample();
const CHOSEN = 'workload:data/orders-db>workload:edge/gateway:tcp 8080';

describe('the edge that the user selected', () => {
  it('has a line of its own in a picture that is too full for all of them', () => {
    const lineOf = (selectedEdge: string | null) =>
      buildScene(SHOP, { ...INITIAL_VIEW, selectedEdge }).edges.find(({ members }) => members.includes(CHOSEN));
    const before = lineOf(null);
    expect(before?.members.length).toBeGreaterThan(1);
    expect(before?.selected).toBe(false);
    const { from, to, members, selected } = lineOf(CHOSEN) ?? {};
    expect({ from, to, members, selected }).toEqual({
      from: 'workload:data/orders-db',
      to: 'workload:edge/gateway',
      members: [CHOSEN],
      selected: true,
    });
  });
});

describe('a query', () => {
  it('finds the ends that no party of the rehearsal has by their ids', () => {
    const web = workload('prod', 'web');
    const lost = edge(web, workload('prod', 'gone'), 'tcp 1', 'aaand');
    const shown = (find: string) =>
      buildScene({ parties: [web], edges: [lost] }, { ...INITIAL_VIEW, find }).shown.edges;
    expect(['to=gone', 'to=workload:prod/gone', 'from=prod/web', 'to=db'].map(shown)).toEqual([1, 1, 1, 0]);
  });
});
