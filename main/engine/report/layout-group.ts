import { compareText } from './grouping';
import type { Point } from './scene-model';
import { LATTICE } from './scene-model';

/** A connection that pulls two nodes together; a heavier one pulls more. */
export interface LayoutLink {
  readonly from: string;
  readonly to: string;
  readonly weight: number;
}

/** The size that every node of the drawing has. */
export interface NodeSize {
  readonly width: number;
  readonly height: number;
}

/** Top left corners of the nodes of one group, from its own origin. */
export interface GroupLayout {
  readonly positions: ReadonlyMap<string, Point>;
  readonly width: number;
  readonly height: number;
}

/** How far nodes stand from each other, between columns and between rows. */
export interface NodeGaps {
  readonly column: number;
  readonly row: number;
}

/** A group wider than so many times its height is folded. */
const WIDEST_ASPECT = 2.8;
const SWEEPS = 6;

/**
 * Places the nodes of one group in columns along the direction of the heavier links, neighbours on one level where that
 * is possible. `ids` must be sorted: the answer depends on nothing else.
 */
export function layoutGroup(
  ids: readonly string[],
  links: readonly LayoutLink[],
  size: NodeSize,
  gaps: NodeGaps,
): GroupLayout {
  const inside = links.filter(({ from, to }) => from !== to && ids.includes(from) && ids.includes(to));
  const order = directLinks(inside);
  const rows = Math.max(3, Math.ceil(Math.sqrt(ids.length * 1.3)));
  const columns = foldColumns(splitColumns(makeColumns(ids, order, rows), rows), rows, size, gaps);
  return placeColumns(sortColumns(columns, inside), inside, size, gaps);
}

/** The links that set the direction of reading: of each pair the heavier way, without circles, heaviest first. */
function directLinks(links: readonly LayoutLink[]): readonly LayoutLink[] {
  const weights = new Map<string, LayoutLink>();
  for (const link of links) {
    const id = `${link.from}\n${link.to}`;
    if ((weights.get(id)?.weight ?? 0) < link.weight) weights.set(id, link);
  }
  const directed = [...weights]
    .map(([id, link]) => {
      const back = weights.get(`${link.to}\n${link.from}`)?.weight ?? 0;
      return { id, link: { ...link, weight: link.weight - back } };
    })
    .filter(({ link }) => link.weight > 0)
    .toSorted((first, second) => second.link.weight - first.link.weight || compareText(first.id, second.id));
  const successors = new Map<string, string[]>();
  const taken: LayoutLink[] = [];
  for (const { link } of directed) {
    if (reaches(successors, link.to, link.from)) continue;
    successors.set(link.from, [...(successors.get(link.from) ?? []), link.to]);
    taken.push(link);
  }
  return taken;
}

function reaches(successors: ReadonlyMap<string, readonly string[]>, start: string, goal: string): boolean {
  const seen = new Set([start]);
  const open = [start];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === goal) return true;
    for (const successor of successors.get(next) ?? []) {
      if (seen.has(successor)) continue;
      seen.add(successor);
      open.push(successor);
    }
  }
  return false;
}

/** Columns by the longest way from a beginning; a beginning stands just before what it leads to; what has no links fills the emptiest columns. */
function makeColumns(ids: readonly string[], order: readonly LayoutLink[], rows: number): string[][] {
  const linked = new Set(order.flatMap(({ from, to }) => [from, to]));
  const depth = new Map<string, number>();
  const depthOf = (id: string): number => {
    const known = depth.get(id);
    if (known !== undefined) return known;
    const before = order.filter(({ to }) => to === id).map(({ from }) => depthOf(from) + 1);
    const found = Math.max(0, ...before);
    depth.set(id, found);
    return found;
  };
  for (const id of linked) depthOf(id);
  const columns: string[][] = [];
  for (const id of ids.filter((candidate) => linked.has(candidate))) {
    const after = order.filter(({ from }) => from === id).map(({ to }) => depthOf(to) - 1);
    const isBeginning = depthOf(id) === 0 && after.length > 0;
    const column = isBeginning ? Math.min(...after) : depthOf(id);
    while (columns.length <= column) columns.push([]);
    columns[column]?.push(id);
  }
  const filled = columns.filter((column) => column.length > 0);
  for (const id of ids.filter((candidate) => !linked.has(candidate))) {
    const emptiest = filled.toSorted((first, second) => first.length - second.length)[0];
    const wanted = Math.ceil(ids.length / rows);
    if (emptiest === undefined || (emptiest.length >= rows - 1 && filled.length < wanted + 1)) filled.push([id]);
    else emptiest.push(id);
  }
  return filled;
}

function splitColumns(columns: readonly string[][], rows: number): string[][] {
  return columns.flatMap((column) => {
    const parts = Math.ceil(column.length / rows);
    const height = Math.ceil(column.length / parts);
    return Array.from({ length: parts }, (_, part) => column.slice(part * height, (part + 1) * height));
  });
}

/** Puts two neighbouring short columns on top of each other while the group is too wide for its height. */
function foldColumns(columns: readonly string[][], rows: number, size: NodeSize, gaps: NodeGaps): string[][] {
  const folded = columns.map((column) => [...column]);
  for (;;) {
    const height = Math.max(...folded.map((column) => column.length)) * (size.height + gaps.row) - gaps.row;
    const width = folded.length * (size.width + gaps.column) - gaps.column;
    if (folded.length < 2 || width / height <= WIDEST_ASPECT) return folded;
    const pairs = folded.slice(1).map((column, index) => [...(folded[index] ?? []), ...column]);
    const shortest = Math.min(...pairs.map((pair) => pair.length));
    if (shortest > rows) return folded;
    const at = pairs.findIndex((pair) => pair.length === shortest);
    folded.splice(at, 2, ...pairs.slice(at, at + 1));
  }
}

