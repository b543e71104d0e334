import type { Party } from '../model/edge';

/** What people call a party, by its id; who is not listed keeps the id. */
export type PartyLabels = (id: string) => string;

export function createPartyLabels(parties: readonly Party[]): PartyLabels {
  const labels = new Map(parties.map(({ id, label }) => [id, label]));
  return (id) => labels.get(id) ?? id;
}
