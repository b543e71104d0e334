import { compareText } from './grouping';
import type { LayoutLink } from './layout-group';
import type { Box, Point } from './scene-model';

/** A frame or a lone node that the middle of the drawing is packed from. */
export interface Parcel {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly framed: boolean;
  /** The nodes inside, from the parcel's own corner. */
  readonly nodes: ReadonlyMap<string, Box>;
}

/** The parcels in their places. */
export interface PackedParcels {
  readonly nodes: ReadonlyMap<string, Box>;
  readonly frames: ReadonlyMap<string, Box>;
  readonly right: number;
  readonly bottom: number;
}

const GAP_BETWEEN_FRAMES = 80;
/** Between closed groups: their edges carry long labels. */
const GAP_BETWEEN_NODES = 130;
/** Holds the marks of what comes in, and lines that run along. */
const GAP_BETWEEN_SHELVES = 70;

/** All ways to pack parcels from top to bottom that differ, the narrowest first; at least one. */
export function packParcels(
  parcels: readonly Parcel[],
  links: readonly LayoutLink[],
  origin: Point,
): readonly PackedParcels[] {
  const ordered = orderByFlow(parcels, links);
  const packed = new Map<string, PackedParcels>();
  // A shelf that begins with the first parcel is as wide as any other that is worth a try.
  for (const limit of [0, ...ordered.map((_, index) => widthOfShelf(ordered.slice(0, index + 1)))]) {
    const shelves = fillShelves(ordered, limit);
    const form = shelves.map((shelf) => shelf.length).join(' ');
    if (!packed.has(form)) packed.set(form, placeShelves(shelves, origin));
  }
  return [...packed.values()];
}

/** Frames of one shelf are equally high, and the last one fills its shelf. */
function placeShelves(shelves: readonly (readonly Parcel[])[], origin: Point): PackedParcels {
  const shelfWidth = Math.max(0, ...shelves.map(widthOfShelf));
  const nodes = new Map<string, Box>();
  const frames = new Map<string, Box>();
  let y = origin.y;
  for (const shelf of shelves) {
    const height = Math.max(...shelf.map((parcel) => parcel.height));
    let x = origin.x;
    for (const [index, parcel] of shelf.entries()) {
      const isLast = index === shelf.length - 1;
      const width = isLast ? origin.x + shelfWidth - x : parcel.width;
      if (parcel.framed) frames.set(parcel.id, { x, y, width, height });
      for (const [id, box] of parcel.nodes) nodes.set(id, { ...box, x: x + box.x, y: y + box.y });
      x += parcel.width + gapAfter(parcel);
    }
    y += height + GAP_BETWEEN_SHELVES;
  }
  return {
    nodes,
    frames,
    right: origin.x + shelfWidth,
    bottom: Math.max(origin.y, y - GAP_BETWEEN_SHELVES),
  };
}

function widthOfShelf(shelf: readonly Parcel[]): number {
  const gaps = shelf.slice(1).reduce((sum, parcel) => sum + gapAfter(parcel), 0);
  return shelf.reduce((sum, { width }) => sum + width, gaps);
}

function gapAfter(parcel: Parcel): number {
  return parcel.framed ? GAP_BETWEEN_FRAMES : GAP_BETWEEN_NODES;
}

/** Frames and lone nodes never share a shelf: a shelf is as high as its highest parcel. */
function fillShelves(parcels: readonly Parcel[], wanted: number): readonly (readonly Parcel[])[] {
  const limit = Math.max(wanted, ...parcels.map(({ width }) => width));
  const shelves: Parcel[][] = [];
  for (const parcel of parcels) {
    const shelf = shelves.at(-1);
    const fits = shelf !== undefined && shelf[0]?.framed === parcel.framed && widthOfShelf([...shelf, parcel]) <= limit;
    if (fits) shelf.push(parcel);
    else shelves.push([parcel]);
  }
  return shelves;
}

/** Frames first; among them, what sends more than it receives comes before what receives more than it sends. */
function orderByFlow(parcels: readonly Parcel[], links: readonly LayoutLink[]): readonly Parcel[] {
  const parcelOf = new Map(parcels.flatMap((parcel) => [...parcel.nodes.keys()].map((id) => [id, parcel.id] as const)));
  const surplus = new Map<string, number>();
  for (const { from, to, weight } of links) {
    const [source, target] = [parcelOf.get(from), parcelOf.get(to)];
    if (source === undefined || target === undefined || source === target) continue;
    surplus.set(source, (surplus.get(source) ?? 0) + weight);
    surplus.set(target, (surplus.get(target) ?? 0) - weight);
  }
  return parcels.toSorted(
    (first, second) =>
      Number(second.framed) - Number(first.framed) ||
      (surplus.get(second.id) ?? 0) - (surplus.get(first.id) ?? 0) ||
      compareText(first.id, second.id),
  );
}
