import type { PairSummary } from '../model/rehearsal';
import { WORLDS } from '../model/world';
import { forEachBit, isEmptyBitSet } from '../net/bit-set';
import type { TrafficSpace } from '../net/traffic-space';
import type { PairAnswer, WorldAnswers } from './answers';
import type { PartyMembers } from './member';

/** How open one ordered pair of workloads is, the most open last: they are compared by their place. */
const OPENNESS = ['closed', 'undecided', 'one-port', 'open', 'all-traffic'] as const;
type Openness = (typeof OPENNESS)[number];

/** Counts ordered pairs of different workloads as their answers come by; several classes of a pair count as its most open one. */
export interface PairCounter {
  add(from: PartyMembers, to: PartyMembers, answers: WorldAnswers): void;
  summaries(): readonly PairSummary[];
}

export function createPairCounter(space: TrafficSpace): PairCounter {
  const owners = new Map<string, number>();
  /** By number of the first owner: for every second owner one byte per world, 0 for a pair that did not come by, else 1 + openness. */
  const rows: Uint8Array[] = [];
  const known = new Map<WorldAnswers, Uint8Array>();

  const numberOf = (owner: string): number => {
    const found = owners.get(owner);
    if (found !== undefined) return found;
    owners.set(owner, owners.size);
    return owners.size - 1;
  };

  const rowOf = (first: number, second: number): Uint8Array => {
    const row = rows[first] ?? new Uint8Array(0);
    const needed = (second + 1) * WORLDS.length;
    if (row.length >= needed) return row;
    const grown = new Uint8Array(needed * 2);
    grown.set(row);
    rows[first] = grown;
    return grown;
  };

  const cellsOf = (answers: WorldAnswers): Uint8Array => {
    const found = known.get(answers);
    if (found !== undefined) return found;
    const cells = Uint8Array.from(WORLDS, (world) => 1 + OPENNESS.indexOf(opennessOf(answers[world], space)));
    known.set(answers, cells);
    return cells;
  };

  return {
    add(from, to, answers) {
      if (from.party.kind !== 'workload' || to.party.kind !== 'workload') return;
      const second = numberOf(to.owner);
      const row = rowOf(numberOf(from.owner), second);
      const cells = cellsOf(answers);
      for (let world = 0; world < WORLDS.length; world += 1) {
        const place = second * WORLDS.length + world;
        row[place] = Math.max(row[place] ?? 0, cells[world] ?? 0);
      }
    },
    summaries() {
      return WORLDS.map((world, index) => {
        const counts = countCells(rows, index);
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
