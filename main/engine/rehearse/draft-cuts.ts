import { WORLDS } from '../model/world';
import type { WorldAnswers } from './answers';
import type { PairEnd } from './pairs';
import type { DeclaredPort, TrafficPiece, TrafficPieces, WorldVerdicts } from './traffic-pieces';

/** In the order in which they are listed while there is room. */
export const DRAFT_KINDS = ['changing', 'blocked', 'open'] as const;
export type DraftKind = (typeof DRAFT_KINDS)[number];

/** What answers come to at destinations that declare the same ports, and how many pairs have them. */
export interface Cut {
  readonly pieces: readonly { readonly piece: TrafficPiece; readonly kind: DraftKind }[];
  readonly pairs: number;
}

/** Counts pairs by what their answers come to. */
export interface Cuts {
  /** Takes ids of answers by place; −1: no pair. Which kinds of pieces came by: one bit for each of `DRAFT_KINDS`. */
  countRow(row: Int32Array): number;
  piecesAt(place: number, id: number): Cut['pieces'];
  all(): readonly Cut[];
}

export function createCuts(
  ends: readonly PairEnd[],
  answersOf: (id: number) => WorldAnswers,
  pieces: TrafficPieces,
): Cuts {
  const { groups, portsOf } = groupByPorts(ends);
  const piecesOf = portsOf.map((ports) => pieces.toPorts(ports));
  const width = portsOf.length;
  /** By id of the answers and group of ports, side by side. */
  const known: Cut['pieces'][] = [];
  let kinds = new Uint8Array(0);
  let counts = new Uint32Array(0);

  const cutAt = (id: number, group: number): number => {
    const index = id * width + group;
    if (index >= kinds.length) {
      const size = Math.max(256, (id + 1) * width * 2);
      const [grownKinds, grownCounts] = [new Uint8Array(size), new Uint32Array(size)];
      grownKinds.set(kinds);
      grownCounts.set(counts);
      [kinds, counts] = [grownKinds, grownCounts];
    }
    const cut = (piecesOf[group]?.(answersOf(id)) ?? []).map((piece) => ({ piece, kind: kindOf(piece.verdicts) }));
    known[index] = cut;
    const mask = cut.reduce((sum, { kind }) => sum | (1 << DRAFT_KINDS.indexOf(kind)), 0);
    kinds[index] = mask | SEEN;
    return index;
  };

  return {
    countRow(row) {
      let seen = 0;
      for (let place = 0; place < row.length; place += 1) {
        const id = row[place] ?? -1;
        if (id < 0) continue;
        const group = groups[place] ?? 0;
        const index = (kinds[id * width + group] ?? 0) === 0 ? cutAt(id, group) : id * width + group;
        counts[index] = (counts[index] ?? 0) + 1;
        seen |= kinds[index] ?? 0;
      }
      return seen & ~SEEN;
    },
    piecesAt: (place, id) => known[id * width + (groups[place] ?? 0)] ?? [],
    all: () => known.flatMap((cut, index) => [{ pieces: cut, pairs: counts[index] ?? 0 }]),
  };
}

const SEEN = 128;

/** By place: the number of the ports that the end declares. */
function groupByPorts(ends: readonly PairEnd[]) {
  const numbers = new Map<string, number>();
  const portsOf: (readonly DeclaredPort[])[] = [];
  const groups = Int32Array.from(ends, ({ party: { ports } }) => {
    const text = ports.map(({ protocol, port }) => `${protocol}/${port}`).join(' ');
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    portsOf[number] ??= ports;
    return number;
  });
  return { groups, portsOf };
}

/** Undecided pieces count as changing: they are to be seen. */
function kindOf(verdicts: WorldVerdicts): DraftKind {
  const steady = verdicts.now !== 'undecided' && WORLDS.every((world) => verdicts[world] === verdicts.now);
  if (!steady) return 'changing';
  return verdicts.now === 'deny' ? 'blocked' : 'open';
}
