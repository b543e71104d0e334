import type { Edge } from '../model/edge';
import { nodeByParty } from './budget';
import type { Bundle, Link } from './bundle';
import type { LinkRank } from './bundle-levels';
import { bundleReadably } from './bundle-levels';
import type { Course } from './edge-geometry';
import type { LabelFacts } from './edge-label';
import { labelEdge } from './edge-label';
import { placeLabels } from './edge-labels';
import type { RouteEnd, RouteRequest } from './edge-routes';
import { routeEdges } from './edge-routes';
import { NODE_SHAPES, STATES_WORST_FIRST, stateRank } from './encoding';
import type { DrawnNode } from './grouping';
import { compareText } from './grouping';
import type { Layout } from './layout';
import { DETAIL_SIZE, TITLE_SIZE } from './layout';
import { placeMarks } from './group-marks';
import type { Box, SceneEdge } from './scene-model';
import { stateInView } from './sentences';
import { estimateTextWidth } from './text-width';
import type { ViewState } from './view-state';

/** The height of the label of an edge, and the room beside its text. */
const EDGE_LABEL = { height: 18, padding: 5 } as const;
/** From so many members on a line is drawn heavier, and heavier again. */
const HEAVY = [6, 30] as const;

/** Sets protected traffic that will be blocked apart: it never shares a line with other traffic between two nodes. */
const ALARM = 'protected-';

/** An edge before it has a course. */
type Unplaced = Omit<SceneEdge, 'path'>;

/**
 * Draws edges between the nodes of a layout: bundled so that a person can follow them, routed and labelled, worst first.
 * Every edge is in exactly one. What touches `focus`, a node or an open group, is drawn in detail.
 */
export function drawEdges(
  edges: readonly Edge[],
  view: ViewState,
  focus: string | null,
  nodes: readonly DrawnNode[],
  groups: ReadonlySet<string>,
  layout: Layout,
): readonly SceneEdge[] {
  const links = linkEdges(edges, nodeByParty(nodes), view);
  const unplaced = bundleReadably(links, rankLinks(links, focus, view))
    .map((bundle) => describeBundle(bundle, view, nodes))
    .map((edge) => ({ ...edge, from: drawnEnd(edge.from, nodes, groups), to: drawnEnd(edge.to, nodes, groups) }))
    .toSorted(compareWorstFirst);
  return placeEdges(unplaced, focus, nodes, groups, layout);
}

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

/** What is allowed in the end matters by itself; what is blocked by the dozen matters as a whole. */
function rankLinks(
  links: readonly Link<Edge>[],
  focus: string | null,
  view: ViewState,
): (link: Link<Edge>) => LinkRank {
  const selected = links.find(({ item }) => item.id === view.selectedEdge);
  const isSelected = ({ from, to, key }: Link<Edge>): boolean =>
    selected?.from === from && selected.to === to && (selected.key === key || from.mixed || to.mixed);
  return (link) => {
    const { from, to, key } = link;
    const isMixed = from.mixed || to.mixed;
    const isNode = from.id === focus || to.id === focus;
    const isFrame = from.group === focus || to.group === focus;
    const alarms = !isMixed && key.startsWith(ALARM);
    const matters = !isMixed && key === 'live';
    const isFrameOfMany = focus !== null && isFrame && !alarms && !matters;
    return { alarms, matters, focus: isNode || isSelected(link) ? 'pair' : isFrameOfMany ? 'frame' : null };
  };
}

/** A group of one node that has no frame is met at that node. */
function drawnEnd<End extends string | null>(
  end: End,
  nodes: readonly DrawnNode[],
  groups: ReadonlySet<string>,
): End | string {
  if (end === null || groups.has(end)) return end;
  return nodes.find(({ group }) => group === end)?.id ?? end;
}

