import type { Member, PartyMembers } from './member';
import type { DeclaredPort } from './traffic-pieces';
import type { PairEnd } from './pairs';
import { listEnds } from './pairs';

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

/** The ends of all pairs as numbers by place: what every pair is asked about lies side by side. */
export interface EndTable {
  readonly ends: readonly PairEnd[];
  readonly parties: readonly PartyEnds[];
  /** By place: which of the parties. */
  readonly partyAt: Int32Array;
  /** By place: number of the owner. */
  readonly ownerAt: Int32Array;
  /** By number of the owner: the places of its ends. */
  readonly owners: readonly (readonly number[])[];
  /** By place: number of the ports that the end declares. */
  readonly portsAt: Int32Array;
  readonly ports: readonly (readonly DeclaredPort[])[];
  /** Both are pods of workloads. */
  readonly areWorkloads: (from: number, to: number) => boolean;
  /** `arePair`, by numbers. */
  readonly isPair: (from: number, to: number) => boolean;
}

export const NO_PAIR = -1;

const KNOWN = new WeakMap<readonly PartyMembers[], EndTable>();

/** The same table for the same parties. Nodes are asked about by protected paths. */
export function tabulateEnds(parties: readonly PartyMembers[]): EndTable {
  const table = KNOWN.get(parties) ?? tabulate(listEnds(parties.filter(({ party }) => party.kind !== 'host')));
  KNOWN.set(parties, table);
  return table;
}

function tabulate(ends: readonly PairEnd[]): EndTable {
  const owners = groupEnds(ends, ({ party }) => party.owner);
  const ports = groupEnds(ends, ({ party }) =>
    party.ports.map(({ protocol, port }) => `${protocol}/${port}`).join(' '),
  );
  const { numbers: ownerAt } = owners;
  const families = Uint8Array.from(ends, ({ family }) => family);
  const workloads = Uint8Array.from(ends, ({ party }) => (party.party.kind === 'workload' ? 1 : 0));
  const parties = groupParties(ends);
  const partyAt = new Int32Array(ends.length);
  for (const [index, { places }] of parties.entries()) for (const place of places) partyAt[place] = index;
  return {
    ends,
    parties,
    partyAt,
    ownerAt,
    owners: owners.groups,
    portsAt: ports.numbers,
    ports: ports.groups.map(([first]) => ends[first]?.party.ports ?? []),
    areWorkloads: (from, to) => workloads[from] === 1 && workloads[to] === 1,
    isPair: (from, to) =>
      families[from] === families[to] &&
      ownerAt[from] !== ownerAt[to] &&
      (workloads[from] === 1 || workloads[to] === 1),
  };
}

/** Places with equal texts get one number, from 0. */
function groupEnds(ends: readonly PairEnd[], textOf: (end: PairEnd) => string) {
  const known = new Map<string, number>();
  const groups: [number, ...number[]][] = [];
  const numbers = Int32Array.from(ends, (end, place) => {
    const text = textOf(end);
    const number = known.get(text) ?? known.size;
    known.set(text, number);
    const group = groups[number];
    if (group === undefined) groups.push([place]);
    else group.push(place);
    return number;
  });
  return { numbers, groups };
}

function groupParties(ends: readonly PairEnd[]): readonly PartyEnds[] {
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
