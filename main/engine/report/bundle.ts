import type { DrawnNode } from './grouping';

/** Something between two nodes. Equal `key` means: may be drawn as one. */
export interface Link<Item> {
  readonly from: DrawnNode;
  readonly to: DrawnNode;
  readonly key: string;
  readonly item: Item;
}

/** Links drawn as one. Its ends are node ids, or the id of an open group when it stands for several of its nodes. */
export interface Bundle<Item> {
  /** `null`: from several groups. */
  readonly from: string | null;
  readonly to: string;
  readonly key: string;
  /** Links of different keys: an end is a closed group of parties that differ, or everything into a group is one. */
  readonly mixed: boolean;
  /** The nodes it leaves from and arrives at; more than one only at an end that is a group. */
  readonly sources: readonly string[];
  readonly targets: readonly string[];
  /** How many pairs of nodes it stands for. */
  readonly pairs: number;
  readonly items: readonly Item[];
}

/** So many nodes of one group that do the same are drawn as one line from the group's frame. */
const FAN = 3;
/** Inside its own frame a node needs so many: single lines are short there and say more. */
const FAN_INSIDE = 6;
/** So many pairs of nodes between two groups that do the same may be drawn as one line between the frames. */
const PAIRS = 4;
/** So many lines into one group are drawn as one mark at it. */
const CROWD = 3;

const SEPARATOR = '\n';

/**
 * Draws links as few lines: one per pair of nodes and key; one per pair where an end is a mixed group; and where three
 * or more nodes of an open group do the same to one node, one line from or to the frame.
 * Every link is in exactly one bundle. Deterministic: bundles come in the order of their first link.
 */
export function bundleLinks<Item>(links: readonly Link<Item>[]): readonly Bundle<Item>[] {
  return fanLinks(links).map(({ bundle }) => bundle);
}

/**
 * As `bundleLinks`; besides, links of one key run as one line between two frames, or as one loop at a frame, and a mixed
 * group has one line to each frame. Fewer than `leastPairs` pairs keep their lines.
 */
export function bundleFrames<Item>(links: readonly Link<Item>[], leastPairs = PAIRS): readonly Bundle<Item>[] {
  const placed = fanLinks(links);
  const between = new Map<string, Placed<Item>[]>();
  const pairOf = ({ fromNode, toNode, bundle }: Placed<Item>): string | null => {
    if (!bundle.mixed && (fromNode.group === null || toNode.group === null)) return null;
    return [frameOf(fromNode), frameOf(toNode), bundle.key].join(SEPARATOR);
  };
  for (const candidate of placed) addTo(between, pairOf(candidate), candidate);
  return placed.flatMap((candidate) => {
    const members = between.get(pairOf(candidate) ?? '') ?? [];
    const pairs = members.reduce((sum, { bundle }) => sum + bundle.sources.length * bundle.targets.length, 0);
    if (members.length < 2 || pairs < leastPairs) return [candidate.bundle];
    return members[0] === candidate ? [mergeFrames(candidate, members)] : [];
  });
}

/** As `bundleLinks`; besides, where many lines run into one group, whatever their keys, they are one bundle from `null`. */
export function bundleInto<Item>(links: readonly Link<Item>[]): readonly Bundle<Item>[] {
  const placed = fanLinks(links);
  const into = new Map<string, Placed<Item>[]>();
  for (const candidate of placed) addTo(into, frameOf(candidate.toNode), candidate);
  return placed.flatMap((candidate) => {
    const members = into.get(frameOf(candidate.toNode)) ?? [];
    if (members.length < CROWD) return [candidate.bundle];
    return members[0] === candidate ? [mergeInto(candidate, members)] : [];
  });
}

function mergeInto<Item>(first: Placed<Item>, members: readonly Placed<Item>[]): Bundle<Item> {
  const keys = new Set(members.map(({ bundle }) => bundle.key));
  const mixed = keys.size > 1 || members.some(({ bundle }) => bundle.mixed);
  return {
    from: null,
    to: frameOf(first.toNode),
    key: mixed ? '' : first.bundle.key,
    mixed,
    sources: [...new Set(members.flatMap(({ bundle }) => bundle.sources))],
    targets: [...new Set(members.flatMap(({ bundle }) => bundle.targets))],
    pairs: countPairs(members),
    items: members.flatMap(({ bundle }) => bundle.items),
  };
}

