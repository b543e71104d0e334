import { formatTraffic } from '../evaluate/format-traffic';
import type { BitSet } from '../net/bit-set';
import { andBits, firstBit, hasBit, isEmptyBitSet } from '../net/bit-set';
import { formatProtocol } from '../net/protocol';
import type { TrafficSpace } from '../net/traffic-space';
import type { WorldAnswers } from './answers';
import type { WorldConnectivity } from './connect-worlds';
import type { PairEnd } from './pairs';
import { arePair, areReplicas } from './pairs';
import type { CutFlow, NeededPairs } from './promotion-answers';
import { sampleConnection } from './sample-connection';

/** What must stay open on the way, pair by pair. */
export interface PromotionNeeds extends NeededPairs {
  /** Pairs with traffic that is open today and in the end, but not when the changes stand staged, or all are promoted: no order saves it. */
  countUnsaved(): number;
}

/** What `now` and `final` allow, as far as the promotion begins and ends with it open. `tell` hears of every source that is read. */
export function createPromotionNeeds(
  ends: readonly PairEnd[],
  connectivity: WorldConnectivity,
  space: TrafficSpace,
  tell: (done: number, total: number) => void,
): PromotionNeeds {
  const known = new Map<WorldAnswers, BitSet>();
  const neededOf = (answers: WorldAnswers): BitSet => {
    const found = known.get(answers);
    if (found !== undefined) return found;
    const { staged, promoted } = answers;
    const needed = andBits(openThroughout(answers), andBits(staged.allow, promoted.allow));
    known.set(answers, needed);
    return needed;
  };
  const visitPairs = (
    visit: (from: PairEnd, to: PairEnd, answers: WorldAnswers) => boolean,
    told: typeof tell = () => undefined,
  ): void => {
    for (const [done, from] of ends.entries()) {
      told(done, ends.length);
      for (const to of ends) {
        if (!arePair(from, to) && !areReplicas(from, to)) continue;
        if (visit(from, to, connectivity.between(from.member, to.member, from.family))) return;
      }
    }
  };
  return {
    forEach(visit) {
      visitPairs((from, to, answers) => {
        const needed = neededOf(answers);
        if (!isEmptyBitSet(needed)) visit(from, to, needed);
        return false;
      }, tell);
    },
    find(lostOf) {
      let flow: CutFlow | undefined;
      visitPairs((from, to, answers) => {
        const lost = lostOf(from, to, neededOf(answers));
        if (lost !== null) flow = describeFlow(from, to, lost, space);
        return lost !== null;
      });
      if (flow === undefined) throw new Error('a cut that no pair feels');
      return flow;
    },
    countUnsaved() {
      let count = 0;
      visitPairs((_from, _to, answers) => {
        const open = openThroughout(answers);
        const needed = neededOf(answers);
        if (open.some((word, index) => word !== needed[index])) count += 1;
        return false;
      });
      return count;
    },
  };
}

function openThroughout({ now, final }: WorldAnswers): BitSet {
  return andBits(now.allow, final.allow);
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
