import type { Edge } from '../model/edge';
import { BUDGET, nodeByParty } from './budget';
import type { Bundle, Link } from './bundle';
import { bundleFrames, bundleLinks } from './bundle';
import type { LabelFacts } from './edge-label';
import { labelEdge } from './edge-label';
import { placeLabels } from './edge-labels';
import type { RouteEnd, RouteRequest } from './edge-routes';
import { routeEdges } from './edge-routes';
import { NODE_SHAPES, STATES_WORST_FIRST, stateRank } from './encoding';
import type { DrawnNode } from './grouping';
import { compareText } from './grouping';
import type { Layout } from './layout';
import { DETAIL_SIZE } from './layout';
import type { Box, SceneEdge } from './scene-model';
import { stateInView } from './sentences';
import { estimateTextWidth } from './text-width';
import type { ViewState } from './view-state';

/** The height of the label of an edge, and the room beside its text. */
const EDGE_LABEL = { height: 18, padding: 5 } as const;
/** So many lines are read one by one; beyond it, what is not simply allowed runs from frame to frame. */
const READABLE_LINES = 60;

function bundleEdges(links: readonly Link<Edge>[]): readonly Bundle<Edge>[] {
  const fans = bundleLinks(links);
  if (fans.length <= READABLE_LINES) return fans;
  const frames = bundleFrames(links, (key) => key !== 'live');
  return frames.length <= BUDGET.edges ? frames : bundleFrames(links, () => true);
}

/** Sets protected traffic that will be blocked apart: it never shares a line with other traffic between two nodes. */
const ALARM = 'protected-';

function linkEdges(
  edges: readonly Edge[],
  nodeOf: ReadonlyMap<string, DrawnNode>,
  view: ViewState,
): readonly Link<Edge>[] {
  return edges.flatMap((edge) => {
    const [from, to] = [nodeOf.get(edge.from), nodeOf.get(edge.to)];
    if (from === undefined || to === undefined) return [];
    const state = stateInView(edge, view);
    const isAlarm = edge.protected && state === 'will-be-blocked';
    return [{ from, to, key: isAlarm ? `${ALARM}${state}` : state, item: edge }];
  });
}

/** An edge before it has a course. */
type Unplaced = Omit<SceneEdge, 'path'>;

/** Draws edges between the nodes of a layout: bundled, routed and labelled, worst first. Every edge is in exactly one. */
export function drawEdges(
  edges: readonly Edge[],
  view: ViewState,
  nodes: readonly DrawnNode[],
  layout: Layout,
): readonly SceneEdge[] {
  const ends = routeEnds(nodes, layout);
  const unplaced = bundleEdges(linkEdges(edges, nodeByParty(nodes), view))
    .map((bundle) => describeBundle(bundle, view, nodes))
    .toSorted(compareWorstFirst);
  const requests = unplaced.flatMap(({ id, from, to }): RouteRequest[] => {
    const [fromEnd, toEnd] = [ends.get(from), ends.get(to)];
    return fromEnd === undefined || toEnd === undefined ? [] : [{ id, from: fromEnd, to: toEnd }];
  });
  const nodeEnds = [...ends.values()].filter((end) => !end.isFrame);
  const courses = routeEdges(requests, nodeEnds);
  const titles = [...layout.groups.values()].map(titleBox);
  const labelled = unplaced.flatMap((edge) => {
    const course = courses.get(edge.id);
    const width = estimateTextWidth(edge.label, DETAIL_SIZE) + 2 * EDGE_LABEL.padding;
    return course === undefined ? [] : [{ edge, id: edge.id, course, width, height: EDGE_LABEL.height }];
  });
  const places = placeLabels(
    labelled,
    nodeEnds.map(({ box }) => box),
    titles,
  );
  return labelled.map(({ edge, course, width, height }) => ({
    ...edge,
    path: { ...course, label: places.get(edge.id) ?? course.start, labelWidth: width, labelHeight: height },
  }));
}

function titleBox(box: Box): Box {
  return { x: box.x + 10, y: box.y + 8, width: Math.min(box.width - 20, 120), height: 22 };
}

function compareWorstFirst(first: Unplaced, second: Unplaced): number {
  return (
    stateRank(first.state, first.protected) - stateRank(second.state, second.protected) ||
    compareText(first.id, second.id)
  );
}

function describeBundle(bundle: Bundle<Edge>, view: ViewState, nodes: readonly DrawnNode[]): Unplaced {
  const members = bundle.items
    .map((edge) => ({ edge, state: stateInView(edge, view) }))
    .toSorted(
      (first, second) =>
        stateRank(first.state, first.edge.protected) - stateRank(second.state, second.edge.protected) ||
        compareText(first.edge.id, second.edge.id),
    );
  const state = members[0]?.state ?? 'live';
  const counts = STATES_WORST_FIRST.map((wanted) => ({
    state: wanted,
    count: members.filter((member) => member.state === wanted).length,
  })).filter(({ count }) => count > 0);
  const failsafe = members.every(({ edge }) => hangsOnFailsafe(edge, view));
  return {
    id: `${bundle.from}→${bundle.to}${bundle.mixed ? '' : `:${bundle.key}`}`,
    from: bundle.from,
    to: bundle.to,
    state,
    members: members.map(({ edge }) => edge.id),
    label: labelEdge({
      state,
      traffics: members.map(({ edge }) => edge.traffic),
      counts,
      failsafe,
      share: shareOf(bundle, nodes),
    }),
    counts,
    failsafe,
    protected: members.some(({ edge }) => edge.protected),
    selected: members.some(({ edge }) => edge.id === view.selectedEdge),
  };
}

/** In the world of the view, or, when comparing, also after the rollout. */
function hangsOnFailsafe(edge: Edge, view: ViewState): boolean {
  const isHere = edge.verdicts[view.mode === 'next' ? 'final' : view.world].onlyByFailsafe;
  return isHere || (view.mode === 'compare' && edge.verdicts.final.onlyByFailsafe);
}

function shareOf(bundle: Bundle<Edge>, nodes: readonly DrawnNode[]): LabelFacts['share'] {
  if (bundle.pairs === 1) return null;
  const membersOf = (end: string): readonly DrawnNode[] =>
    nodes.filter((node) => node.group === end || node.id === end);
  const [sources, targets] = [membersOf(bundle.from), membersOf(bundle.to)];
  const of = sources.length * targets.length - sources.filter((source) => targets.includes(source)).length;
  const tag = bundle.sources.length > 1 && bundle.targets.length > 1 ? 'pairs' : 'fan';
  return { tag, count: bundle.pairs, of };
}

function routeEnds(nodes: readonly DrawnNode[], layout: Layout): ReadonlyMap<string, RouteEnd> {
  const ends = new Map<string, RouteEnd>();
  for (const node of nodes) {
    const box = layout.nodes.get(node.id);
    if (box !== undefined) ends.set(node.id, { id: node.id, box, shape: NODE_SHAPES[node.kind].shape, isFrame: false });
  }
  for (const [id, box] of layout.groups) {
    // A closed group is a node, and has its place already.
    if (!ends.has(id)) ends.set(id, { id, box, shape: 'round-rectangle', isFrame: true });
  }
  return ends;
}
