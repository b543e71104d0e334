import type { PairSummary } from '../model/rehearsal';
import { WORLDS } from '../model/world';
import { forEachBit, isEmptyBitSet } from '../net/bit-set';
import type { TrafficSpace } from '../net/traffic-space';
import type { PairAnswer, WorldAnswers } from './answers';

/** How open one ordered pair of workloads is, the most open last: they are compared by their place. */
const OPENNESS = ['closed', 'undecided', 'one-port', 'open', 'all-traffic'] as const;
type Openness = (typeof OPENNESS)[number];

/** Counts ordered pairs of different workloads as their answers come by; several classes of a pair count as its most open one. */
export interface PairCounter {
  /** Takes the answers from one party to others. */
  addRow(row: PairRow, answersOf: (id: number) => WorldAnswers): void;
  summaries(): readonly PairSummary[];
}

export interface PairRow {
  /** Number of the owner of the party. */
  readonly from: number;
  /** How many owners there are. */
  readonly owners: number;
  /** By place: number of the other owner; −1: it is no workload. */
  readonly to: Int32Array;
  /** By place: id of the answers; −1: this is no pair. */
  readonly ids: Int32Array;
}

export function createPairCounter(space: TrafficSpace): PairCounter {
  /** By number of the first owner: for every second owner one cell, 0 for a pair that did not come by. */
  const rows = new Map<number, Uint16Array>();
  /** By id of the answers; 0: not asked. */
  let known = new Uint16Array(256);

  const makeCell = (answers: WorldAnswers): number => {
    const cell = packCell(WORLDS.map((world) => 1 + OPENNESS.indexOf(opennessOf(answers[world], space))));
    if (answers.id >= known.length) {
      const grown = new Uint16Array(2 * (answers.id + 1));
      grown.set(known);
      known = grown;
    }
    known[answers.id] = cell;
    return cell;
  };

  return {
    addRow({ from, owners, to, ids }, answersOf) {
      const row = rows.get(from) ?? new Uint16Array(owners);
      rows.set(from, row);
      for (let place = 0; place < ids.length; place += 1) {
        const id = ids[place] ?? -1;
        const second = to[place] ?? -1;
        if (id < 0 || second < 0) continue;
        const cell = known[id] || makeCell(answersOf(id));
        const before = row[second] ?? 0;
        if (before !== cell) row[second] = before === 0 ? cell : mostOpen(before, cell);
      }
    },
    summaries() {
      return WORLDS.map((world, index) => {
        const counts = countCells([...rows.values()], index);
        const count = (openness: Openness) => counts[1 + OPENNESS.indexOf(openness)] ?? 0;
        const [open, onExactlyOnePort, onAllTraffic] = [count('open'), count('one-port'), count('all-traffic')];
        return {
          world,
          pairs: OPENNESS.reduce((sum, openness) => sum + count(openness), 0),
          open: open + onExactlyOnePort + onAllTraffic,
          onExactlyOnePort,
          onAllTraffic,
          undecided: count('undecided'),
        };
      });
    },
  };
}

/** Bits of a cell that tell one world: 1 + openness. */
const WORLD_BITS = 3;
const WORLD_MASK = (1 << WORLD_BITS) - 1;

function packCell(values: readonly number[]): number {
  return values.reduce((cell, value, world) => cell | (value << (world * WORLD_BITS)), 0);
}

function valueIn(cell: number, world: number): number {
  return (cell >> (world * WORLD_BITS)) & WORLD_MASK;
}

function mostOpen(left: number, right: number): number {
  return packCell(WORLDS.map((_, world) => Math.max(valueIn(left, world), valueIn(right, world))));
}

/** How often each value occurs in one world. */
function countCells(rows: readonly Uint16Array[], world: number): readonly number[] {
  const counts = [0, ...OPENNESS.map(() => 0)];
  for (const row of rows) {
    for (const cell of row) {
      const value = valueIn(cell, world);
      counts[value] = (counts[value] ?? 0) + 1;
    }
  }
  return counts;
}

function opennessOf(answer: PairAnswer, space: TrafficSpace): Openness {
  if (isEmptyBitSet(answer.allow)) return isEmptyBitSet(answer.undecided) ? 'closed' : 'undecided';
  const ports = new Set<string>();
  let atoms = 0;
  let single = true;
  forEachBit(answer.allow, (index) => {
    atoms += 1;
    const atom = space[index];
    const destination = atom?.destination ?? null;
    if (atom === undefined || destination === null || destination.first !== destination.last) single = false;
    else ports.add(`${atom.protocol} ${destination.first}`);
  });
  if (atoms === space.length) return 'all-traffic';
  return single && ports.size === 1 ? 'one-port' : 'open';
}
