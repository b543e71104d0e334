import type { Family } from './meeting-ends';
import { familiesOf } from './meeting-ends';
import type { Member, PartyMembers } from './member';

/** Policies decide only where a pod is; nodes are asked about by protected paths. */
function isCompared(from: PartyMembers, to: PartyMembers): boolean {
  if (from.owner === to.owner || from.party.kind === 'host' || to.party.kind === 'host') return false;
  return from.party.kind === 'workload' || to.party.kind === 'workload';
}

/** A pod of which only the controller is known is taken to have an IPv4 address. */
function comparedFamilies({ end }: Member): readonly Family[] {
  const families = familiesOf(end);
  return families.length === 0 ? [4] : families;
}

/** One way in which a party can be the end of a pair. */
export interface PairEnd {
  readonly party: PartyMembers;
  readonly member: Member;
  readonly family: Family;
}

export function endAt<End>(ends: readonly End[], place: number): End {
  const end = ends[place];
  if (end === undefined) throw new RangeError(`there is no end ${place}`);
  return end;
}

/** In the order of the parties. */
export function listEnds(parties: readonly PartyMembers[]): readonly PairEnd[] {
  return parties.flatMap((party) =>
    party.members.flatMap((member) => comparedFamilies(member).map((family): PairEnd => ({ party, member, family }))),
  );
}

export function arePair(from: PairEnd, to: PairEnd): boolean {
  return from.family === to.family && isCompared(from.party, to.party);
}

/** Pods of one owner talk to each other, too: they are watched, although no edge shows them. */
export function areReplicas(from: PairEnd, to: PairEnd): boolean {
  if (from.family !== to.family || from.party.owner !== to.party.owner) return false;
  return from.party.party.kind === 'workload' && (from.party !== to.party || from.party.party.members > 1);
}