/** A pair that has links of two keys is one pair. */
function countPairs<Item>(members: readonly Placed<Item>[]): number {
  return new Set(
    members.flatMap(({ bundle: { sources, targets } }) =>
      sources.flatMap((source) => targets.map((target) => `${source}${SEPARATOR}${target}`)),
    ),
  ).size;
}

function mergeFrames<Item>(first: Placed<Item>, members: readonly Placed<Item>[]): Bundle<Item> {
  const sources = [...new Set(members.flatMap(({ bundle }) => bundle.sources))];
  const targets = [...new Set(members.flatMap(({ bundle }) => bundle.targets))];
  return {
    ...first.bundle,
    from: sources.length === 1 ? first.fromNode.id : (first.fromNode.group ?? first.bundle.from),
    to: targets.length === 1 ? first.toNode.id : (first.toNode.group ?? first.bundle.to),
    sources,
    targets,
    pairs: members.reduce((sum, { bundle }) => sum + bundle.pairs, 0),
    items: members.flatMap(({ bundle }) => bundle.items),
  };
}

function addTo<Item>(lists: Map<string, Item[]>, key: string | null, item: Item): void {
  if (key === null) return;
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}

function fanLinks<Item>(links: readonly Link<Item>[]): readonly Placed<Item>[] {
  const pairs = new Map<string, { first: Link<Item>; mixed: boolean; items: Item[] }>();
  for (const link of links) {
    const mixed = link.from.mixed || link.to.mixed;
    const id = [link.from.id, link.to.id, mixed ? '' : link.key].join(SEPARATOR);
    const pair = pairs.get(id);
    if (pair === undefined) pairs.set(id, { first: link, mixed, items: [link.item] });
    else pair.items.push(link.item);
  }
  const single = [...pairs.values()].map(({ first, mixed, items }): Placed<Item> => ({
    fromNode: first.from,
    toNode: first.to,
    bundle: {
      from: first.from.id,
      to: first.to.id,
      key: mixed ? '' : first.key,
      mixed,
      sources: [first.from.id],
      targets: [first.to.id],
      pairs: 1,
      items,
    },
  }));
  const fannedIn = mergeFans(single, 'in');
  return mergeFans(fannedIn, 'out');
}

interface Placed<Item> {
  readonly fromNode: DrawnNode;
  readonly toNode: DrawnNode;
  readonly bundle: Bundle<Item>;
}

function mergeFans<Item>(placed: readonly Placed<Item>[], direction: 'in' | 'out'): readonly Placed<Item>[] {
  const fans = new Map<string, Placed<Item>[]>();
  const fanOf = (candidate: Placed<Item>): string | null => {
    const [spread, shared] =
      direction === 'in' ? [candidate.fromNode, candidate.toNode] : [candidate.toNode, candidate.fromNode];
    if (candidate.bundle.pairs > 1 || candidate.bundle.mixed || spread === shared) return null;
    if (spread.group === null) return null;
    return [spread.group, shared.id, candidate.bundle.key].join(SEPARATOR);
  };
  for (const candidate of placed) addTo(fans, fanOf(candidate), candidate);
  return placed.flatMap((candidate) => {
    const members = fans.get(fanOf(candidate) ?? '') ?? [];
    const isInside = candidate.fromNode.group === candidate.toNode.group;
    if (members.length < (isInside ? FAN_INSIDE : FAN)) return [candidate];
    return members[0] === candidate ? [mergeFan(candidate, members, direction)] : [];
  });
}

function mergeFan<Item>(first: Placed<Item>, members: readonly Placed<Item>[], direction: 'in' | 'out'): Placed<Item> {
  const { bundle, fromNode, toNode } = first;
  const merged =
    direction === 'in'
      ? { from: fromNode.group ?? bundle.from, sources: members.map((member) => member.fromNode.id) }
      : { to: toNode.group ?? bundle.to, targets: members.map((member) => member.toNode.id) };
  return {
    ...first,
    bundle: { ...bundle, ...merged, pairs: members.length, items: members.flatMap((member) => member.bundle.items) },
  };
}

/** The open group that a node stands in, or a closed group itself. */
function frameOf(node: DrawnNode): string {
  return node.group ?? node.id;
}