function placeEdges(
  unplaced: readonly Unplaced[],
  focus: string | null,
  nodes: readonly DrawnNode[],
  groups: ReadonlySet<string>,
  layout: Layout,
): readonly SceneEdge[] {
  const ends = routeEnds(nodes, groups, layout);
  const nodeBoxes = nodes.flatMap(({ id }) => layout.nodes.get(id) ?? []);
  const sized = unplaced.map((edge) => ({
    edge,
    id: edge.id,
    width: estimateTextWidth(edge.label, DETAIL_SIZE) + 2 * EDGE_LABEL.padding,
    height: EDGE_LABEL.height,
  }));
  const isMark = ({ from, to }: Unplaced): boolean => from === null || from === to;
  const marks = placeMarks(
    sized.filter(({ edge }) => isMark(edge)).map((label) => ({ ...label, at: label.edge.to })),
    ends,
  );
  const markBoxes = [...marks.values()].map(({ box }) => box);
  const titles = titleBoxes(nodes, layout);
  const requests = unplaced.flatMap((edge): RouteRequest[] => {
    const [from, to] = [ends.get(edge.from ?? ''), ends.get(edge.to)];
    if (isMark(edge) || from === undefined || to === undefined) return [];
    // A selection alone moves no line.
    const comesFirst = focus !== null && (edge.from === focus || edge.to === focus);
    return [{ id: edge.id, from, to, comesFirst }];
  });
  const { width, height } = layout;
  const courses = routeEdges(requests, {
    width,
    height,
    nodes: nodeBoxes,
    marks: markBoxes,
    titles,
    frames: layout.groups,
  });
  const labelled = sized.flatMap((label) => {
    const course = courses.get(label.id);
    return course === undefined ? [] : [{ ...label, course }];
  });
  const places = placeLabels(labelled, {
    width,
    height,
    nodes: nodeBoxes,
    frames: [...layout.groups.values()],
    taken: [...titles, ...markBoxes],
  });
  return sized.flatMap(({ edge, ...label }): SceneEdge[] => {
    const mark = marks.get(edge.id);
    const course: Course | undefined = mark?.course ?? courses.get(edge.id);
    const centre = mark?.label ?? places.get(edge.id)?.centre;
    if (course === undefined || centre === undefined) return [];
    const labelShown = mark !== undefined || (places.get(edge.id)?.fits ?? true);
    const path = { ...course, label: centre, labelWidth: label.width, labelHeight: label.height, labelShown };
    return [{ ...edge, path }];
  });
}

function titleBoxes(nodes: readonly DrawnNode[], layout: Layout): readonly Box[] {
  return [...layout.groups].map(([id, box]) => {
    const title = nodes.find(({ group }) => group === id)?.groupLabel ?? '';
    // From afar a title is drawn larger.
    const width = Math.min(box.width - 20, estimateTextWidth(title, TITLE_SIZE * 1.3) + 10);
    return { x: box.x + 10, y: box.y + 6, width, height: 24 };
  });
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
    id: `${bundle.from ?? ''}→${bundle.to}${bundle.mixed ? '' : `:${bundle.key}`}`,
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
    weight: HEAVY.filter((least) => members.length >= least).length,
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
  const membersOf = (end: string | null): readonly DrawnNode[] =>
    nodes.filter((node) => end === null || node.group === end || node.id === end);
  const [sources, targets] = [membersOf(bundle.from), membersOf(bundle.to)];
  const of = sources.length * targets.length - sources.filter((source) => targets.includes(source)).length;
  const tag = bundle.from === null || (bundle.sources.length > 1 && bundle.targets.length > 1) ? 'pairs' : 'fan';
  return { tag, count: bundle.pairs, of };
}

function routeEnds(
  nodes: readonly DrawnNode[],
  groups: ReadonlySet<string>,
  layout: Layout,
): ReadonlyMap<string, RouteEnd> {
  const ends = new Map<string, RouteEnd>();
  for (const { id, kind, group } of nodes) {
    const box = layout.nodes.get(id);
    if (box !== undefined) ends.set(id, { id, box, shape: NODE_SHAPES[kind].shape, isFrame: false, group });
  }
  for (const id of groups) {
    const box = layout.groups.get(id);
    if (box !== undefined) ends.set(id, { id, box, shape: 'round-rectangle', isFrame: true, group: null });
  }
  return ends;
}
