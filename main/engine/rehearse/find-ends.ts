import type { Cluster } from '../cluster/cluster';
import type { ConnectionEnd } from '../evaluate/connection-end';
import type { Address } from '../net/address';
import { addressKey, parseAddress } from '../net/address';
import type { PartyMembers } from './member';

/**
 * Finds who a person means: `prod/frontend`, a pod `prod/frontend-7d9f`, a node (`worker-1` or `node:worker-1`), a network set,
 * `internet`, or an address, which is the pod or node that owns it. Several stand for one name: a node by each of its addresses, a network
 * by one address of every class. Empty: nobody of that name has an address.
 */
export function findEnds(text: string, parties: readonly PartyMembers[], cluster: Cluster): readonly ConnectionEnd[] {
  const name = text.startsWith('node:') ? `host:${text.slice('node:'.length)}` : text;
  const named = parties.find(({ party }) => party.label === name || party.id === name);
  if (named !== undefined) return named.members.flatMap(({ end }) => byEveryAddress(end));
  const pod = cluster.workloads.find((workload) => `${workload.namespace}/${workload.name}` === name);
  if (pod !== undefined) return [{ tag: 'pod', workload: pod }];
  const address = parseAddress(name);
  return address === undefined ? [] : [ownerOf(address, cluster)];
}

function byEveryAddress(end: ConnectionEnd): readonly ConnectionEnd[] {
  return end.tag === 'node' ? end.node.addresses.map((address) => ({ ...end, address })) : [end];
}

function ownerOf(address: Address, cluster: Cluster): ConnectionEnd {
  const key = addressKey(address);
  const owns = (owner: { readonly addresses: readonly Address[] }) =>
    owner.addresses.some((own) => addressKey(own) === key);
  const workload = cluster.workloads.find(owns);
  if (workload !== undefined) return { tag: 'pod', workload };
  const expecting = cluster.hosts.find(owns)?.node;
  const node = cluster.nodes.find(owns) ?? cluster.nodes.find(({ name }) => name === expecting);
  return node === undefined ? { tag: 'outside', address } : { tag: 'node', node, address };
}
