import { describe, expect, it } from 'vitest';
import type { Link } from '../../../../main/engine/report/bundle';
import type { LinkRank } from '../../../../main/engine/report/bundle-levels';
import { READABLE_LINES, bundleReadably } from '../../../../main/engine/report/bundle-levels';
import { drawNodes, groupParties } from '../../../../main/engine/report/grouping';
import { workload } from './sample-rehearsal';

const PARTIES = ['a', 'b', 'c'].flatMap((namespace) => [1, 2, 3, 4].map((index) => workload(namespace, `w${index}`)));
const GROUPS = groupParties(PARTIES);
const NODES = drawNodes(GROUPS, new Set(GROUPS.map(({ id }) => id)), new Set(), new Set());

/** A link between every two nodes, except that the first node of `a` reaches the first node of `b` by an allowed one. */
function allPairs(): readonly Link<string>[] {
  return NODES.flatMap((from) =>
    NODES.filter((to) => to !== from).map((to, index) => {
      const isAllowed = from.id === 'workload:a/w1' && to.id === 'workload:b/w1';
      // Odd links have traffic of their own, so that few of them run together.
      const key = isAllowed ? 'live' : index % 2 === 0 ? 'blocked' : 'will-be-blocked';
      return { from, to, key, item: `${from.id} ${to.id}` };
    }),
  );
}

function rankWith(focus: (link: Link<string>) => LinkRank['focus']): (link: Link<string>) => LinkRank {
  return (link) => ({ alarms: false, matters: link.key === 'live', focus: focus(link) });
}

describe('lines that a person can follow', () => {
  it('are drawn one by one while they are few', () => {
    const few = allPairs().slice(0, 12);
    const bundles = bundleReadably(
      few,
      rankWith(() => null),
    );
    expect(bundles.every(({ from, to }) => from !== null && from !== to)).toBe(true);
    expect(bundles.flatMap(({ items }) => items).toSorted()).toEqual(few.map(({ item }) => item).toSorted());
  });

  it('become one mark per group when they are many, and what is allowed keeps its line', () => {
    const bundles = bundleReadably(
      allPairs(),
      rankWith(() => null),
    );
    const lines = bundles.filter(({ from, to }) => from !== null && from !== to);
    expect(lines.length).toBeLessThanOrEqual(READABLE_LINES);
    expect(bundles.flatMap(({ items }) => items).toSorted()).toEqual(
      allPairs()
        .map(({ item }) => item)
        .toSorted(),
    );
    expect(bundles.find(({ key }) => key === 'live')).toMatchObject({
      from: 'workload:a/w1',
      to: 'workload:b/w1',
      pairs: 1,
    });
  });

  it('are drawn in detail where the user looks, and nowhere twice', () => {
    const bundles = bundleReadably(
      allPairs(),
      rankWith(({ from, to }) => (from.id === 'workload:c/w2' || to.id === 'workload:c/w2' ? 'pair' : null)),
    );
    const looked = bundles.filter(({ items }) => items.some((item) => item.includes('workload:c/w2')));
    expect(looked.every(({ items }) => items.every((item) => item.includes('workload:c/w2')))).toBe(true);
    expect(looked.every(({ from }) => from !== null)).toBe(true);
    expect(bundles.flatMap(({ items }) => items)).toHaveLength(allPairs().length);
  });
});
