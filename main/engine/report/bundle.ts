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
  readonly from: string;
  readonly to: string;
  readonly key: string;
  /** An end is a closed group of parties that differ: `key` does not tell its links apart. */
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
/** So many pairs of nodes between two groups that do the same may be drawn as one line between the frames. */
const PAIRS = 4;

const SEPARATOR = '\n';

/**
 * Draws links as few lines: one per pair of nodes and key; one per pair where an end is a mixed group; and where three
 * or more nodes of an open namespace (or of the open hosts) do the same to one node, one line from or to the frame.
 * Every link is in exactly one bundle. Deterministic: bundles come in the order of their first link.
 */
export function bundleLinks<Item>(links: readonly Link<Item>[]): readonly Bundle<Item>[] {
  return fanLinks(links).map(({ bundle }) => bundle);
}

/**
 * As `bundleLinks`; besides, keys that `mayMerge` run as one line between two frames, or as one loop at a frame, and a mixed
 * group has one line to each frame.
 */
export function bundleFrames<Item>(
  links: readonly Link<Item>[],
  mayMerge: (key: string) => boolean,
): readonly Bundle<Item>[] {
  const placed = fanLinks(links);
  const between = new Map<string, Placed<Item>[]>();
  const pairOf = ({ fromNode, toNode, bundle }: Placed<Item>): string | null => {
    if (!hasFrame(fromNode) || !hasFrame(toNode) || !(bundle.mixed || mayMerge(bundle.key))) return null;
    if (!bundle.mixed && (fromNode.group === null || toNode.group === null)) return null;
    return [fromNode.group ?? fromNode.id, toNode.group ?? toNode.id, bundle.key].join(SEPARATOR);
  };
  for (const candidate of placed) addTo(between, pairOf(candidate), candidate);
  return placed.flatMap((candidate) => {
    const members = between.get(pairOf(candidate) ?? '') ?? [];
    const pairs = members.reduce((sum, { bundle }) => sum + bundle.sources.length * bundle.targets.length, 0);
    if (members.length < 2 || pairs < PAIRS) return [candidate.bundle];
    return members[0] === candidate ? [mergeFrames(candidate, members)] : [];
  });
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
    if (spread.group === null || !hasFrame(spread)) return null;
    return [spread.group, shared.id, candidate.bundle.key].join(SEPARATOR);
  };
  for (const candidate of placed) addTo(fans, fanOf(candidate), candidate);
  return placed.flatMap((candidate) => {
    const members = fans.get(fanOf(candidate) ?? '') ?? [];
    if (members.length < FAN) return [candidate];
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

function hasFrame(node: DrawnNode): boolean {
  return node.groupKind === 'namespace' || node.groupKind === 'hosts';
}
