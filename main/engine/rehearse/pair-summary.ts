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
  /** By number of the first owner: for every second owner one byte per world, 0 for a pair that did not come by, else 1 + openness. */
  const rows = new Map<number, Uint8Array>();
  /** By id of the answers. */
  const known: Uint8Array[] = [];

  const makeCells = (answers: WorldAnswers): Uint8Array => {
    const cells = Uint8Array.from(WORLDS, (world) => 1 + OPENNESS.indexOf(opennessOf(answers[world], space)));
    known[answers.id] = cells;
    return cells;
  };

  return {
    addRow({ from, owners, to, ids }, answersOf) {
      const row = rows.get(from) ?? new Uint8Array(owners * WORLDS.length);
      rows.set(from, row);
      for (let place = 0; place < ids.length; place += 1) {
        const id = ids[place] ?? -1;
        const second = to[place] ?? -1;
        if (id < 0 || second < 0) continue;
        const cells = known[id] ?? makeCells(answersOf(id));
        const first = second * WORLDS.length;
        for (let world = 0; world < WORLDS.length; world += 1) {
          const cell = cells[world] ?? 0;
          if (cell > (row[first + world] ?? 0)) row[first + world] = cell;
        }
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

/** How often each cell value occurs in one world. */
function countCells(rows: readonly Uint8Array[], world: number): readonly number[] {
  const counts = [0, ...OPENNESS.map(() => 0)];
  for (const row of rows) {
    for (let place = world; place < row.length; place += WORLDS.length) {
      const cell = row[place] ?? 0;
      counts[cell] = (counts[cell] ?? 0) + 1;
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
