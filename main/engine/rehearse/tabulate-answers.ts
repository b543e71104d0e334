import type { Peer } from '../evaluate/peer';
import type { AnswerTable } from './answer-table';
import type { AnswerList } from './answers';
import { endAt } from './pairs';
import type { Side } from './sides';

/** Hears how many rows of a table are done. */
export type TellRows = (done: number, total: number) => void;

/** A member as the other end of its connections sees it, and what its own policies say. */
export interface EndSides {
  readonly peer: Peer;
  readonly egress: Side | null;
  readonly ingress: Side | null;
}

/** What a table is filled with. */
export interface AnswerSource {
  /** Where no policy is. */
  readonly unpoliced: AnswerList;
  /** By the ids of what both ends say: the id of what comes of it. */
  readonly join: (egress: number, ingress: number) => number;
}

/** Rows that are computed together: enough to look at each destination once for many of them. */
const ROWS_AT_ONCE = 64;

/** Asks about every two ends, but for what an earlier table says about them. The earlier table is not to be used afterwards. */
export function tabulateAnswers(
  ends: readonly EndSides[],
  { unpoliced, join }: AnswerSource,
  earlier: AnswerTable | null,
  tell: TellRows,
): AnswerTable {
  const width = ends.length;
  const rows = ends.map(({ peer, egress }) => nameEnd(peer, egress));
  const columns = ends.map(({ peer, ingress }) => nameEnd(peer, ingress));
  const known = takeOver(earlier, rows, columns);
  const { ids } = known;

  /** One destination after the other, for all rows: what its side knows is at hand then. */
  const writeIngress = (sources: readonly number[], places: readonly number[]): void => {
    const senders = sources.map((source) => endAt(ends, source).peer);
    const answers = new Int32Array(sources.length);
    for (const place of places) {
      const { ingress } = endAt(ends, place);
      if (ingress === null) answers.fill(unpoliced.id);
      else ingress.writeIds(senders, answers);
      for (let index = 0; index < sources.length; index += 1) {
        ids[(sources[index] ?? 0) * width + place] = answers[index] ?? NOWHERE;
      }
    }
  };

  const joinEgress = (sources: readonly number[], places: readonly number[]): void => {
    const receivers = places.map((place) => endAt(ends, place).peer);
    const answers = new Int32Array(places.length);
    for (const source of sources) {
      const { egress } = endAt(ends, source);
      if (egress === null) answers.fill(unpoliced.id);
      else egress.writeIds(receivers, answers);
      for (let index = 0; index < places.length; index += 1) {
        const at = source * width + (places[index] ?? 0);
        ids[at] = join(answers[index] ?? NOWHERE, ids[at] ?? NOWHERE);
      }
    }
  };

  const everywhere = [...ends.keys()];
  for (let first = 0; first < width; first += ROWS_AT_ONCE) {
    tell(first, width);
    const sources = everywhere.slice(first, first + ROWS_AT_ONCE);
    for (const isNew of [true, false]) {
      const asked = sources.filter((source) => known.newRows.has(source) === isNew);
      const places = isNew ? everywhere : known.newColumns;
      writeIngress(asked, places);
      joinEgress(asked, places);
    }
  }
  return { rows, columns, ids };
}

/** Equal for ends that nobody tells apart in one direction, also in later sessions of one cluster. */
function nameEnd(peer: Peer, side: Side | null): string {
  return `${peer.index} ${side?.key ?? ''}`;
}

const NOWHERE = -1;

/** Ids of a new table, as far as an earlier one has them, and the places that it knows nothing about. */
interface TakenOver {
  readonly ids: Int32Array;
  readonly newRows: ReadonlySet<number>;
  readonly newColumns: readonly number[];
}

function takeOver(earlier: AnswerTable | null, rows: readonly string[], columns: readonly string[]): TakenOver {
  const width = rows.length;
  const fromRows = placesIn(earlier?.rows ?? [], rows);
  const fromColumns = placesIn(earlier?.columns ?? [], columns);
  const newRows = new Set(placesOf(fromRows, NOWHERE));
  const newColumns = placesOf(fromColumns, NOWHERE);
  const stays = (from: Int32Array) => from.every((place, index) => place === index || place === NOWHERE);
  if (earlier !== null && earlier.rows.length === width && stays(fromRows) && stays(fromColumns)) {
    return { ids: earlier.ids, newRows, newColumns };
  }
  const ids = new Int32Array(width * width);
  for (let row = 0; row < width; row += 1) {
    const from = fromRows[row] ?? NOWHERE;
    if (earlier === null || from === NOWHERE) continue;
    for (let column = 0; column < width; column += 1) {
      const place = fromColumns[column] ?? NOWHERE;
      if (place !== NOWHERE) ids[row * width + column] = earlier.ids[from * earlier.rows.length + place] ?? NOWHERE;
    }
  }
  return { ids, newRows, newColumns };
}

/** By place: where the name stands in an earlier list, at the same place if it stands there too. */
function placesIn(earlier: readonly string[], names: readonly string[]): Int32Array {
  const places = new Map(earlier.map((name, place) => [name, place]));
  return Int32Array.from(names, (name, place) => (earlier[place] === name ? place : (places.get(name) ?? NOWHERE)));
}

function placesOf(values: Int32Array, wanted: number): readonly number[] {
  return [...values.keys()].filter((place) => values[place] === wanted);
}