/** Orders each column by where its neighbours in the other columns stand. */
function sortColumns(columns: readonly string[][], links: readonly LayoutLink[]): readonly (readonly string[])[] {
  const sorted = columns.map((column) => [...column]);
  const columnOf = new Map(sorted.flatMap((column, index) => column.map((id) => [id, index] as const)));
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const place = new Map(
      sorted.flatMap((column) => column.map((id, row) => [id, (row + 0.5) / column.length] as const)),
    );
    for (const [index, column] of sorted.entries()) {
      const pulled = column.map((id, row) => {
        const neighbours = neighboursOf(id, links).filter(({ other }) => columnOf.get(other) !== index);
        return { id, pull: weightedMean(locate(neighbours, place)) ?? (row + 0.5) / column.length };
      });
      // A stable sort: what is pulled alike keeps the order of reading.
      pulled.sort((first, second) => first.pull - second.pull);
      sorted[index] = pulled.map(({ id }) => id);
      for (const [row, { id }] of pulled.entries()) place.set(id, (row + 0.5) / column.length);
    }
  }
  return sorted;
}

interface Neighbour {
  readonly other: string;
  readonly weight: number;
}

function neighboursOf(id: string, links: readonly LayoutLink[]): readonly Neighbour[] {
  return links.flatMap(({ from, to, weight }) => {
    if (from === id) return [{ other: to, weight }];
    return to === id ? [{ other: from, weight }] : [];
  });
}

interface Located {
  readonly at: number;
  readonly weight: number;
}

/** Neighbours that have a place. */
function locate(neighbours: readonly Neighbour[], places: ReadonlyMap<string, number>): readonly Located[] {
  return neighbours.flatMap(({ other, weight }) => {
    const at = places.get(other);
    return at === undefined ? [] : [{ at, weight }];
  });
}

function weightedMean(located: readonly Located[]): number | null {
  let [sum, weights] = [0, 0];
  for (const { at, weight } of located) {
    sum += at * weight;
    weights += weight;
  }
  return weights === 0 ? null : sum / weights;
}

/** Chooses the heights: each node on the level of its heaviest neighbours, as far as its column leaves room. */
function placeColumns(
  columns: readonly (readonly string[])[],
  links: readonly LayoutLink[],
  size: NodeSize,
  gaps: NodeGaps,
): GroupLayout {
  const pitch = size.height + gaps.row;
  const tallest = Math.max(0, ...columns.map((column) => column.length));
  const anchor = columns.findIndex((column) => column.length === tallest);
  const outwards = [...columns.entries()].toSorted(
    ([first], [second]) => Math.abs(first - anchor) - Math.abs(second - anchor),
  );
  /** Of the columns that are settled. */
  const level = new Map<string, number>();
  const positions = new Map<string, Point>();
  for (const [index, column] of outwards) {
    const top = ((tallest - column.length) * pitch) / 2;
    const wanted = column.map((id, row): Wish => {
      return { id, at: levelOfNeighbours(id, links, level) ?? top + row * pitch };
    });
    const found = index === anchor ? wanted : spreadOut(wanted, pitch, 0, (tallest - 1) * pitch);
    for (const { id, at } of found) {
      level.set(id, at);
      positions.set(id, { x: index * (size.width + gaps.column), y: at });
    }
  }
  return {
    positions,
    width: Math.max(1, columns.length) * (size.width + gaps.column) - gaps.column,
    height: Math.max(1, tallest) * pitch - gaps.row,
  };
}

/** The level at which a node would stand best: that of its heaviest neighbours; `null` where none of them has a level. */
export function levelOfNeighbours(
  id: string,
  links: readonly LayoutLink[],
  levels: ReadonlyMap<string, number>,
): number | null {
  return weightedMedian(locate(neighboursOf(id, links), levels));
}

/** The place at which half of the weight is reached, so that one heavy neighbour decides alone. */
function weightedMedian(located: readonly Located[]): number | null {
  const placed = located.toSorted((first, second) => first.at - second.at);
  const half = placed.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let reached = 0;
  for (const { at, weight } of placed) {
    reached += weight;
    if (reached >= half) return at;
  }
  return null;
}

/** A node, and where it would stand best. */
export interface Wish {
  readonly id: string;
  readonly at: number;
}

/**
 * Moves wished places apart so that they keep their order and stand at least `pitch` from each other, between `low` and
 * `high` if there is room. All places are on the lattice.
 */
export function spreadOut(wanted: readonly Wish[], pitch: number, low: number, high: number): readonly Wish[] {
  let lowest = low;
  const down = wanted.map(({ id, at }) => {
    const placed = Math.max(lowest, Math.round(at / LATTICE) * LATTICE);
    lowest = placed + pitch;
    return { id, at: placed };
  });
  let highest = Math.max(high, low + (wanted.length - 1) * pitch);
  const up = down.toReversed().map(({ id, at }) => {
    const placed = Math.min(at, highest);
    highest = placed - pitch;
    return { id, at: placed };
  });
  return up.toReversed();
}
