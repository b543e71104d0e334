import type { Member, PartyMembers } from './member';
import type { PairEnd } from './pairs';

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
  const families = Uint8Array.from(ends, ({ family }) => family);
  return {
    parties: groupEnds(ends),
    owners: numbers.size,
    workloads,
    markPairs(place, row) {
      const [owner, family] = [owners[place], families[place]];
      const needsWorkload = workloads[place] === NO_PAIR;
      for (let other = 0; other < row.length; other += 1) {
        const isPair =
          owners[other] !== owner && families[other] === family && (!needsWorkload || workloads[other] !== NO_PAIR);
        if (!isPair) row[other] = NO_PAIR;
      }
    },
  };
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
