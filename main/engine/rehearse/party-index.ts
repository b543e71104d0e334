import type { ConnectionEnd } from '../evaluate/connection-end';
import { parseAddress } from '../net/address';
import type { PartyMembers } from './member';

/**
 * Finds who a person means: `prod/frontend`, a pod `prod/frontend-7d9f`, a node, a network set, `internet`, or an address.
 * `undefined`: nobody of that name.
 */
export function findEnd(text: string, parties: readonly PartyMembers[]): ConnectionEnd | undefined {
  const named = parties.find(({ party }) => party.label === text || party.id === text);
  if (named !== undefined) return named.members[0]?.end;
  const pod = parties.find(({ members }) =>
    members.some(({ end }) => end.tag === 'pod' && `${end.workload.namespace}/${end.workload.name}` === text),
  );
  if (pod !== undefined) return pod.members[0]?.end;
  const address = parseAddress(text);
  return address === undefined ? undefined : { tag: 'outside', address };
}
