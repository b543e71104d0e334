import type { ConnectionEnd } from '../evaluate/connection-end';
import { addressKey, formatAddress } from '../net/address';
import type { PartyMembers } from './member';

/** What people call an end of a connection: the label of its party where it has one. */
export type EndLabels = (end: ConnectionEnd) => string;

export function createEndLabels(parties: readonly PartyMembers[]): EndLabels {
  const byOwner = new Map<string, PartyMembers[]>();
  const byAddress = new Map<string, string>();
  for (const party of parties) {
    if (party.party.kind === 'workload') byOwner.set(party.owner, [...(byOwner.get(party.owner) ?? []), party]);
    for (const { end } of party.members) {
      if (end.tag === 'outside' && !byAddress.has(addressKey(end.address)))
        byAddress.set(addressKey(end.address), party.party.label);
    }
  }
  return (end) => {
    switch (end.tag) {
      case 'node':
        return end.node.name;
      case 'outside':
        return byAddress.get(addressKey(end.address)) ?? formatAddress(end.address);
      case 'pod': {
        const { namespace, owner, labels, profiles } = end.workload;
        const candidates = byOwner.get(`${namespace}/${owner.name} ${owner.kind}`) ?? [];
        const own = candidates.find((party) =>
          party.members.some(
            (member) =>
              member.end.tag === 'pod' &&
              member.end.workload.labels === labels &&
              member.end.workload.profiles.join() === profiles.join(),
          ),
        );
        return (own ?? candidates[0])?.party.label ?? `${namespace}/${owner.name}`;
      }
    }
  };
}
