import type { Party } from '../model/edge';
import { assertNever } from '../model/assert-never';
import type { NodeKind } from './encoding';
import type { GroupKind } from './scene-model';

/** Parties that stand together and can be drawn as one. */
export interface PartyGroup {
  /** `namespace:prod`, `hosts`, `sets`, `outside`. */
  readonly id: string;
  readonly kind: GroupKind;
  readonly label: string;
  /** Sorted by label. */
  readonly parties: readonly Party[];
}

/** A party or a closed group, before it has a place. */
export interface DrawnNode {
  readonly id: string;
  readonly kind: NodeKind;
  /** The open group it stands in; `null` for a closed group. */
  readonly group: string | null;
  /** Where its column is. */
  readonly groupKind: GroupKind;
  /** The title of that group. */
  readonly groupLabel: string;
  readonly title: string;
  readonly label: string;
  readonly detail: string;
  readonly parties: readonly Party[];
  /** A closed group of parties that differ: an edge at it shows the worst of what it holds. */
  readonly mixed: boolean;
}

/** The namespaces that do not fit on the map even when closed. */
const REST_OF_NAMESPACES = 'namespaces';

/** Code-unit order: the same on every machine, whatever its locale. */
export function compareText(first: string, second: string): number {
  if (first === second) return 0;
  return first < second ? -1 : 1;
}

/** Sorts parties into groups; groups come sorted by id, every party is in exactly one. */
export function groupParties(parties: readonly Party[]): readonly PartyGroup[] {
  const byId = new Map<string, { kind: GroupKind; label: string; parties: Party[] }>();
  for (const party of parties) {
    const { id, kind, label } = groupOf(party);
    const group = byId.get(id) ?? { kind, label, parties: [] };
    group.parties.push(party);
    byId.set(id, group);
  }
  return [...byId]
    .map(([id, group]) => ({ id, ...group, parties: group.parties.toSorted(byLabel) }))
    .toSorted((first, second) => compareText(first.id, second.id));
}

function byLabel(first: Party, second: Party): number {
  return compareText(first.label, second.label) || compareText(first.id, second.id);
}

function groupOf(party: Party): { readonly id: string; readonly kind: GroupKind; readonly label: string } {
  switch (party.kind) {
    case 'workload':
      return { id: `namespace:${party.namespace}`, kind: 'namespace', label: party.namespace };
    case 'host':
      return { id: 'hosts', kind: 'hosts', label: 'nodes' };
    case 'network-set':
      return { id: 'sets', kind: 'sets', label: 'network sets' };
    case 'external':
      return { id: 'outside', kind: 'outside', label: 'outside' };
    default:
      return assertNever(party.kind);
  }
}

/** The nodes of a choice of groups: `open` ones show their parties, `merged` namespaces share one node, the others are one node each. */
export function drawNodes(
  groups: readonly PartyGroup[],
  open: ReadonlySet<string>,
  merged: ReadonlySet<string>,
  alike: ReadonlySet<string>,
): readonly DrawnNode[] {
  const nodes: DrawnNode[] = [];
  for (const group of groups) {
    if (merged.has(group.id)) continue;
    if (open.has(group.id)) nodes.push(...group.parties.map((party) => drawParty(party, group)));
    else nodes.push(drawClosedGroup(group, alike.has(group.id)));
  }
  const rest = groups.filter((group) => merged.has(group.id));
  if (rest.length > 0) nodes.push(drawRest(rest));
  return nodes;
}

function drawParty(party: Party, group: PartyGroup): DrawnNode {
  return {
    id: party.id,
    kind: party.kind,
    group: group.id,
    groupKind: group.kind,
    groupLabel: group.label,
    title: party.label,
    label: group.kind === 'namespace' ? party.name : party.label,
    detail: party.detail,
    parties: [party],
    mixed: false,
  };
}

function drawClosedGroup(group: PartyGroup, alike: boolean): DrawnNode {
  const count = group.parties.length;
  const only = group.parties[0];
  return {
    id: group.id,
    kind: alike && only !== undefined ? only.kind : 'collapsed',
    group: null,
    groupKind: group.kind,
    groupLabel: group.label,
    title: group.label,
    label: group.label,
    detail: closedDetail(group.kind, count),
    parties: group.parties,
    mixed: !alike,
  };
}

function closedDetail(kind: GroupKind, count: number): string {
  switch (kind) {
    case 'namespace':
      return `namespace · ${count}`;
    case 'hosts':
      return `${count} host endpoints`;
    case 'sets':
      return `${count} sets`;
    case 'outside':
      return `${count} addresses`;
    default:
      return assertNever(kind);
  }
}

function drawRest(groups: readonly PartyGroup[]): DrawnNode {
  return {
    id: REST_OF_NAMESPACES,
    kind: 'collapsed',
    group: null,
    groupKind: 'namespace',
    groupLabel: '',
    title: `${groups.length} more namespaces`,
    label: `${groups.length} namespaces`,
    detail: `${groups.reduce((sum, group) => sum + group.parties.length, 0)} workloads`,
    parties: groups.flatMap((group) => group.parties),
    mixed: true,
  };
}
