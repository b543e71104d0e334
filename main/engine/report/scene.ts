import type { Edge, EdgeState, Party } from '../model/edge';
import { EDGE_STATES } from '../model/edge';
import type { OpenGroups } from './budget';
import { chooseOpenGroups, nodeByParty } from './budget';
import { STATES_WORST_FIRST } from './encoding';
import { matchesFind, parseFind } from './find';
import type { DrawnNode, PartyGroup } from './grouping';
import { compareText, drawNodes, groupParties } from './grouping';
import type { Layout } from './layout';
import { DETAIL_SIZE, LABEL_SIZE, NODE_PADDING, layoutScene } from './layout';
import type { LayoutLink } from './layout-group';
import {
  describeRule,
  isAllowedByPolicy,
  isChanged,
  isRelevant,
  isRelevantSomewhere,
  isRest,
  pairsWithDeclaredPorts,
  stepsThatChange,
} from './relevance';
import { drawEdges } from './scene-edges';
import type { Scene, SceneEdge, SceneGroup, SceneNode } from './scene-model';
import { describeDecider, stateInView, summariseScene } from './sentences';
import { shortenText } from './text-width';
import type { ViewState } from './view-state';

export type { Box, EdgePath, Point, Scene, SceneEdge, SceneGroup, SceneNode } from './scene-model';

/** What a scene is built from: the parties and edges of a rehearsal. */
export interface SceneInput {
  readonly parties: readonly Party[];
  readonly edges: readonly Edge[];
}

/** How strongly two nodes pull each other: what a policy allows most, then what changes, then the rest. */
const PULL = { allowed: 10, changed: 2, other: 1 } as const;

/**
 * Turns the edges of a rehearsal and a view into what is drawn. Pure: the same input gives the same bytes. Every edge that the
 * view draws is a member of exactly one scene edge. Which groups are open and where nodes stand depends on the parties, on all
 * worlds together and on `expanded`, `showOther` and `edgesShown`, never on the world, the mode, the query or the selection.
 * At most `BUDGET.nodes` nodes and `BUDGET.edges` edges are drawn. What touches `focus`,
 * the id of a node or of an open group, is drawn in detail where the picture is too full to draw all of it so.
 */
export function buildScene(input: SceneInput, view: ViewState, focus: string | null = null): Scene {
  const { candidates, groups, choice, nodes, layout } = prepare(input, view);
  const filter = chooseEdges(candidates, input.parties, view);
  const placed = placeGroups(openGroups(groups, choice), nodes, layout);
  const framed = new Set(placed.filter((group) => group.framed).map(({ id }) => id));
  const edges = drawEdges(filter.edges, view, focus, nodes, framed, layout);
  const counts = countStates(filter.edges, view);
  const shownParties = nodes.filter((node) => node.parties.length === 1).length;
  const shown = {
    edges: filter.edges.length,
    edgesInAll: input.edges.length,
    parties: shownParties,
    partiesInAll: input.parties.length,
    closedGroups: groups.length - choice.open.size,
  };
  return {
    view,
    width: layout.width,
    height: layout.height,
    groups: placed,
    nodes: placeNodes(nodes, edges, layout, filter.touched),
    edges,
    counts,
    shown,
    summary: summariseScene(counts, shown, STATES_WORST_FIRST),
    rule: describeRule(view),
    findError: filter.error,
  };
}

/** All that stays the same between worlds, modes, queries and selections. */
interface Prepared {
  readonly candidates: readonly Edge[];
  readonly groups: readonly PartyGroup[];
  readonly choice: OpenGroups;
  readonly nodes: readonly DrawnNode[];
  readonly layout: Layout;
}

/** What was prepared before, by the edges it was prepared from: asking again gives the same, sooner. */
const PREPARED = new WeakMap<
  readonly Edge[],
  { readonly parties: readonly Party[]; readonly key: string; readonly result: Prepared }
>();

function prepare(input: SceneInput, view: ViewState): Prepared {
  const key = JSON.stringify([view.expanded, view.showOther, view.edgesShown]);
  const known = PREPARED.get(input.edges);
  if (known !== undefined && known.parties === input.parties && known.key === key) return known.result;
  const declared = pairsWithDeclaredPorts(input.edges);
  const candidates = input.edges.filter(
    (edge) => (view.showOther || !isRest(edge, declared)) && (view.edgesShown === 'all' || isRelevantSomewhere(edge)),
  );
  const groups = groupParties(input.parties);
  const choice = chooseOpenGroups(groups, candidates, view.expanded);
  const nodes = drawNodes(groups, choice.open, choice.merged, choice.alike);
  const layout = layoutScene(nodes, openGroups(groups, choice), pullsBetween(candidates, nodeByParty(nodes)));
  const result = { candidates, groups, choice, nodes, layout };
  PREPARED.set(input.edges, { parties: input.parties, key, result });
  return result;
}

function openGroups(groups: readonly PartyGroup[], choice: OpenGroups): readonly PartyGroup[] {
  return groups.filter((group) => choice.open.has(group.id));
}

