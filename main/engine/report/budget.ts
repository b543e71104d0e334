import type { Edge } from '../model/edge';
import { compareState } from '../model/edge';
import { WORLDS } from '../model/world';
import type { Link } from './bundle';
import { bundleFrames } from './bundle';
import type { DrawnNode, PartyGroup } from './grouping';
import { compareText, drawNodes } from './grouping';
import { STATES_WORST_FIRST, stateRank } from './encoding';

/** What a person can read and a canvas can move: at most so much is drawn. */
export const BUDGET = { nodes: 150, edges: 300 } as const;

/** So much of the budget closed groups may take; the rest is for what is opened. */
const SHARE_OF_CLOSED = 0.6;

/** So many groups in a row that do not fit end the search for one that does. */
const MOST_MISSES = 5;

/** Which groups are drawn open, which namespaces share one node, and which closed groups hold parties that nothing tells apart. */
export interface OpenGroups {
  readonly open: ReadonlySet<string>;
  readonly merged: ReadonlySet<string>;
  readonly alike: ReadonlySet<string>;
}

interface WeighedLink {
  readonly from: string;
  readonly to: string;
  readonly signature: string;
  readonly rank: number;
}

/**
 * Opens groups, those with the worst edge first, as long as the budget holds. Hosts that no edge tells apart stay one
 * node. The answer depends on all worlds alike, so that it is the same in each of them: `edges` must be those
 * that any world could draw.
 */
export function chooseOpenGroups(
  groups: readonly PartyGroup[],
  edges: readonly Edge[],
  requested: 'auto' | readonly string[],
): OpenGroups {
  const links = weighLinks(edges);
  const alike = new Set(groups.filter((group) => isAlike(group, links)).map(({ id }) => id));
  const worstFirst = sortWorstFirst(groups, links);
  const merged = mergeWhatCannotFit(groups, worstFirst, links, alike);
  const open = new Set(
    groups.filter((group) => group.parties.length === 1 && group.kind !== 'namespace').map(({ id }) => id),
  );
  let misses = 0;
  for (const group of worstFirst) {
    if (merged.has(group.id) || open.has(group.id)) continue;
    if (requested === 'auto' ? alike.has(group.id) : !requested.includes(group.id)) continue;
    open.add(group.id);
    if (fits(groups, links, { open, merged, alike })) {
      misses = 0;
      continue;
    }
    open.delete(group.id);
    misses += 1;
    if (misses === MOST_MISSES) break;
  }
  return { open, merged, alike };
}

/** One link per pair of parties and behaviour over all worlds. */
function weighLinks(edges: readonly Edge[]): readonly WeighedLink[] {
  const links = new Map<string, WeighedLink>();
  for (const edge of edges) {
    const signature = signatureOf(edge);
    const id = `${edge.from}\n${edge.to}\n${signature}`;
    if (!links.has(id)) links.set(id, { from: edge.from, to: edge.to, signature, rank: worstRank(edge) });
  }
  return [...links.values()];
}

function signatureOf(edge: Edge): string {
  const verdicts = WORLDS.map((world) => {
    const { verdict, onlyByNet } = edge.verdicts[world];
    return onlyByNet ? 'n' : verdict.charAt(0);
  });
  return `${verdicts.join('')}${edge.protected ? '!' : ''}`;
}

function worstRank(edge: Edge): number {
  return Math.min(...WORLDS.map((world) => stateRank(compareState(edge, world), edge.protected)));
}

/** Hosts stand together while every edge treats them alike. */
function isAlike(group: PartyGroup, links: readonly WeighedLink[]): boolean {
  if (group.kind !== 'hosts' || group.parties.length < 2) return false;
  const members = new Set(group.parties.map(({ id }) => id));
  const views = new Map<string, string[]>(group.parties.map(({ id }) => [id, []]));
  for (const { from, to, signature } of links) {
    const otherOf = (id: string): string => (members.has(id) ? '' : id);
    views.get(from)?.push(`> ${otherOf(to)} ${signature}`);
    views.get(to)?.push(`< ${otherOf(from)} ${signature}`);
  }
  const distinct = new Set([...views.values()].map((view) => [...new Set(view)].toSorted(compareText).join('\n')));
  return distinct.size === 1;
}

function sortWorstFirst(groups: readonly PartyGroup[], links: readonly WeighedLink[]): readonly PartyGroup[] {
  const groupOf = new Map(groups.flatMap((group) => group.parties.map(({ id }) => [id, group.id] as const)));
  const worst = new Map<string, number>();
  for (const link of links) {
    for (const party of [link.from, link.to]) {
      const group = groupOf.get(party);
      if (group === undefined) continue;
      worst.set(group, Math.min(worst.get(group) ?? STATES_WORST_FIRST.length + 1, link.rank));
    }
  }
  const rankOf = (group: PartyGroup): number => worst.get(group.id) ?? STATES_WORST_FIRST.length + 1;
  return groups.toSorted((first, second) => rankOf(first) - rankOf(second) || compareText(first.id, second.id));
}

/** The namespaces that do not fit even when every group is closed: the best ones go first. */
function mergeWhatCannotFit(
  groups: readonly PartyGroup[],
  worstFirst: readonly PartyGroup[],
  links: readonly WeighedLink[],
  alike: ReadonlySet<string>,
): ReadonlySet<string> {
  const namespaces = worstFirst.filter((group) => group.kind === 'namespace').map(({ id }) => id);
  const mergedAfter = (kept: number): ReadonlySet<string> => new Set(namespaces.slice(kept));
  const fitsWith = (kept: number): boolean =>
    fits(groups, links, { open: new Set(), merged: mergedAfter(kept), alike }, SHARE_OF_CLOSED);
  if (fitsWith(namespaces.length)) return new Set();
  let [kept, tooMany] = [0, namespaces.length];
  while (tooMany - kept > 1) {
    const middle = Math.floor((kept + tooMany) / 2);
    if (fitsWith(middle)) kept = middle;
    else tooMany = middle;
  }
  return mergedAfter(kept);
}

function fits(groups: readonly PartyGroup[], links: readonly WeighedLink[], choice: OpenGroups, share = 1): boolean {
  const nodes = drawNodes(groups, choice.open, choice.merged, choice.alike);
  if (nodes.length > BUDGET.nodes * share) return false;
  const nodeOf = nodeByParty(nodes);
  const drawn: Link<null>[] = [];
  for (const { from, to, signature } of links) {
    const fromNode = nodeOf.get(from);
    const toNode = nodeOf.get(to);
    if (fromNode !== undefined && toNode !== undefined)
      drawn.push({ from: fromNode, to: toNode, key: signature, item: null });
  }
  return bundleFrames(drawn).length <= BUDGET.edges * share;
}

/** Which node stands for a party. */
export function nodeByParty(nodes: readonly DrawnNode[]): ReadonlyMap<string, DrawnNode> {
  return new Map(nodes.flatMap((node) => node.parties.map(({ id }) => [id, node] as const)));
}
