import type { Member, PartyMembers } from './member';
import type { PairEnd } from './pairs';
import { endAt } from './pairs';

/** A party with the places of its ends, which lie side by side. */
export interface PartyEnds {
  readonly party: PartyMembers;
  readonly members: readonly MemberEnds[];
  readonly places: readonly number[];
}

interface MemberEnds {
  readonly member: Member;
  readonly places: readonly { readonly family: 4 | 6; readonly place: number }[];
}

/** The ends of many pairs as numbers by place: what every pair is asked about lies side by side. */
export interface EndTable {
  readonly parties: readonly PartyEnds[];
  readonly owners: number;
  /** By place: number of the owner; −1: the end is no workload. */
  readonly workloads: Int32Array;
  /** Writes −1 into the places of a row that are no pair with the end that the row belongs to: `arePair`, by numbers. */
  markPairs(place: number, row: Int32Array): void;
}

export const NO_PAIR = -1;

/** `ends` as `listEnds` gives them. */
export function tabulateEnds(ends: readonly PairEnd[]): EndTable {
  const numbers = new Map<string, number>();
  const owners = Int32Array.from(ends, ({ party: { owner } }) => {
    const number = numbers.get(owner) ?? numbers.size;
    numbers.set(owner, number);
    return number;
  });
  const workloads = Int32Array.from(ends, ({ party }, place) =>
    party.party.kind === 'workload' ? (owners[place] ?? NO_PAIR) : NO_PAIR,
  );
  const ofOwner = groupPlaces(ends, ({ party }) => party.owner);
  const ofOtherFamily = {
    4: placesWhere(ends, ({ family }) => family === 6),
    6: placesWhere(ends, ({ family }) => family === 4),
  };
  const noWorkloads = placesWhere(ends, ({ party }) => party.party.kind !== 'workload');
  return {
    parties: groupEnds(ends),
    owners: numbers.size,
    workloads,
    markPairs(place, row) {
      const { party, family } = endAt(ends, place);
      // Nearly all are pairs: the others are listed.
      for (const other of ofOwner.get(party.owner) ?? []) row[other] = NO_PAIR;
      for (const other of ofOtherFamily[family]) row[other] = NO_PAIR;
      if (workloads[place] === NO_PAIR) for (const other of noWorkloads) row[other] = NO_PAIR;
    },
  };
}

function placesWhere(ends: readonly PairEnd[], matches: (end: PairEnd) => boolean): readonly number[] {
  return [...ends.entries()].flatMap(([place, end]) => (matches(end) ? [place] : []));
}

function groupPlaces(
  ends: readonly PairEnd[],
  keyOf: (end: PairEnd) => string,
): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>();
  for (const [place, end] of ends.entries()) {
    const key = keyOf(end);
    groups.set(key, [...(groups.get(key) ?? []), place]);
  }
  return groups;
}

function groupEnds(ends: readonly PairEnd[]): readonly PartyEnds[] {
  type Places = { readonly family: 4 | 6; readonly place: number }[];
  const parties = new Map<PartyMembers, Map<Member, Places>>();
  for (const [place, { party, member, family }] of ends.entries()) {
    const members = parties.get(party) ?? new Map<Member, Places>();
    parties.set(party, members);
    const places = members.get(member) ?? [];
    members.set(member, places);
    places.push({ family, place });
  }
  return [...parties].map(([party, members]) => ({
    party,
    members: [...members].map(([member, places]) => ({ member, places })),
    places: [...members.values()].flatMap((places) => places.map(({ place }) => place)),
  }));
}
