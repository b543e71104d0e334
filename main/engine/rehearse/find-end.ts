import type { ConnectionEnd } from '../evaluate/connection-end';
import { addressKey, parseAddress } from '../net/address';
import type { PartyMembers } from './member';

/**
 * Finds who a person means: `prod/frontend`, a pod `prod/frontend-7d9f`, a node (`worker-1` or `node:worker-1`), a network set,
 * `internet`, or an address, which is the pod or node that owns it. `undefined`: nobody of that name.
 */
export function findEnd(text: string, parties: readonly PartyMembers[]): ConnectionEnd | undefined {
  const name = text.startsWith('node:') ? `host:${text.slice('node:'.length)}` : text;
  const named = parties.find(({ party }) => party.label === name || party.id === name);
  if (named !== undefined) return named.members[0]?.end;
  const ends = parties.flatMap(({ members }) => members.map(({ end }) => end));
  const pod = ends.find((end) => end.tag === 'pod' && `${end.workload.namespace}/${end.workload.name}` === name);
  if (pod !== undefined) return pod;
  const address = parseAddress(name);
  if (address === undefined) return undefined;
  const key = addressKey(address);
  return ends.find((end) => ownAddresses(end).includes(key)) ?? { tag: 'outside', address };
}

function ownAddresses(end: ConnectionEnd): readonly string[] {
  switch (end.tag) {
    case 'pod':
      return end.workload.addresses.map(addressKey);
    case 'node':
      return end.node.addresses.map(addressKey);
    case 'outside':
      return [];
  }
}
