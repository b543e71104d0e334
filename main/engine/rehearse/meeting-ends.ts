import type { ConnectionEnd } from '../evaluate/connection-end';

export type Family = 4 | 6;

/** Two ends that have addresses of one family. */
export interface Meeting {
  readonly from: ConnectionEnd;
  readonly to: ConnectionEnd;
  readonly family: Family;
}

const FAMILIES: readonly Family[] = [4, 6];

/** Families that an end has addresses of, IPv4 first; none for a pod of which only the controller is known. */
export function familiesOf(end: ConnectionEnd): readonly Family[] {
  if (end.tag !== 'pod') return [end.address.family];
  return FAMILIES.filter((family) => end.workload.addresses.some((address) => address.family === family));
}

/** The first two ends that meet, over IPv4 where they can; a pod without known addresses meets everybody. `undefined`: none do. */
export function meetingEnds(froms: readonly ConnectionEnd[], tos: readonly ConnectionEnd[]): Meeting | undefined {
  const meetings = froms.flatMap((from) =>
    tos.flatMap((to) => {
      const family = commonFamily(familiesOf(from), familiesOf(to));
      return family === undefined ? [] : [{ from, to, family }];
    }),
  );
  return meetings.find(({ family }) => family === 4) ?? meetings[0];
}

function commonFamily(left: readonly Family[], right: readonly Family[]): Family | undefined {
  return FAMILIES.find((family) =>
    [left, right].every((families) => families.length === 0 || families.includes(family)),
  );
}
