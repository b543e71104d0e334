import type { Cluster } from '../cluster/cluster';
import type { ClusterNode } from '../cluster/endpoint';
import { readBoolean, readNumber, readObject, readText } from '../load/fields';
import { PROTOCOL } from '../model/traffic';
import type { Address } from '../net/address';
import { addressKey } from '../net/address';
import type { Prefix } from '../net/prefix';
import { containsAddress, parsePrefix } from '../net/prefix';
import type { Packet } from './packet';
import type { Peer } from './peer';

const VXLAN_PORT = 4789;
export const IPIP_PROTOCOL = 4;

/** How packets between nodes travel: what the pools say about tunnels and about masquerading. */
export interface PathNetwork {
  /** By name. */
  readonly nodes: ReadonlyMap<string, ClusterNode>;
  /** Whether traffic to this pod address between these nodes goes through a tunnel. */
  encapsulates(from: ClusterNode, to: ClusterNode, destination: Address): boolean;
  /** Whether traffic of this pod to this address leaves with the node's address; `unless-spared`: it does where Felix spares no hosts. */
  masquerades(source: Address, destination: Address): boolean | 'unless-spared';
  /**
   * Whether it is a packet of Calico's own tunnels between nodes: those pass the filter before any host endpoint is asked (calico:
   * felix/rules/static.go filterInputChain, filterOutputChain).
   */
  isTunnelPacket(packet: Packet): boolean;
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
  const tunnels = readTunnels(cluster);
  const isNode = ({ address }: Peer) => address !== null && hostAddresses.has(addressKey(address));
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
    isTunnelPacket: (packet) =>
      tunnels.some(({ protocol, port }) => packet.protocol === protocol && packet.destinationPort === port) &&
      isNode(packet.source) &&
      isNode(packet.destination),
  };
}

/** Where a tunnel ends on a node; −1: its protocol has no ports. */
interface TunnelEnd {
  readonly protocol: number;
  readonly port: number;
}

/** Those that are switched on: VXLAN and IPIP by the pools, WireGuard by Felix. */
function readTunnels({ resources, felix }: Cluster): readonly TunnelEnd[] {
  const pools = resources.filter(({ kind }) => kind === 'IPPool').map(({ body }) => readObject(body, 'spec') ?? {});
  const isUsed = (field: string) => pools.some((pool) => !['', 'Never'].includes(readText(pool, field) ?? ''));
  const { udp } = PROTOCOL;
  return [
    ...(isUsed('vxlanMode') ? [{ protocol: udp, port: readNumber(felix.global, 'vxlanPort') ?? VXLAN_PORT }] : []),
    ...(isUsed('ipipMode') ? [{ protocol: IPIP_PROTOCOL, port: -1 }] : []),
    ...(readBoolean(felix.global, 'wireguardEnabled') === true
      ? [{ protocol: udp, port: readNumber(felix.global, 'wireguardListeningPort') ?? 51_820 }]
      : []),
    ...(readBoolean(felix.global, 'wireguardEnabledV6') === true
      ? [{ protocol: udp, port: readNumber(felix.global, 'wireguardListeningPortV6') ?? 51_821 }]
      : []),
  ];
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
