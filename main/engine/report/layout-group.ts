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
    .toSorted((first, second) => second.link.weight - first.link.weight || (first.id < second.id ? -1 : 1));
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
    const lengths = folded.slice(1).map((column, index) => column.length + (folded[index]?.length ?? 0));
    const shortest = Math.min(...lengths);
    if (shortest > rows) return folded;
    const at = lengths.indexOf(shortest);
    folded.splice(at, 2, [...(folded[at] ?? []), ...(folded[at + 1] ?? [])]);
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
      const pull = new Map(
        column.map((id, row) => {
          const neighbours = neighboursOf(id, links).filter(({ other }) => columnOf.get(other) !== index);
          return [id, weightedMean(neighbours, place) ?? (row + 0.5) / column.length] as const;
        }),
      );
      // A stable sort: what is pulled alike keeps the order of reading.
      column.sort((first, second) => (pull.get(first) ?? 0) - (pull.get(second) ?? 0));
      for (const [row, id] of column.entries()) place.set(id, (row + 0.5) / column.length);
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

function weightedMean(neighbours: readonly Neighbour[], place: ReadonlyMap<string, number>): number | null {
  let [sum, weights] = [0, 0];
  for (const { other, weight } of neighbours) {
    sum += (place.get(other) ?? 0) * weight;
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
  const level = new Map<string, number>();
  const tallest = Math.max(0, ...columns.map((column) => column.length));
  for (const column of columns) {
    const top = ((tallest - column.length) * pitch) / 2;
    for (const [row, id] of column.entries()) level.set(id, top + row * pitch);
  }
  const anchor = columns.findIndex((column) => column.length === tallest);
  const outwards = columns
    .map((_, index) => index)
    .toSorted((first, second) => Math.abs(first - anchor) - Math.abs(second - anchor));
  const settled = new Set(columns[anchor] ?? []);
  for (const index of outwards.slice(1)) {
    const column = columns[index] ?? [];
    const wanted = column.map((id) => {
      const neighbours = neighboursOf(id, links).filter(({ other }) => settled.has(other));
      return weightedMedian(neighbours, level) ?? level.get(id) ?? 0;
    });
    const found = spreadOut(wanted, pitch, 0, (tallest - 1) * pitch);
    for (const [row, id] of column.entries()) level.set(id, found[row] ?? 0);
    for (const id of column) settled.add(id);
  }
  const positions = new Map<string, Point>();
  for (const [index, column] of columns.entries()) {
    for (const id of column) positions.set(id, { x: index * (size.width + gaps.column), y: level.get(id) ?? 0 });
  }
  return {
    positions,
    width: Math.max(1, columns.length) * (size.width + gaps.column) - gaps.column,
    height: Math.max(1, tallest) * pitch - gaps.row,
  };
}

/** The place at which half of the weight is reached, so that one heavy neighbour decides alone. */
export function weightedMedian(neighbours: readonly Neighbour[], level: ReadonlyMap<string, number>): number | null {
  const placed = neighbours
    .map(({ other, weight }) => ({ at: level.get(other) ?? 0, weight }))
    .toSorted((first, second) => first.at - second.at);
  const half = placed.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let reached = 0;
  for (const { at, weight } of placed) {
    reached += weight;
    if (reached >= half) return at;
  }
  return null;
}

/**
 * Moves wished places apart so that they keep their order and stand at least `pitch` from each other, between `low` and
 * `high` if there is room. All places are on the lattice.
 */
export function spreadOut(wanted: readonly number[], pitch: number, low: number, high: number): readonly number[] {
  const down: number[] = [];
  for (const wish of wanted) {
    const previous = down.at(-1);
    const snapped = Math.round(wish / LATTICE) * LATTICE;
    down.push(Math.max(previous === undefined ? low : previous + pitch, snapped));
  }
  let limit = Math.max(high, low + (wanted.length - 1) * pitch);
  for (let index = down.length - 1; index >= 0; index -= 1) {
    down[index] = Math.min(down[index] ?? limit, limit);
    limit = (down[index] ?? limit) - pitch;
  }
  return down;
}
