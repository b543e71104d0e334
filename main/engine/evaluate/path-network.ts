import type { Cluster } from '../cluster/cluster';
import type { ClusterNode } from '../cluster/endpoint';
import { readBoolean, readObject, readText } from '../load/fields';
import type { Address } from '../net/address';
import { addressKey } from '../net/address';
import type { Prefix } from '../net/prefix';
import { containsAddress, parsePrefix } from '../net/prefix';

/** How packets between nodes travel: what the pools say about tunnels and about masquerading. */
export interface PathNetwork {
  /** By name. */
  readonly nodes: ReadonlyMap<string, ClusterNode>;
  /** Whether traffic to this pod address between these nodes goes through a tunnel. */
  encapsulates(from: ClusterNode, to: ClusterNode, destination: Address): boolean;
  /** Whether traffic of this pod to this address leaves with the node's address; `unless-spared`: it does where Felix spares no hosts. */
  masquerades(source: Address, destination: Address): boolean | 'unless-spared';
}

type TunnelMode = 'never' | 'always' | 'cross-subnet';

interface Pool {
  readonly cidr: Prefix;
  readonly natOutgoing: boolean;
  readonly tunnel: TunnelMode;
}

export function readPathNetwork(cluster: Cluster): PathNetwork {
  const pools = cluster.resources
    .filter((resource) => resource.kind === 'IPPool')
    .flatMap((resource) => readPool(readObject(resource.body, 'spec') ?? {}));
  const hostAddresses = new Set(cluster.nodes.flatMap((node) => node.addresses.map(addressKey)));
  const poolOf = (address: Address) => pools.find((pool) => containsAddress(pool.cidr, address));
  return {
    nodes: new Map(cluster.nodes.map((node) => [node.name, node])),
    encapsulates(from, to, destination) {
      const tunnel = poolOf(destination)?.tunnel ?? 'never';
      return tunnel === 'always' || (tunnel === 'cross-subnet' && !shareSubnet(from, to));
    },
    masquerades(source, destination) {
      if (poolOf(source)?.natOutgoing !== true || poolOf(destination) !== undefined) return false;
      return hostAddresses.has(addressKey(destination)) ? 'unless-spared' : true;
    },
  };
}

function readPool(spec: Parameters<typeof readText>[0]): readonly Pool[] {
  const cidr = parsePrefix(readText(spec, 'cidr') ?? '');
  if (cidr === undefined) return [];
  const modes = [readText(spec, 'vxlanMode'), readText(spec, 'ipipMode')];
  const tunnel = modes.includes('Always') ? 'always' : modes.includes('CrossSubnet') ? 'cross-subnet' : 'never';
  return [{ cidr, natOutgoing: readBoolean(spec, 'natOutgoing') === true, tunnel }];
}

/** By the mask of Calico's own node annotation; without it the nodes are taken to be in different subnets. */
function shareSubnet(from: ClusterNode, to: ClusterNode): boolean {
  const subnet = parsePrefix(from.resource.annotations['projectcalico.org/IPv4Address'] ?? '');
  const other = parsePrefix(to.resource.annotations['projectcalico.org/IPv4Address'] ?? '');
  return subnet !== undefined && other !== undefined && subnet.length < 32 && containsAddress(subnet, other.address);
}
