import { describe, expect, it } from 'vitest';
import { DEFAULT_TIER, namespace, networkPolicy, pod } from '../evaluate/manifests';
import { rehearse } from './rehearse-objects';

const PODS = 75;

describe('the edges of a large cluster', () => {
  it('are listed up to 5,000, those that are closed before those that stay open, and all are counted', () => {
    const pods = Array.from({ length: PODS }, (_, index) =>
      pod(`prod/w${index}`, `10.0.0.${index + 1}`, { labels: { app: index === 0 ? 'shut' : 'open' } }),
    );
    const shut = networkPolicy('prod/shut', { selector: "app == 'shut'", order: 1, types: ['Ingress'], ingress: [] });
    const { edges, unlistedEdges, steps } = rehearse([DEFAULT_TIER, namespace('prod'), ...pods, shut], []);
    // Every pod with every other one and, both ways, with the internet; the pod that is shut from all of them.
    const compared = PODS * (PODS - 1) + 2 * PODS;
    expect(steps.map((step) => step.compared)).toEqual(Array.from({ length: 5 }, () => compared));
    expect([edges.length, unlistedEdges]).toEqual([5_000, compared - 5_000]);
    const closed = edges.filter(({ verdicts }) => verdicts.now.verdict === 'deny');
    expect(closed.length).toBe(PODS);
    expect(new Set(closed.map(({ to }) => to))).toEqual(new Set(['workload:prod/w0']));
  });
});
