import type { Cluster } from '../cluster/cluster';
import type { ClusterNode, HostEndpoint } from '../cluster/endpoint';
import type { Address } from '../net/address';
import { addressKey } from '../net/address';

/** The interface that carries a node's own address, a tunnel device, an interface of a pod, `lo`, or the one with another address. */
export type InterfaceKind = 'uplink' | 'tunnel' | 'pod' | 'loopback' | OtherInterface;
type OtherInterface = `with ${string}`;

/** The host endpoint that governs an interface. */
export interface GoverningHost {
  readonly host: HostEndpoint;
  /** `*`: its untracked policies are ignored (calico: felix/dataplane/linux/endpoint_mgr.go updateHostEndpoints). */
  readonly wildcard: boolean;
  /** What was assumed because the files do not name the node's interfaces; `''` when nothing was. */
  readonly assumption: string;
}

/** Which host endpoint governs which interface of a node (calico: felix/dataplane/linux/endpoint_mgr.go resolveHostEndpoints). */
export interface HostInterfaces {
  governing(node: string, kind: InterfaceKind): GoverningHost | null;
  /** By which interface packets to this address of a node come in: by another than the uplink where only a host endpoint expects it. */
  inward(node: ClusterNode, address: Address): InterfaceKind;
}

/** What the interfaces of a node are called, where somebody knows. */
export type InterfaceNames = (node: ClusterNode) => { readonly uplink: string; readonly tunnel: string } | null;

const TUNNEL_NAMES: readonly string[] = ['vxlan.calico', 'vxlan-v6.calico', 'tunl0', 'wireguard.cali'];

export function createHostInterfaces(cluster: Cluster, names: InterfaceNames = annotatedNames): HostInterfaces {
  const nodes = new Map(cluster.nodes.map((node) => [node.name, node]));
  const known = new Map<string, Map<InterfaceKind, GoverningHost | null>>();
  const specific = cluster.hosts.filter(({ interfaceName }) => interfaceName !== '*');
  return {
    inward(node, address) {
      if (expectsOne(node, [address]) || expectsOne({ addresses: node.tunnelAddresses }, [address])) return 'uplink';
      const expected = specific.some((host) => host.node === node.name && expectsOne(host, [address]));
      return expected ? `with ${addressKey(address)}` : 'uplink';
    },
    governing(nodeName, kind) {
      const found = known.get(nodeName)?.get(kind);
      if (found !== undefined) return found;
      const kinds = known.get(nodeName) ?? new Map<InterfaceKind, GoverningHost | null>();
      known.set(nodeName, kinds);
      const node = nodes.get(nodeName);
      const hosts = cluster.hosts.filter((host) => host.node === nodeName).toSorted(byName);
      const governing = (node && specificHost(hosts, node, kind, names)) ?? wildcardHost(hosts);
      kinds.set(kind, governing);
      return governing;
    },
  };
}

function byName(left: HostEndpoint, right: HostEndpoint): number {
  return left.name < right.name ? -1 : 1;
}

function wildcardHost(hosts: readonly HostEndpoint[]): GoverningHost | null {
  const host = hosts.find((candidate) => candidate.interfaceName === '*');
  return host === undefined ? null : { host, wildcard: true, assumption: '' };
}

/** The smallest name wins among those that name the interface or, naming none, expect one of its addresses. */
function specificHost(
  hosts: readonly HostEndpoint[],
  node: ClusterNode,
  kind: InterfaceKind,
  names: InterfaceNames,
): GoverningHost | null {
  if (kind === 'pod' || kind === 'loopback') return null;
  if (kind !== 'uplink' && kind !== 'tunnel') return otherHost(hosts, kind);
  const addresses = kind === 'uplink' ? node.addresses : node.tunnelAddresses;
  const name = names(node)?.[kind];
  if (name !== undefined) {
    const host = hosts.find((candidate) => bindsTo(candidate, name, addresses));
    return host === undefined ? null : { host, wildcard: false, assumption: '' };
  }
  const named = hosts.filter((candidate) => candidate.interfaceName !== '*' && mayBind(candidate, kind, addresses));
  const host = named[0];
  if (host === undefined) return null;
  const address = addresses[0] === undefined ? 'its address' : addressKey(addresses[0]);
  const assumption =
    host.interfaceName === ''
      ? ''
      : `interface ${host.interfaceName} of ${node.name} is taken to be the one with ${address}: the files do not list its interfaces`;
  return { host, wildcard: false, assumption };
}

/** The smallest name of those that expect the address. */
function otherHost(hosts: readonly HostEndpoint[], kind: OtherInterface): GoverningHost | null {
  const host = hosts.find(
    ({ interfaceName, addresses }) =>
      interfaceName !== '*' &&
      !interfaceName.startsWith('cali') &&
      !TUNNEL_NAMES.includes(interfaceName) &&
      addresses.some((address) => kind === `with ${addressKey(address)}`),
  );
  if (host === undefined) return null;
  const [, address = ''] = kind.split(' ');
  const assumption =
    host.interfaceName === ''
      ? ''
      : `interface ${host.interfaceName} of ${host.node} is taken to be the one with ${address}: host endpoint ${host.name} expects it there`;
  return { host, wildcard: false, assumption };
}

function bindsTo(host: HostEndpoint, name: string, addresses: readonly Address[]): boolean {
  return host.interfaceName === name || (host.interfaceName === '' && expectsOne(host, addresses));
}

/** Without an inventory: an endpoint that expects the address, or names an interface and expects nothing. */
function mayBind(host: HostEndpoint, kind: InterfaceKind, addresses: readonly Address[]): boolean {
  if (host.interfaceName.startsWith('cali')) return false;
  const isTunnel = TUNNEL_NAMES.includes(host.interfaceName);
  if (host.interfaceName !== '' && isTunnel !== (kind === 'tunnel')) return false;
  return expectsOne(host, addresses) || (host.interfaceName !== '' && host.addresses.length === 0);
}

/** Whether the owner has one of the addresses, or expects it. */
function expectsOne(owner: { readonly addresses: readonly Address[] }, addresses: readonly Address[]): boolean {
  const expected = new Set(owner.addresses.map(addressKey));
  return addresses.some((address) => expected.has(addressKey(address)));
}

/** Calico's node agent may list interfaces with their addresses in an annotation. */
function annotatedNames(node: ClusterNode): { readonly uplink: string; readonly tunnel: string } | null {
  const text = node.resource.annotations['projectcalico.org/Interfaces'] ?? '';
  if (text === '') return null;
  const own = new Set(node.addresses.map(addressKey));
  const matches = [...text.matchAll(/"name"\s*:\s*"([^"]+)"[^{}]*?"addresses"\s*:\s*\[([^\]]*)\]/gi)];
  const uplink = matches.find(([, , addresses = '']) =>
    [...addresses.matchAll(/"([^"/]+)(?:\/\d+)?"/g)].some(([, address = '']) => own.has(address)),
  );
  return uplink?.[1] === undefined ? null : { uplink: uplink[1], tunnel: 'vxlan.calico' };
}
