import type { Cluster } from '../cluster/cluster';
import type { ClusterNode } from '../cluster/endpoint';
import { objectAt, readNumber, readObjectList } from '../load/fields';
import type { Address } from '../net/address';
import { addressKey } from '../net/address';
import type { ConnectionEnd } from '../evaluate/connection-end';
import { clusterAddresses } from './known-services';

/** Where the API server listens. */
export interface ApiServer {
  readonly end: ConnectionEnd;
  readonly label: string;
  readonly port: number;
}

/** The service address that pods dial, where the snapshot has it. */
export interface ApiService {
  readonly address: Address;
  readonly port: number;
}

/** From the endpoints of service `default/kubernetes`; without them the control-plane nodes on 6443, the default of kubeadm. */
export function findApiServers(cluster: Cluster): readonly ApiServer[] {
  const members = cluster.services.get('default/kubernetes')?.members ?? [];
  if (members.length > 0) {
    return members.map(({ address, port }) => {
      const node = cluster.nodes.find((candidate) => ownsAddress(candidate, address));
      return node === undefined
        ? { end: { tag: 'outside', address }, label: addressKey(address), port }
        : { end: { tag: 'node', node, address }, label: node.name, port };
    });
  }
  return cluster.nodes
    .filter((node) => node.controlPlane)
    .flatMap((node) =>
      node.addresses
        .slice(0, 1)
        .map((address) => ({ end: { tag: 'node', node, address }, label: node.name, port: 6443 })),
    );
}

function ownsAddress(node: ClusterNode, address: Address): boolean {
  return node.addresses.some((own) => addressKey(own) === addressKey(address));
}

export function findApiService(cluster: Cluster): ApiService | null {
  const service = cluster.resources.find(
    (resource) => resource.kind === 'Service' && resource.namespace === 'default' && resource.name === 'kubernetes',
  );
  if (service === undefined) return null;
  const spec = objectAt(service.body, 'spec');
  const [address] = clusterAddresses(spec);
  const port = readNumber(readObjectList(spec, 'ports')?.[0] ?? {}, 'port');
  return address === undefined || port === undefined ? null : { address, port };
}