interface ChosenEdges {
  readonly edges: readonly Edge[];
  /** The parties at the ends of chosen edges while a query is on; `null` without one. */
  readonly touched: ReadonlySet<string> | null;
  readonly error: Scene['findError'];
}

/** The edges that the view draws, by relevance, change and query. */
function chooseEdges(candidates: readonly Edge[], parties: readonly Party[], view: ViewState): ChosenEdges {
  const relevant = candidates.filter(
    (edge) => (view.edgesShown === 'all' || isRelevant(edge, view)) && (!view.onlyChanged || isChanged(edge)),
  );
  const found = parseFind(view.find);
  if (found.tag === 'error') {
    return { edges: relevant, touched: null, error: { message: found.message, column: found.column } };
  }
  if (found.query.terms.length === 0) return { edges: relevant, touched: null, error: null };
  const known = new Map(parties.map((party) => [party.id, party]));
  const partyOf = (id: string): Pick<Party, 'label' | 'namespace'> => known.get(id) ?? { label: id, namespace: '' };
  const edges = relevant.filter((edge) => {
    const [from, to] = [partyOf(edge.from), partyOf(edge.to)];
    const here = edge.verdicts[view.mode === 'next' ? 'final' : view.world];
    return matchesFind(found.query, {
      from: from.label,
      to: to.label,
      fromNamespace: from.namespace,
      toNamespace: to.namespace,
      traffic: edge.traffic,
      state: stateInView(edge, view),
      by: `${describeDecider(here.by)} ${describeDecider(edge.verdicts.final.by)}`,
      onlyByNet: here.onlyByNet,
      changed: isChanged(edge),
      steps: stepsThatChange(edge),
      protected: edge.protected,
    });
  });
  return { edges, touched: new Set(edges.flatMap((edge) => [edge.from, edge.to])), error: null };
}

function pullsBetween(edges: readonly Edge[], nodeOf: ReadonlyMap<string, DrawnNode>): readonly LayoutLink[] {
  const pulls = new Map<string, LayoutLink>();
  for (const edge of edges) {
    const from = nodeOf.get(edge.from)?.id;
    const to = nodeOf.get(edge.to)?.id;
    if (from === undefined || to === undefined || from === to) continue;
    const weight =
      edge.protected || isAllowedByPolicy(edge) ? PULL.allowed : isChanged(edge) ? PULL.changed : PULL.other;
    const id = `${from}\n${to}`;
    if ((pulls.get(id)?.weight ?? 0) < weight) pulls.set(id, { from, to, weight });
  }
  return [...pulls].toSorted(([first], [second]) => compareText(first, second)).map(([, pull]) => pull);
}

function countStates(edges: readonly Edge[], view: ViewState): Readonly<Record<EdgeState, number>> {
  const states = edges.map((edge) => stateInView(edge, view));
  const count = (state: EdgeState): number => states.filter((found) => found === state).length;
  const counts: Record<EdgeState, number> = {
    'will-be-blocked': 0,
    undecided: 0,
    'only-by-net': 0,
    'will-open': 0,
    blocked: 0,
    live: 0,
  };
  for (const state of EDGE_STATES) counts[state] = count(state);
  return counts;
}

function placeGroups(
  groups: readonly PartyGroup[],
  nodes: readonly DrawnNode[],
  layout: Layout,
): readonly SceneGroup[] {
  return groups.flatMap((group): SceneGroup[] => {
    const box = layout.groups.get(group.id);
    if (box === undefined) return [];
    const inside = nodes.filter((node) => node.group === group.id);
    const framed = group.kind === 'namespace' || inside.length > 1;
    return [{ id: group.id, kind: group.kind, label: group.label, framed, nodes: inside.map(({ id }) => id), ...box }];
  });
}

function placeNodes(
  nodes: readonly DrawnNode[],
  edges: readonly SceneEdge[],
  layout: Layout,
  touched: ReadonlySet<string> | null,
): readonly SceneNode[] {
  const worstAt = new Map<string, SceneEdge>();
  for (const edge of edges) {
    for (const end of [edge.from, edge.to]) if (end !== null && !worstAt.has(end)) worstAt.set(end, edge);
  }
  return nodes.flatMap((node): SceneNode[] => {
    const box = layout.nodes.get(node.id);
    if (box === undefined) return [];
    const worst = worstAt.get(node.id);
    const room = box.width - 2 * NODE_PADDING + 8;
    return [
      {
        id: node.id,
        kind: node.kind,
        title: node.title,
        label: shortenText(node.label, LABEL_SIZE, room),
        detail: shortenText(node.detail, DETAIL_SIZE, room),
        group: node.group,
        parties: node.parties.map(({ id }) => id),
        worst: worst?.state ?? null,
        alarm: worst !== undefined && worst.protected && worst.state === 'will-be-blocked',
        dimmed: touched !== null && !node.parties.some(({ id }) => touched.has(id)),
        ...box,
      },
    ];
  });
}
