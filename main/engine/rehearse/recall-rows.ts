import type { AnswerList } from './answers';

/** Ids of answers from one end of a table to all others, by column. */
export interface WrittenRow {
  readonly ids: Int32Array;
  /** By name of the other end: its column. */
  readonly columns: ReadonlyMap<string, number>;
}

/** Rows by name of the end that they belong to. Ends with one name have the same answers to and from everybody. */
export type WrittenRows = Map<string, WrittenRow>;

/** Rows that were written for nearly the same ends, and what their ids are now. */
export interface EarlierRows {
  readonly rows: WrittenRows;
  readonly listOf: (id: number) => AnswerList;
  /** Writes answers from then as answers of now. */
  readonly lift: (list: AnswerList) => AnswerList;
}

/** Takes over what an earlier table says about the ends of a new one. */
export interface RowRecall {
  /** Writes what is known of a row from `start` on. Returns the places that it knows nothing about; `null`: it knows no such row. */
  write(source: string, into: Int32Array, start: number): readonly number[] | null;
}

export function createRowRecall(earlier: EarlierRows, columns: readonly string[]): RowRecall {
  /** By id from then: 1 + the id from now; 0: not asked. */
  let lifted = new Int32Array(0);
  const liftId = (id: number): number => {
    const now = 1 + earlier.lift(earlier.listOf(id)).id;
    if (id >= lifted.length) {
      const grown = new Int32Array(2 * (id + 1));
      grown.set(lifted);
      lifted = grown;
    }
    lifted[id] = now;
    return now;
  };
  const matchings = new Map<WrittenRow['columns'], Matching>();
  const matchingOf = (known: WrittenRow['columns']): Matching => {
    const matching = matchings.get(known) ?? matchColumns(known, columns);
    matchings.set(known, matching);
    return matching;
  };
  return {
    write(source, into, start) {
      const row = earlier.rows.get(source);
      if (row === undefined) return null;
      const { from, missing } = matchingOf(row.columns);
      for (let place = 0; place < from.length; place += 1) {
        const id = row.ids[from[place] ?? NOWHERE] ?? NOWHERE;
        if (id !== NOWHERE) into[start + place] = (lifted[id] || liftId(id)) - 1;
      }
      return missing;
    },
  };
}

const NOWHERE = -1;

/** The columns of a new table in an earlier one. */
interface Matching {
  /** By place: the earlier column. */
  readonly from: Int32Array;
  readonly missing: readonly number[];
}

function matchColumns(known: WrittenRow['columns'], columns: readonly string[]): Matching {
  const from = Int32Array.from(columns, (column) => known.get(column) ?? NOWHERE);
  return { from, missing: [...from.keys()].filter((place) => from[place] === NOWHERE) };
}
