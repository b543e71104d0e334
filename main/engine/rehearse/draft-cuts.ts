import { WORLDS } from '../model/world';
import type { WorldAnswers } from './answers';
import type { CountedPairs } from './count-pairs';
import type { TrafficPiece, TrafficPieces, WorldVerdicts } from './traffic-pieces';

/** In the order in which they are listed while there is room. */
export const DRAFT_KINDS = ['changing', 'blocked', 'open'] as const;
export type DraftKind = (typeof DRAFT_KINDS)[number];

/** What answers come to at destinations that declare the same ports, and how many pairs have them. */
export interface Cut {
  readonly pieces: readonly { readonly piece: TrafficPiece; readonly kind: DraftKind }[];
  readonly pairs: number;
}

/** What the answers of pairs come to. */
export interface Cuts {
  /** Of a pair with these answers, and a destination at this place. */
  piecesAt(place: number, id: number): Cut['pieces'];
  /** Which kinds of pieces these are: one bit for each of `DRAFT_KINDS`. */
  kindsAt(place: number, id: number): number;
  /** How many of them end with the net, or may. */
  endingsAt(place: number, id: number): number;
  readonly all: readonly Cut[];
}

export function createCuts(
  { table: { ports, portsAt }, pairs }: CountedPairs,
  answersOf: (id: number) => WorldAnswers,
  pieces: TrafficPieces,
): Cuts {
  const piecesOf = ports.map((declared) => pieces.toPorts(declared));
  /** As the pairs are counted. */
  const cuts: Cut[] = [];
  const kinds = new Uint8Array(pairs.length);
  const endings = new Uint16Array(pairs.length);
  const all: Cut[] = [];
  for (let place = 0; place < pairs.length; place += 1) {
    const count = pairs[place] ?? 0;
    if (count === 0) continue;
    const found = piecesOf[place % ports.length]?.(answersOf(Math.floor(place / ports.length))) ?? [];
    const cut = found.map((piece) => ({ piece, kind: kindOf(piece.verdicts) }));
    for (const { kind } of cut) kinds[place] = (kinds[place] ?? 0) | (1 << DRAFT_KINDS.indexOf(kind));
    endings[place] = cut.filter(({ piece }) => endsWithNet(piece)).length;
    cuts[place] = { pieces: cut, pairs: count };
    all.push({ pieces: cut, pairs: count });
  }
  const placeOf = (place: number, id: number) => id * ports.length + (portsAt[place] ?? 0);
  return {
    piecesAt: (place, id) => cuts[placeOf(place, id)]?.pieces ?? [],
    kindsAt: (place, id) => kinds[placeOf(place, id)] ?? 0,
    endingsAt: (place, id) => endings[placeOf(place, id)] ?? 0,
    all,
  };
}

/** Allowed with the net and not without it; or one of these cannot be told, and the other does not rule it out. */
export function endsWithNet({ verdicts: { promoted, final } }: TrafficPiece): boolean {
  return promoted !== 'deny' && final !== 'allow' && promoted !== final;
}

/** Undecided pieces count as changing: they are to be seen. */
function kindOf(verdicts: WorldVerdicts): DraftKind {
  const steady = verdicts.now !== 'undecided' && WORLDS.every((world) => verdicts[world] === verdicts.now);
  if (!steady) return 'changing';
  return verdicts.now === 'deny' ? 'blocked' : 'open';
}
