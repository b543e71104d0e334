import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Edge } from '../../../../main/engine/model/edge';
import { WORLDS } from '../../../../main/engine/model/world';
import { buildAccessibleTree } from '../../../../main/engine/report/accessible-tree';
import { READABLE_LINES } from '../../../../main/engine/report/bundle-levels';
import { BUDGET } from '../../../../main/engine/report/budget';
import { boxAround, overlaps, stretchesOf } from '../../../../main/engine/report/edge-geometry';
import { isRelevant } from '../../../../main/engine/report/relevance';
import type { SceneInput } from '../../../../main/engine/report/scene';
import { buildScene } from '../../../../main/engine/report/scene';
import type { Box } from '../../../../main/engine/report/scene-model';
import { LATTICE } from '../../../../main/engine/report/scene-model';
import { INITIAL_VIEW, VIEW_MODES } from '../../../../main/engine/report/view-state';
import { edge, external, host, networkSet, workload } from './sample-rehearsal';

const LETTERS = ['aaaaa', 'aaand', 'dnnnd', 'ddddd', 'ddaaa', 'uuuuu', 'aaaaf'];

/** Clusters of up to `most` parties of all kinds, with edges of all states. */
function clusters(most: number): fc.Arbitrary<SceneInput> {
  const party = fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 9 }))
        .map(([ns, name]) => workload(`ns${ns}`, `w${name}`)),
    },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 6 }).map((number) => host(`node${number}`)) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 3 }).map((number) => networkSet(`set${number}`)) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 3 }).map((number) => external(`10.${number}.0.0/16`)) },
  );
  return fc.uniqueArray(party, { minLength: 1, maxLength: most, selector: ({ id }) => id }).chain((parties) =>
    fc
      .uniqueArray(
        fc.tuple(
          fc.nat(parties.length - 1),
          fc.nat(parties.length - 1),
          fc.constantFrom('tcp 80', 'udp 53', 'other traffic'),
          fc.constantFrom(...LETTERS),
          fc.boolean(),
        ),
        { maxLength: 120, selector: ([from, to, traffic]) => `${from} ${to} ${traffic}` },
      )
      .map((list): SceneInput => ({
        parties,
        edges: list.flatMap(([from, to, traffic, letters, isProtected]): Edge[] => {
          const [source, target] = [parties[from], parties[to]];
          if (source === undefined || target === undefined) return [];
          return [
            edge(source, target, traffic, letters, { other: traffic === 'other traffic', protected: isProtected }),
          ];
        }),
      })),
  );
}

const views = fc.record({
  world: fc.constantFrom(...WORLDS),
  mode: fc.constantFrom(...VIEW_MODES),
  expanded: fc.constantFrom('auto' as const, [] as string[], ['namespace:ns1', 'hosts']),
  showOther: fc.boolean(),
  onlyChanged: fc.boolean(),
  edgesShown: fc.constantFrom('relevant' as const, 'all' as const),
});

