import type { DrawnNode, PartyGroup } from './grouping';
import { compareText } from './grouping';
import type { LayoutLink, NodeSize } from './layout-group';
import { ROW_GAP, layoutGroup, spreadOut, weightedMedian } from './layout-group';
import type { Parcel } from './layout-shelves';
import { packParcels } from './layout-shelves';
import type { Box } from './scene-model';
import { LATTICE } from './scene-model';
import { estimateTextWidth } from './text-width';

/** Where everything stands. */
export interface Layout {
  readonly nodes: ReadonlyMap<string, Box>;
  readonly groups: ReadonlyMap<string, Box>;
  readonly width: number;
  readonly height: number;
}

export const LABEL_SIZE = 13;
export const DETAIL_SIZE = 11;
/** Room at the left and right of the text in a node. */
export const NODE_PADDING = 14;
const NODE_HEIGHT = 50;
const [NARROWEST, WIDEST] = [120, 180];
const SHORTEST_COLUMN = 6;

const MARGIN = 50;
const GAP_BETWEEN_COLUMNS = 100;
/** Inside a frame: left, right and bottom; the top also holds the title. */
const FRAME_PADDING = 30;
const FRAME_TOP = 50;
/** Around the hosts, the sets and the outside. */
const COLUMN_PADDING = 10;
const COLUMN_TOP = 30;

/**
 * Places all nodes: what is outside at the left, namespaces in the middle, sets and hosts at the right. Everything stands
 * on the lattice and nothing overlaps. The same nodes and links give the same places, in whatever order they come.
 */
export function layoutScene(
  nodes: readonly DrawnNode[],
  groups: readonly PartyGroup[],
  links: readonly LayoutLink[],
): Layout {
  const sorted = nodes.toSorted((first, second) => compareText(first.id, second.id));
  const size: NodeSize = { width: uniformWidth(sorted), height: NODE_HEIGHT };
  const outside = sorted.filter((node) => node.groupKind === 'outside');
  const right = [
    ...sorted.filter((node) => node.groupKind === 'sets'),
    ...sorted.filter((node) => node.groupKind === 'hosts'),
  ];
  const parcels = makeParcels(
    sorted.filter((node) => node.groupKind === 'namespace'),
    links,
    size,
  );
  const height = packParcels(parcels, links, { x: MARGIN, y: MARGIN }).bottom;
  const columns = (count: number): number => Math.ceil(count / capacityOf(height));
  const left = MARGIN + columns(outside.length) * (size.width + GAP_BETWEEN_COLUMNS);
  const middle = packParcels(parcels, links, { x: left, y: MARGIN });

  const boxes = new Map<string, Box>(middle.nodes);
  const frames = new Map<string, Box>(middle.frames);
  const rightX = middle.right + (parcels.length === 0 ? 0 : GAP_BETWEEN_COLUMNS);
  // The outside is placed twice: the second time it also knows the levels of the hosts and the sets.
  for (const [column, x] of [[outside, MARGIN] as const, [right, rightX] as const, [outside, MARGIN] as const]) {
    const level = new Map([...boxes].map(([id, box]) => [id, box.y]));
    for (const [id, box] of placeColumn(column, x, columns(column.length), links, level, height, size))
      boxes.set(id, box);
  }
  for (const group of groups) {
    if (group.kind === 'namespace') continue;
    const members = sorted.filter((node) => node.group === group.id).flatMap((node) => boxes.get(node.id) ?? []);
    if (members.length > 0) frames.set(group.id, boxAround(members));
  }
  const all = [...boxes.values(), ...frames.values()];
  return {
    nodes: boxes,
    groups: frames,
    width: Math.max(...all.map((box) => box.x + box.width), MARGIN) + MARGIN,
    height: Math.max(...all.map((box) => box.y + box.height), MARGIN) + MARGIN,
  };
}

