import type { PairSummary } from '../model/rehearsal';
import { WORLDS } from '../model/world';
import { forEachBit, isEmptyBitSet } from '../net/bit-set';
import type { TrafficSpace } from '../net/traffic-space';
import type { PairAnswer } from './connectivity';
import type { PartyMembers } from './member';

/** How open one ordered pair of workloads is. */
type Openness = 'closed' | 'undecided' | 'open' | 'one-port' | 'all-traffic';

const RANK: readonly Openness[] = ['closed', 'undecided', 'one-port', 'open', 'all-traffic'];

/** Counts ordered pairs of different workloads as their answers come by; several classes of a pair count as its most open one. */
export interface PairCounter {
  add(from: PartyMembers, to: PartyMembers, answers: readonly PairAnswer[]): void;
  summaries(): readonly PairSummary[];
}

export function createPairCounter(space: TrafficSpace): PairCounter {
  const pairs = new Map<string, Openness[]>();
  const openness = new Map<number, Openness>();
  return {
    add(from, to, answers) {
      if (from.party.kind !== 'workload' || to.party.kind !== 'workload') return;
      const key = `${from.owner} > ${to.owner}`;
      const found = answers.map((answer) => {
        const known = openness.get(answer.id) ?? opennessOf(answer, space);
        openness.set(answer.id, known);
        return known;
      });
      const before = pairs.get(key);
      pairs.set(key, before === undefined ? found : found.map((one, index) => wider(one, before[index] ?? 'closed')));
    },
    summaries() {
      const all = [...pairs.values()];
      return WORLDS.map((world, index) => {
        const count = (...wanted: readonly Openness[]) =>
          all.filter((pair) => wanted.includes(pair[index] ?? 'closed')).length;
        return {
          world,
          pairs: all.length,
          open: count('open', 'one-port', 'all-traffic'),
          onExactlyOnePort: count('one-port'),
          onAllTraffic: count('all-traffic'),
          undecided: count('undecided'),
        };
      });
    },
  };
}

function wider(left: Openness, right: Openness): Openness {
  return RANK.indexOf(left) > RANK.indexOf(right) ? left : right;
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
