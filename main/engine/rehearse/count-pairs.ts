import type { AnswerNumbering } from './answers';
import type { ConnectedParties } from './connect-parties';
import type { EndTable } from './end-table';
import { NO_PAIR } from './end-table';
import type { SpaceAnswers } from './lift-answers';
import { mostOpen, packOpenness } from './pair-summary';

/** Pairs of ends by what they may send. */
export interface CountedPairs {
  readonly table: EndTable;
  readonly numbering: AnswerNumbering;
  /** Of any two ends, row by row: the ids that were counted. */
  readonly ids: Int32Array;
  /** How many pairs have these answers, and a destination with these ports: at id × `table.ports` + number of the ports. */
  readonly pairs: Uint32Array;
  /** Of any two owners that are workloads, row by row: how open they are, as one number. */
  readonly openness: Uint16Array;
}

/** What was counted `earlier` of the same table is counted anew where answers are others; it is not to be used afterwards. */
export function countPairs(
  { table, ids, answersOf }: ConnectedParties,
  { interner: { numbering, lists }, space }: SpaceAnswers,
  earlier: CountedPairs | null,
): CountedPairs {
  const isKnown = earlier !== null && earlier.table === table && earlier.numbering === numbering;
  const { ends, owners, ownerAt, ports, portsAt, isPair, areWorkloads } = table;
  const width = ends.length;
  const counted = isKnown ? earlier.ids : new Int32Array(width * width).fill(NO_PAIR);
  const openness = isKnown ? earlier.openness : new Uint16Array(owners.length ** 2);
  const pairs = new Uint32Array(lists.length * ports.length);
  if (isKnown) pairs.set(earlier.pairs);

  /** By id; 0: not asked. */
  const cells = new Uint16Array(lists.length);
  const makeCell = (id: number): number => {
    const cell = packOpenness(answersOf(id), space);
    cells[id] = cell;
    return cell;
  };
  const cellOf = (id: number): number => cells[id] || makeCell(id);

  /** Pairs of owners that may be less open than they were. */
  const uncertain = new Set<number>();
  for (let row = 0, at = 0; row < width; row += 1) {
    for (let column = 0; column < width; column += 1, at += 1) {
      const id = ids[at] ?? NO_PAIR;
      const before = counted[at] ?? NO_PAIR;
      if (id === before || !isPair(row, column)) continue;
      counted[at] = id;
      const group = portsAt[column] ?? 0;
      const place = id * ports.length + group;
      pairs[place] = (pairs[place] ?? 0) + 1;
      if (before !== NO_PAIR) {
        const left = before * ports.length + group;
        pairs[left] = (pairs[left] ?? 0) - 1;
      }
      if (!areWorkloads(row, column)) continue;
      const between = (ownerAt[row] ?? 0) * owners.length + (ownerAt[column] ?? 0);
      if (before !== NO_PAIR) uncertain.add(between);
      else {
        const [known, cell] = [openness[between] ?? 0, cellOf(id)];
        if (known !== cell) openness[between] = known === 0 ? cell : mostOpen(known, cell);
      }
    }
  }

  for (const between of uncertain) {
    let cell = 0;
    for (const from of owners[Math.floor(between / owners.length)] ?? []) {
      for (const to of owners[between % owners.length] ?? []) {
        if (!areWorkloads(from, to) || !isPair(from, to)) continue;
        cell = mostOpen(cell, cellOf(counted[from * width + to] ?? 0));
      }
    }
    openness[between] = cell;
  }
  return { table, numbering, ids: counted, pairs, openness };
}
