import { objectAt, readBoolean, readText } from '../../load/fields';
import type { JsonObject } from '../../model/json';
import type { ResourceKind } from '../../model/resource';
import { PROTOCOL } from '../../model/traffic';
import { addressKey, parseAddress } from '../../net/address';
import { pathAcross, pathTo } from '../find-path';
import type { EndGroup, LockoutFacts } from '../lockout-facts';
import { NO_NODE, everyNode, lacking, nodeGroup, podsCalled, untold } from '../lockout-facts';
import type { ProtectedRow } from '../protected-row';

const udp = (port: number) => ({ protocol: PROTOCOL.udp, port });
const BGP = { protocol: PROTOCOL.tcp, port: 179 };
const IPIP = { protocol: 4, port: -1 };
const POOLS_COMMAND = 'kubectl get ippools.v3.projectcalico.org -o yaml';

/** What carries the packets of pods from node to node. */
export const NETWORK_ROWS: readonly ProtectedRow[] = [
  {
    id: 'L17',
    theme: 'network',
    title: 'BGP between nodes, and with routers',
    protects: 'Without BGP nodes forget the way to the pods of the others.',
    ports: 'tcp 179',
    letters: ['A', 'B'],
    failsafe: 'tcp 179 in both lists; BFD (udp 3784, 3785, 4784) is not covered',
    severity: 'blocks',
    expect: 'open',
    find: (facts) => {
      if (facts.cluster.nodes.length === 0) return NO_NODE;
      const use = usesBgp(facts);
      if (use === 'no') return { why: 'every IP pool of the snapshot is VXLAN: BGP carries nothing', needless: true };
      if (use === 'unknown') return untold(`the files do not tell whether BGP is used; fetch: ${POOLS_COMMAND}`);
      const nodes = everyNode(facts);
      const mesh = hasMesh(facts) ? [pathAcross(facts, nodes, nodes, BGP)] : [];
      const found = [
        ...mesh.filter(({ connections }) => connections.length > 0),
        ...routers(facts).flatMap(({ from, router, port }) => [
          pathTo(facts, from, router, { ...BGP, port }),
          pathTo(facts, router, from, BGP),
        ]),
      ];
      return found.length > 0 ? found : untold('one node, and no BGPPeer in the snapshot');
    },
  },
  {
    id: 'L18',
    theme: 'network',
    title: 'Calico’s tunnels between nodes',
    protects: 'Pods of different nodes lose each other, and nodes lose the pods of others.',
    ports: 'udp 4789 (VXLAN), protocol 4 (IPIP), udp 51820 (WireGuard)',
    letters: ['A', 'B'],
    failsafe: 'not needed: Felix accepts them itself, but behind preDNAT and doNotTrack',
    severity: 'blocks',
    expect: 'open',
    find: (facts) => {
      if (facts.cluster.nodes.length === 0) return NO_NODE;
      const nodes = everyNode(facts);
      const pools = specsOf(facts, 'IPPool');
      const felix = facts.cluster.felix.global;
      const isUsed = (field: string) => pools.some((pool) => !['', 'Never'].includes(readText(pool, field) ?? ''));
      const sent = [
        ...(isUsed('vxlanMode') ? [udp(4789)] : []),
        ...(isUsed('ipipMode') ? [IPIP] : []),
        ...(readBoolean(felix, 'wireguardEnabled') === true ? [udp(51_820)] : []),
        ...(readBoolean(felix, 'wireguardEnabledV6') === true ? [udp(51_821)] : []),
      ];
      if (pools.length === 0 && sent.length === 0) return lacking(facts, 'IPPool', POOLS_COMMAND);
      if (sent.length === 0) return { why: 'no IP pool of the snapshot uses a tunnel', needless: true };
      const found = sent.map((one) => pathAcross(facts, nodes, nodes, one));
      return facts.cluster.nodes.length > 1 ? found : untold('there is but one node in the snapshot');
    },
  },
  {
    id: 'L19',
    theme: 'network',
    title: 'Other overlays between nodes',
    protects: 'A network that is not Calico’s own gets no exemption from Felix.',
    ports: 'udp 8472 (flannel), udp 6081 (Geneve), udp 500 and 4500 (IPsec)',
    letters: ['A', 'B'],
    failsafe: 'not covered',
    severity: 'blocks',
    expect: 'open',
    find: (facts) => {
      const nodes = everyNode(facts);
      const found = OVERLAYS.filter(({ names }) => podsCalled(facts, names).length > 0).flatMap(({ ports }) =>
        ports.map((port) => pathAcross(facts, nodes, nodes, udp(port))),
      );
      return found.length > 0 ? found : lacking(facts, 'overlay beside Calico’s', 'kubectl get pods -A -o yaml');
    },
  },
  {
    id: 'L36',
    theme: 'network',
    title: 'The address in front of the control plane',
    protects: 'When its keepers lose each other, the address of the API server moves or is there twice.',
    ports: 'protocol 112 (VRRP), tcp 8443',
    letters: ['A', 'B'],
    failsafe: 'not covered',
    severity: 'blocks',
    expect: 'open',
    find: (facts) => {
      const control = nodeGroup(
        facts,
        facts.cluster.nodes.filter(({ controlPlane }) => controlPlane),
      );
      const vrrp = podsCalled(facts, ['keepalived']).length > 0 ? [pathAcross(facts, control, control, VRRP)] : [];
      const proxy = podsCalled(facts, ['haproxy']).length > 0 ? [pathTo(facts, everyNode(facts), control, PROXY)] : [];
      const found = [...vrrp, ...proxy].filter(({ connections }) => connections.length > 0);
      return found.length > 0
        ? found
        : lacking(facts, 'keepalived or haproxy pod', 'kubectl get pods -n kube-system -o yaml');
    },
  },
];

