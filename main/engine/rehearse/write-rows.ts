import type { Peer } from '../evaluate/peer';
import type { AnswerInterner, AnswerList } from './answers';
import { endAt } from './pairs';
import type { RowRecall } from './recall-rows';
import { createRowRecall } from './recall-rows';
import type { Side, Sides } from './sides';

/**
 * Writes what some ends of a table may send, one row after the other: by place of the other end the id of the answers. What stands there
 * of two ends that are no pair means nothing.
 */
export type WriteRows = (sources: readonly number[], into: Int32Array) => void;

/** A member as the other end of its connections sees it, and what its own policies say. */
export interface EndSides {
  readonly peer: Peer;
  readonly egress: Side | null;
  readonly ingress: Side | null;
}

/** What rows are written with. */
export interface RowTables {
  readonly sides: Sides;
  readonly interner: AnswerInterner;
  /** Where no policy is. */
  readonly unpoliced: AnswerList;
  /** By the ids of what both ends say: the id of what comes of it. */
  readonly join: (egress: number, ingress: number) => number;
}

/** One row that is being written. */
interface Row {
  readonly end: EndSides;
  readonly name: string;
  /** Its place in the table. */
  readonly source: number;
  /** Where it is written. */
  readonly start: number;
}

/** Rows that were written before, for this table or an earlier one, are read where both ends are as they were. */
export function createRowWriter(ends: readonly EndSides[], { sides, interner, unpoliced, join }: RowTables): WriteRows {
  const width = ends.length;
  const allPlaces = [...ends.keys()];
  const columnNames = ends.map(({ peer, ingress }) => nameEnd(peer, ingress));
  const columns = new Map(columnNames.map((name, place) => [name, place]));
  const own = createRowRecall({ rows: sides.rows, listOf: interner.listOf, lift: (list) => list }, columnNames);
  const earlier: RowRecall | null = sides.earlierRows && createRowRecall(sides.earlierRows, columnNames);
  let kept: Int32Array | undefined;

  const keep = ({ name, source, start }: Row, into: Int32Array): void => {
    kept ??= new Int32Array(width * width);
    const ids = kept.subarray(source * width, (source + 1) * width);
    ids.set(into.subarray(start, start + width));
    sides.rows.set(name, { ids, columns });
  };

  /** One destination after the other, for all rows: what its side knows is at hand then. */
  const writeIngress = (rows: readonly Row[], places: readonly number[], into: Int32Array): void => {
    const senders = rows.map(({ end }) => end.peer);
    const column = new Int32Array(rows.length);
    for (const place of places) {
      const { ingress } = endAt(ends, place);
      if (ingress === null) column.fill(unpoliced.id);
      else ingress.writeIds(senders, column);
      for (let row = 0; row < rows.length; row += 1) into[(rows[row]?.start ?? 0) + place] = column[row] ?? -1;
    }
  };

  const joinEgress = (rows: readonly Row[], places: readonly number[], into: Int32Array): void => {
    const receivers = places.map((place) => endAt(ends, place).peer);
    const egressIds = new Int32Array(places.length);
    for (const { end, start } of rows) {
      if (end.egress === null) egressIds.fill(unpoliced.id);
      else end.egress.writeIds(receivers, egressIds);
      for (let index = 0; index < places.length; index += 1) {
        const at = start + (places[index] ?? 0);
        into[at] = join(egressIds[index] ?? -1, into[at] ?? -1);
      }
    }
  };

  return (sources, into) => {
    /** By the places that nothing is known about. */
    const open = new Map<readonly number[], Row[]>();
    for (const [index, source] of sources.entries()) {
      const end = endAt(ends, source);
      const row: Row = { end, name: nameEnd(end.peer, end.egress), source, start: index * width };
      const missing = own.write(row.name, into, row.start);
      if (missing?.length === 0) continue;
      const places = missing ?? earlier?.write(row.name, into, row.start) ?? allPlaces;
      const together = open.get(places) ?? [];
      together.push(row);
      open.set(places, together);
    }
    for (const [places, rows] of open) {
      writeIngress(rows, places, into);
      joinEgress(rows, places, into);
      for (const row of rows) keep(row, into);
    }
  };
}

/** Equal for ends that nobody tells apart in one direction, also in later sessions of one cluster. */
function nameEnd(peer: Peer, side: Side | null): string {
  return `${peer.index} ${side?.key ?? ''}`;
}
