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
  /** How many pairs, above the kinds of what they come to: one place to look at for each pair. */
  let cells = new Uint32Array(0);

  const cutAt = (id: number, group: number): number => {
    const index = id * width + group;
    if (index >= cells.length) {
      const grown = new Uint32Array(Math.max(256, (id + 1) * width * 2));
      grown.set(cells);
      cells = grown;
    }
    const cut = (piecesOf[group]?.(answersOf(id)) ?? []).map((piece) => ({ piece, kind: kindOf(piece.verdicts) }));
    known[index] = cut;
    cells[index] = cut.reduce((sum, { kind }) => sum | (1 << DRAFT_KINDS.indexOf(kind)), SEEN);
    return index;
  };

  return {
    countRow(row) {
      let seen = 0;
      for (let place = 0; place < row.length; place += 1) {
        const id = row[place] ?? -1;
        if (id < 0) continue;
        const group = groups[place] ?? 0;
        const index = (cells[id * width + group] ?? 0) === 0 ? cutAt(id, group) : id * width + group;
        const cell = (cells[index] ?? 0) + ONE_PAIR;
        cells[index] = cell;
        seen |= cell;
      }
      return seen & (SEEN - 1);
    },
    piecesAt: (place, id) => known[id * width + (groups[place] ?? 0)] ?? [],
    all: () => known.flatMap((cut, index) => [{ pieces: cut, pairs: Math.floor((cells[index] ?? 0) / ONE_PAIR) }]),
  };
}

/** The bit above those of the kinds. */
const SEEN = 1 << DRAFT_KINDS.length;
const ONE_PAIR = 2 * SEEN;

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