const VRRP = { protocol: 112, port: -1 };
const PROXY = { protocol: PROTOCOL.tcp, port: 8443 };

const OVERLAYS = [
  { names: ['flannel', 'canal', 'kube-flannel'], ports: [8472] },
  { names: ['antrea', 'ovnkube-node', 'ovs-ovn'], ports: [6081] },
  { names: ['strongswan', 'libreswan', 'submariner-gateway'], ports: [500, 4500] },
] as const;

function specsOf({ cluster }: LockoutFacts, wanted: ResourceKind): readonly JsonObject[] {
  return cluster.resources.filter(({ kind }) => kind === wanted).map(({ body }) => objectAt(body, 'spec'));
}

/** By what ClusterInformation, pools and peers say (calico: the backend `bird` of calico-node). */
function usesBgp(facts: LockoutFacts): 'yes' | 'no' | 'unknown' {
  const types = specsOf(facts, 'ClusterInformation').flatMap((spec) =>
    (readText(spec, 'clusterType') ?? '').split(','),
  );
  const pools = specsOf(facts, 'IPPool');
  const isIpip = pools.some((pool) => !['', 'Never'].includes(readText(pool, 'ipipMode') ?? ''));
  if (types.includes('bgp') || isIpip || specsOf(facts, 'BGPPeer').length > 0) return 'yes';
  const isVxlan = pools.length > 0 && pools.every((pool) => !['', 'Never'].includes(readText(pool, 'vxlanMode') ?? ''));
  return isVxlan ? 'no' : 'unknown';
}

function hasMesh(facts: LockoutFacts): boolean {
  return specsOf(facts, 'BGPConfiguration').every((spec) => readBoolean(spec, 'nodeToNodeMeshEnabled') !== false);
}

/** Routers that all nodes, or one, speak to; selectors of nodes are taken to mean all. */
function routers(
  facts: LockoutFacts,
): readonly { readonly from: EndGroup; readonly router: EndGroup; readonly port: number }[] {
  return specsOf(facts, 'BGPPeer').flatMap((spec) => {
    const peer = readText(spec, 'peerIP') ?? '';
    const written = /^(?:\[(?<v6>[^\]]+)\]|(?<v4>[\d.]+))(?::(?<port>\d+))?$/.exec(peer)?.groups;
    const address = parseAddress(written?.['v6'] ?? written?.['v4'] ?? peer);
    if (address === undefined) return [];
    const node = readText(spec, 'node') ?? '';
    const nodes = facts.cluster.nodes.filter(({ name }) => node === '' || name === node);
    const router: EndGroup = { label: addressKey(address), ends: [facts.ownerOf(address)] };
    const port = Number(written?.['port'] ?? BGP.port);
    return nodes.length === 0 ? [] : [{ from: nodeGroup(facts, nodes), router, port }];
  });
}