/** One width for all nodes, so that their columns line up: wide enough for most texts, on the lattice to its centre. */
function uniformWidth(nodes: readonly DrawnNode[]): number {
  const widths = nodes.map((node) => {
    const slanted = node.kind === 'host' ? 2 * LATTICE : 0;
    const text = Math.max(estimateTextWidth(node.label, LABEL_SIZE), estimateTextWidth(node.detail, DETAIL_SIZE));
    return text + 2 * NODE_PADDING + slanted;
  });
  const wanted = Math.max(NARROWEST, ...widths);
  return Math.min(WIDEST, Math.ceil(wanted / (2 * LATTICE)) * 2 * LATTICE);
}

function makeParcels(nodes: readonly DrawnNode[], links: readonly LayoutLink[], size: NodeSize): readonly Parcel[] {
  const closed = nodes.filter((node) => node.group === null);
  const frames = [...new Set(nodes.flatMap((node) => node.group ?? []))];
  return [
    ...frames.map((id): Parcel => {
      const inside = nodes.filter((node) => node.group === id).map((node) => node.id);
      const { positions, width, height } = layoutGroup(inside, links, size);
      return {
        id,
        width: width + 2 * FRAME_PADDING,
        height: height + FRAME_TOP + FRAME_PADDING,
        framed: true,
        nodes: new Map(
          [...positions].map(([node, { x, y }]) => [node, { x: x + FRAME_PADDING, y: y + FRAME_TOP, ...size }]),
        ),
      };
    }),
    ...closed.map(({ id }): Parcel => ({
      id,
      ...size,
      framed: false,
      nodes: new Map([[id, { x: 0, y: 0, ...size }]]),
    })),
  ];
}

/** How many nodes a column at the side takes before a second one begins. */
function capacityOf(height: number): number {
  return Math.max(SHORTEST_COLUMN, Math.floor((height - MARGIN + ROW_GAP) / (NODE_HEIGHT + ROW_GAP)));
}

/** A column of nodes, or several side by side, each node on the level of its heaviest neighbours as far as there is room. */
function placeColumn(
  nodes: readonly DrawnNode[],
  x: number,
  columns: number,
  links: readonly LayoutLink[],
  level: ReadonlyMap<string, number>,
  bottom: number,
  size: NodeSize,
): ReadonlyMap<string, Box> {
  const wishes = nodes
    .map(({ id, groupKind }) => ({ id, groupKind, y: wishFor(id, links, level) ?? MARGIN }))
    .toSorted(
      (first, second) =>
        compareText(second.groupKind, first.groupKind) || first.y - second.y || compareText(first.id, second.id),
    );
  const placed = new Map<string, Box>();
  for (let column = 0; column < columns; column += 1) {
    const inside = wishes.filter((_, index) => index % columns === column);
    const levels = spreadOut(
      inside.map(({ y }) => y),
      size.height + ROW_GAP,
      MARGIN,
      bottom - size.height,
    );
    for (const [row, { id }] of inside.entries()) {
      const left = x + column * (size.width + GAP_BETWEEN_COLUMNS);
      placed.set(id, { x: left, y: levels[row] ?? MARGIN, ...size });
    }
  }
  return placed;
}

function wishFor(id: string, links: readonly LayoutLink[], level: ReadonlyMap<string, number>): number | null {
  const neighbours = links
    .filter(({ from, to }) => from === id || to === id)
    .map(({ from, to, weight }) => ({ other: from === id ? to : from, weight }))
    .filter(({ other }) => level.has(other));
  return weightedMedian(neighbours, level);
}

function boxAround(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x)) - COLUMN_PADDING;
  const y = Math.min(...boxes.map((box) => box.y)) - COLUMN_TOP;
  const right = Math.max(...boxes.map((box) => box.x + box.width)) + COLUMN_PADDING;
  const bottom = Math.max(...boxes.map((box) => box.y + box.height)) + COLUMN_PADDING;
  return { x, y, width: right - x, height: bottom - y };
}
