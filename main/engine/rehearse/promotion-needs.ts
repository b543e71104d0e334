import { formatTraffic } from '../evaluate/format-traffic';
import type { BitSet } from '../net/bit-set';
import { andBits, firstBit, hasBit, isEmptyBitSet } from '../net/bit-set';
import { formatProtocol } from '../net/protocol';
import type { TrafficSpace } from '../net/traffic-space';
import type { WorldAnswers } from './answers';
import type { PairEnd } from './pairs';
import type { CutFlow, NeededPairs } from './promotion-answers';
import type { PromotionPairs } from './promotion-pairs';
import { sampleConnection } from './sample-connection';

/** What must stay open on the way, pair by pair. */
export interface PromotionNeeds extends NeededPairs {
  /** Pairs with traffic that is open today and in the end, but not when the changes stand staged, or all are promoted: no order saves it. */
  countUnsaved(): number;
}

/** What `now` and `final` allow, as far as the promotion begins and ends with it open. */
export function createPromotionNeeds({ ends, answersAt }: PromotionPairs, space: TrafficSpace): PromotionNeeds {
  /** By id of the answers. */
  const known: Need[] = [];
  const needAt = (from: number, to: number): Need | null => {
    const answers = answersAt(from, to);
    return answers === null ? null : (known[answers.id] ??= needOf(answers));
  };
  const neededAt = (from: number, to: number): BitSet | null => needAt(from, to)?.needed ?? null;
  return {
    ends,
    neededAt,
    find(lostOf) {
      for (const [place, from] of ends.entries()) {
        for (const [other, to] of ends.entries()) {
          const needed = neededAt(place, other);
          const lost = needed === null ? null : lostOf(from, to, needed);
          if (lost !== null) return describeFlow(from, to, lost, space);
        }
      }
      throw new Error('a cut that no pair feels');
    },
    countUnsaved() {
      let count = 0;
      for (const place of ends.keys()) {
        for (const other of ends.keys()) if (needAt(place, other)?.unsaved === true) count += 1;
      }
      return count;
    },
  };
}

/** What answers come to. */
interface Need {
  /** `null`: nothing. */
  readonly needed: BitSet | null;
  /** Some of it cannot be kept open. */
  readonly unsaved: boolean;
}

function needOf({ now, staged, promoted, final }: WorldAnswers): Need {
  const open = andBits(now.allow, final.allow);
  const needed = andBits(open, andBits(staged.allow, promoted.allow));
  return {
    needed: isEmptyBitSet(needed) ? null : needed,
    unsaved: open.some((word, index) => word !== needed[index]),
  };
}

/** The first declared port that is lost; without one, all that is lost. */
function describeFlow(from: PairEnd, to: PairEnd, lost: BitSet, space: TrafficSpace): CutFlow {
  const names = { from: from.party.party.label, to: to.party.party.label };
  for (const { protocol, port } of to.party.ports) {
    for (const [index, atom] of space.entries()) {
      const { destination } = atom;
      if (!hasBit(lost, index) || atom.protocol !== protocol || destination === null) continue;
      if (port < destination.first || destination.last < port) continue;
      const connection = { ...sampleConnection(from.member, to.member, from.family, atom), port };
      return { ...names, traffic: `${formatProtocol(protocol)} ${port}`, connection };
    }
  }
  const atom = space[firstBit(lost)];
  if (atom === undefined) throw new Error('a cut of no traffic');
  const connection = sampleConnection(from.member, to.member, from.family, atom);
  return { ...names, traffic: formatTraffic(space, lost), connection };
}
