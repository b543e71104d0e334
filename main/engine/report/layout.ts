import type { DrawnNode, PartyGroup } from './grouping';
import { compareText } from './grouping';
import type { LayoutLink, NodeGaps, NodeSize } from './layout-group';
import { layoutGroup } from './layout-group';
import type { PackedParcels, Parcel } from './layout-shelves';
import { packParcels } from './layout-shelves';
import type { PlacedSide, SideBlock } from './layout-side';
import { placeSide } from './layout-side';
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
export const TITLE_SIZE = 11.5;
/** Room at the left and right of the text in a node. */
export const NODE_PADDING = 14;
const NODE_HEIGHT = 50;
const [NARROWEST, WIDEST] = [120, 180];

/** Around the drawing: lines run here too; the top also holds the marks of what comes into the uppermost frames. */
const MARGIN = { side: 40, top: 50, bottom: 30 } as const;
const GAP_BETWEEN_COLUMNS = 80;
/** Inside a frame: left, right and bottom. */
const FRAME_PADDING = 30;

interface Spacing extends NodeGaps {
  /** From the top of a frame, with its title, to its nodes. */
  readonly frameTop: number;
}

/** Few nodes stand apart, so that the labels between them are read at ease; many stand close, so that they are read at all. */
const ROOMY: Spacing = { column: 100, row: 60, frameTop: 50 };
const CLOSE: Spacing = { column: 80, row: 30, frameTop: 40 };
const MOST_WHEN_ROOMY = 14;
/** The place for the map in an ordinary window is about so many times as wide as high. */
const ASPECT = 2;

/**
 * Places all nodes: what is outside at the left, namespaces in the middle, sets and hosts at the right, so that the whole is
 * about as wide as a window. Everything stands on the lattice and nothing overlaps. The same nodes and links give the same
 * places, in whatever order they come.
 */
export function layoutScene(
  nodes: readonly DrawnNode[],
  groups: readonly PartyGroup[],
  links: readonly LayoutLink[],
): Layout {
  const sorted = nodes.toSorted((first, second) => compareText(first.id, second.id));
  const ofKind = (kind: DrawnNode['groupKind']): readonly DrawnNode[] =>
    sorted.filter((node) => node.groupKind === kind);
  const inMiddle = ofKind('namespace');
  const parcels = makeParcels(inMiddle, links, sizeFor(inMiddle), sorted.length > MOST_WHEN_ROOMY ? CLOSE : ROOMY);
  const [outside, right] = [blocksOf([ofKind('outside')]), blocksOf([ofKind('sets'), ofKind('hosts')])];
  const [outsideSize, rightSize] = [sizeFor(ofKind('outside')), sizeFor([...ofKind('sets'), ...ofKind('hosts')])];

  const candidates = packParcels(parcels, links, { x: 0, y: MARGIN.top }).map((middle) => {
    const place = (blocks: readonly SideBlock[], size: NodeSize, levels: ReadonlyMap<string, Box>): PlacedSide =>
      placeSide(blocks, 0, MARGIN.top, middle.bottom, links, levelsOf(levels), size);
    const rightSide = place(right, rightSize, middle.nodes);
    // What is outside also knows the levels of the hosts and the sets.
    const leftSide = place(outside, outsideSize, new Map([...middle.nodes, ...rightSide.nodes]));
    return measure(joinSides(leftSide, middle, rightSide));
  });
  const best = candidates.toSorted((first, second) => shortfall(first) - shortfall(second))[0];
  if (best === undefined) return { nodes: new Map(), groups: new Map(), width: 0, height: 0 };
  const open = new Set(groups.map(({ id }) => id));
  return { ...best, groups: new Map([...best.groups].filter(([id]) => open.has(id))) };
}
/** How much a layout asks of a window: the smaller, the larger it can be drawn. */
function shortfall({ width, height }: Layout): number {
  return Math.max(width / ASPECT, height);
}

function blocksOf(kinds: readonly (readonly DrawnNode[])[]): readonly SideBlock[] {
  return kinds.flatMap((nodes) => {
    const first = nodes[0];
    return first === undefined ? [] : [{ id: first.group ?? first.id, nodes }];
  });
}

function levelsOf(boxes: ReadonlyMap<string, Box>): ReadonlyMap<string, number> {
  return new Map([...boxes].map(([id, box]) => [id, box.y]));
}

type Part = Pick<Layout, 'nodes' | 'groups'>;

/** The three parts side by side. */
function joinSides(left: PlacedSide, middle: PackedParcels, right: PlacedSide): readonly Part[] {
  const parts: Part[] = [];
  let x: number = MARGIN.side;
  for (const { nodes, frames, right: width } of [left, middle, right]) {
    if (nodes.size === 0) continue;
    parts.push({ nodes: moveRight(nodes, x), groups: moveRight(frames, x) });
    x += width + GAP_BETWEEN_COLUMNS;
  }
  return parts;
}

function moveRight(boxes: ReadonlyMap<string, Box>, by: number): ReadonlyMap<string, Box> {
  return new Map([...boxes].map(([id, box]) => [id, { ...box, x: box.x + by }]));
}

function measure(parts: readonly Part[]): Layout {
  const nodes = new Map(parts.flatMap((part) => [...part.nodes]));
  const groups = new Map(parts.flatMap((part) => [...part.groups]));
  const boxes = [...nodes.values(), ...groups.values()];
  return {
    nodes,
    groups,
    width: Math.max(MARGIN.side, ...boxes.map((box) => box.x + box.width)) + MARGIN.side,
    height: Math.max(MARGIN.top, ...boxes.map((box) => box.y + box.height)) + MARGIN.bottom,
  };
}

/** One size for all nodes of a part, so that their columns line up: wide enough for most texts, on the lattice to its centre. */
function sizeFor(nodes: readonly DrawnNode[]): NodeSize {
  const widths = nodes.map((node) => {
    const slanted = node.kind === 'host' ? 2 * LATTICE : 0;
    const text = Math.max(estimateTextWidth(node.label, LABEL_SIZE), estimateTextWidth(node.detail, DETAIL_SIZE));
    return text + 2 * NODE_PADDING + slanted;
  });
  const wanted = Math.max(NARROWEST, ...widths);
  return { width: Math.min(WIDEST, Math.ceil(wanted / (2 * LATTICE)) * 2 * LATTICE), height: NODE_HEIGHT };
}

function makeParcels(
  nodes: readonly DrawnNode[],
  links: readonly LayoutLink[],
  size: NodeSize,
  spacing: Spacing,
): readonly Parcel[] {
  const closed = nodes.filter((node) => node.group === null);
  const frames = [...new Set(nodes.flatMap((node) => node.group ?? []))];
  return [
    ...frames.map((id): Parcel => {
      const inside = nodes.filter((node) => node.group === id).map((node) => node.id);
      const { positions, width, height } = layoutGroup(inside, links, size, spacing);
      return {
        id,
        width: width + 2 * FRAME_PADDING,
        height: height + spacing.frameTop + FRAME_PADDING,
        framed: true,
        nodes: new Map(
          [...positions].map(([node, { x, y }]) => [node, { x: x + FRAME_PADDING, y: y + spacing.frameTop, ...size }]),
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