describe('a scene of any cluster', () => {
  it('holds every relevant edge exactly once, whatever is open', () => {
    fc.assert(
      fc.property(clusters(40), views, (input, choice) => {
        const view = { ...INITIAL_VIEW, ...choice, showOther: true, onlyChanged: false };
        const wanted = input.edges
          .filter((one) => view.edgesShown === 'all' || isRelevant(one, view))
          .map(({ id }) => id);
        const drawn = buildScene(input, view).edges.flatMap(({ members }) => members);
        expect(drawn.toSorted()).toEqual(wanted.toSorted());
      }),
      { numRuns: 60 },
    );
  });

  it('draws every party in one node, on the lattice, and no two nodes overlap', () => {
    fc.assert(
      fc.property(clusters(60), views, (input, choice) => {
        const scene = buildScene(input, { ...INITIAL_VIEW, ...choice });
        expect(scene.nodes.flatMap(({ parties }) => parties).toSorted()).toEqual(
          input.parties.map(({ id }) => id).toSorted(),
        );
        for (const [index, node] of scene.nodes.entries()) {
          expect([node.x, node.y, node.width, node.height].every((value) => value % LATTICE === 0)).toBe(true);
          for (const other of scene.nodes.slice(index + 1)) expect(overlaps(node, other)).toBe(false);
        }
        const frames = scene.groups.filter(({ framed }) => framed);
        for (const frame of frames) {
          const strangers = scene.nodes.filter(({ group }) => group !== frame.id);
          expect(strangers.filter((node) => overlaps(frame, node))).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('does not move anything between worlds, modes and queries', () => {
    fc.assert(
      fc.property(clusters(40), views, views, (input, first, second) => {
        const same = { expanded: first.expanded, showOther: first.showOther, edgesShown: first.edgesShown };
        const places = [first, second].map((choice) =>
          buildScene(input, { ...INITIAL_VIEW, ...choice, ...same }).nodes.map(({ id, x, y, width, height }) => [
            id,
            x,
            y,
            width,
            height,
          ]),
        );
        expect(places[0]).toEqual(places[1]);
      }),
      { numRuns: 40 },
    );
  });

  it('is the same for the same input in any order', () => {
    fc.assert(
      fc.property(clusters(25), views, (input, choice) => {
        const view = { ...INITIAL_VIEW, ...choice };
        const shuffled = { parties: input.parties.toReversed(), edges: input.edges.toReversed() };
        expect(buildScene(shuffled, view)).toEqual(buildScene(input, view));
      }),
      { numRuns: 40 },
    );
  });

  it('says in words exactly what it draws', () => {
    fc.assert(
      fc.property(clusters(25), views, (input, choice) => {
        const scene = buildScene(input, { ...INITIAL_VIEW, ...choice });
        const idsOf = (items: ReturnType<typeof buildAccessibleTree>): readonly string[] =>
          items.flatMap((item) => [item.id, ...idsOf(item.children)]);
        const drawn = [...scene.groups, ...scene.nodes, ...scene.edges].map(({ id }) => id);
        expect(idsOf(buildAccessibleTree(scene)).toSorted()).toEqual(drawn.toSorted());
      }),
      { numRuns: 40 },
    );
  });
});

describe('the lines of any cluster', () => {
  it('run level or upright, around every node, and stay inside the drawing with their labels', () => {
    fc.assert(
      fc.property(clusters(40), views, (input, choice) => {
        const scene = buildScene(input, { ...INITIAL_VIEW, ...choice });
        for (const { from, to, path } of scene.edges) {
          for (const { start, end } of stretchesOf(path)) {
            expect(start.x === end.x || start.y === end.y).toBe(true);
            // One pixel off its ends: a line begins and ends at borders.
            const box = shrink(boxAround([start, end]));
            const met = scene.nodes.filter((node) => node.id !== from && node.id !== to && overlaps(node, box));
            expect(met.map(({ id }) => id)).toEqual([]);
          }
          if (!path.labelShown) continue;
          expect(path.label.x - path.labelWidth / 2).toBeGreaterThanOrEqual(0);
          expect(path.label.x + path.labelWidth / 2).toBeLessThanOrEqual(scene.width);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('are few, whatever is drawn, unless the user looks at something', () => {
    fc.assert(
      fc.property(clusters(60), views, (input, choice) => {
        const scene = buildScene(input, { ...INITIAL_VIEW, ...choice });
        const lines = scene.edges.filter(({ from, to }) => from !== null && from !== to);
        expect(lines.length).toBeLessThanOrEqual(READABLE_LINES);
      }),
      { numRuns: 40 },
    );
  });

  it('stand for every relevant edge exactly once, wherever the user looks, and nothing moves', () => {
    fc.assert(
      fc.property(clusters(40), views, fc.nat(), (input, choice, place) => {
        const view = { ...INITIAL_VIEW, ...choice };
        const overview = buildScene(input, view);
        const places = [...overview.nodes, ...overview.groups];
        const focus = places[place % places.length]?.id ?? null;
        const scene = buildScene(input, view, focus);
        const membersOf = (drawn: typeof scene): readonly string[] =>
          drawn.edges.flatMap(({ members }) => members).toSorted();
        expect(membersOf(scene)).toEqual(membersOf(overview));
        expect(new Set(scene.edges.map(({ id }) => id)).size).toBe(scene.edges.length);
        expect(scene.groups).toEqual(overview.groups);
        expect(scene.nodes.map(({ x, y }) => [x, y])).toEqual(overview.nodes.map(({ x, y }) => [x, y]));
      }),
      { numRuns: 60 },
    );
  });
});

function shrink(box: Box): Box {
  return { x: box.x + 1, y: box.y + 1, width: Math.max(1, box.width - 2), height: Math.max(1, box.height - 2) };
}

describe('the budget', () => {
  it('holds for a cluster of 40 namespaces where nearly everything is blocked, and the worst namespace stays open', () => {
    const parties = Array.from({ length: 600 }, (_, index) => workload(`team-${index % 40}`, `service-${index}`));
    const edges = parties.flatMap((from, row) =>
      [1, 7, 40, 41, 133, 266, 399].flatMap((step) => {
        const to = parties[(row + step) % parties.length];
        return to === undefined ? [] : [edge(from, to, 'tcp 8080', row % 40 === 3 && step === 40 ? 'aaand' : 'ddddd')];
      }),
    );
    const scene = buildScene({ parties, edges }, INITIAL_VIEW);
    expect(scene.nodes.length).toBeLessThanOrEqual(BUDGET.nodes);
    expect(scene.edges.length).toBeLessThanOrEqual(BUDGET.edges);
    expect(scene.groups.map(({ id }) => id)).toContain('namespace:team-3');
    expect(scene.shown.closedGroups).toBeGreaterThan(0);
    expect(scene.summary).toContain('closed groups');
  });

  it('holds for 400 namespaces: those that do not fit share one node', () => {
    const parties = Array.from({ length: 400 }, (_, index) => workload(`ns-${index}`, 'only'));
    const edges = parties.flatMap((from, row) => {
      const to = parties[(row + 1) % parties.length];
      return to === undefined ? [] : [edge(from, to, 'tcp 80', 'ddddd')];
    });
    const scene = buildScene({ parties, edges }, INITIAL_VIEW);
    expect(scene.nodes.length).toBeLessThanOrEqual(BUDGET.nodes);
    expect(scene.edges.flatMap(({ members }) => members)).toHaveLength(400);
  });
});
