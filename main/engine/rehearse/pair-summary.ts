import type { PairSummary } from '../model/rehearsal';
import { WORLDS } from '../model/world';
import { forEachBit, isEmptyBitSet } from '../net/bit-set';
import type { TrafficSpace } from '../net/traffic-space';
import type { PairAnswer, WorldAnswers } from './answers';

/** How open one ordered pair of workloads is, the most open last: they are compared by their place. */
const OPENNESS = ['closed', 'undecided', 'one-port', 'open', 'all-traffic'] as const;
type Openness = (typeof OPENNESS)[number];

/** How open a pair is in every world, as one number: 1 + openness side by side, `WORLD_BITS` for each world; 0: it is no pair. */
export type OpennessCell = number;

const WORLD_BITS = 3;
const WORLD_MASK = (1 << WORLD_BITS) - 1;
const CELL_BITS = WORLD_BITS * WORLDS.length;

export function packOpenness(answers: WorldAnswers, space: TrafficSpace): OpennessCell {
  return WORLDS.reduce((cell, world, place) => {
    const value = 1 + OPENNESS.indexOf(opennessOf(answers[world], space));
    return cell | (value << (place * WORLD_BITS));
  }, 0);
}

/** Several classes of a pair count as its most open one. */
export function mostOpen(left: OpennessCell, right: OpennessCell): OpennessCell {
  let cell = 0;
  for (let shift = 0; shift < CELL_BITS; shift += WORLD_BITS) {
    cell |= Math.max((left >> shift) & WORLD_MASK, (right >> shift) & WORLD_MASK) << shift;
  }
  return cell;
}

/** Counts ordered pairs of different workloads. */
export function summarisePairs(cells: Uint16Array): readonly PairSummary[] {
  const counts = new Uint32Array(1 << CELL_BITS);
  for (const cell of cells) counts[cell] = (counts[cell] ?? 0) + 1;
  const found = [...counts.entries()].filter(([, count]) => count > 0);
  return WORLDS.map((world, place) => {
    const count = (openness: Openness) => {
      const wanted = 1 + OPENNESS.indexOf(openness);
      const of = found.filter(([cell]) => ((cell >> (place * WORLD_BITS)) & WORLD_MASK) === wanted);
      return of.reduce((sum, [, pairs]) => sum + pairs, 0);
    };
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
