import type { DrawnNode } from './grouping';
import { compareText } from './grouping';
import type { LayoutLink, NodeSize } from './layout-group';
import { levelOfNeighbours, spreadOut } from './layout-group';
import type { Box } from './scene-model';

/** Nodes of one kind at the side of the drawing: what is outside, the network sets, the hosts. */
export interface SideBlock {
  readonly id: string;
  readonly nodes: readonly DrawnNode[];
}

/** The blocks of one side in their places. */
export interface PlacedSide {
  readonly nodes: ReadonlyMap<string, Box>;
  readonly frames: ReadonlyMap<string, Box>;
  readonly right: number;
  readonly bottom: number;
}

/** Around the nodes of a block; the top also holds its title. */
const BLOCK = { padding: 20, top: 40 } as const;
/** Holds the marks of what comes in. */
const GAP_BETWEEN_BLOCKS = 60;
const GAP = { row: 30, column: 60 } as const;
const ROWS_IN_A_COLUMN = 6;

/**
 * Places blocks below each other between `top` and, if there is room, `bottom`; in a block of one column each node is on
 * the level of its heaviest neighbours as far as there is room. Nothing overlaps, whatever `levels` say.
 */
export function placeSide(
  blocks: readonly SideBlock[],
  x: number,
  top: number,
  bottom: number,
  links: readonly LayoutLink[],
  levels: ReadonlyMap<string, number>,
  size: NodeSize,
): PlacedSide {
  const nodes = new Map<string, Box>();
  const frames = new Map<string, Box>();
  const pitch = size.height + GAP.row;
  const heights = blocks.map((block) => BLOCK.top + rowsOf(block) * pitch - GAP.row + BLOCK.padding);
  let right = x;
  let floor = top;
  for (const [index, block] of blocks.entries()) {
    const columns = columnsOf(block);
    const sorted = sortByLevel(block.nodes, links, levels);
    const below = heights.slice(index + 1).reduce((sum, height) => sum + height + GAP_BETWEEN_BLOCKS, 0);
    const ceiling = floor + BLOCK.top;
    const places =
      columns === 1
        ? spreadOut(
            sorted.map(({ id, level }) => ({ id, at: level ?? ceiling })),
            pitch,
            ceiling,
            bottom - below - BLOCK.padding - size.height,
          )
        : sorted.map(({ id }, place) => ({ id, at: ceiling + Math.floor(place / columns) * pitch }));
    const boxes = places.map(({ id, at }, place): readonly [string, Box] => {
      const left = x + BLOCK.padding + (place % columns) * (size.width + GAP.column);
      return [id, { x: left, y: at, ...size }];
    });
    for (const [id, box] of boxes) nodes.set(id, box);
    const tops = boxes.map(([, box]) => box.y);
    const start = Math.min(...tops) - BLOCK.top;
    const end = Math.max(...tops) + size.height + BLOCK.padding;
    const width = columns * (size.width + GAP.column) - GAP.column + 2 * BLOCK.padding;
    frames.set(block.id, { x, y: start, width, height: end - start });
    right = Math.max(right, x + width);
    floor = end + GAP_BETWEEN_BLOCKS;
  }
  return { nodes, frames, right, bottom: blocks.length === 0 ? top : floor - GAP_BETWEEN_BLOCKS };
}

function columnsOf(block: SideBlock): number {
  return Math.ceil(block.nodes.length / ROWS_IN_A_COLUMN);
}

function rowsOf(block: SideBlock): number {
  return Math.ceil(block.nodes.length / columnsOf(block));
}

function sortByLevel(
  nodes: readonly DrawnNode[],
  links: readonly LayoutLink[],
  levels: ReadonlyMap<string, number>,
): readonly { readonly id: string; readonly level: number | null }[] {
  return nodes
    .map(({ id }) => {
      return { id, level: levelOfNeighbours(id, links, levels) };
    })
    .toSorted((first, second) => (first.level ?? 0) - (second.level ?? 0) || compareText(first.id, second.id));
}
