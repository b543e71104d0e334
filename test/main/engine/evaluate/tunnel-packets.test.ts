import { describe, expect, it } from 'vitest';
import { packetOf } from '../../../../main/engine/evaluate/packet-of';
import type { JsonObject } from '../../../../main/engine/model/json';
import { clusterNode, deployment, felix, namespace, pod, pool } from './manifests';
import { addressOf, connect, flowOf, smallCluster } from './small-cluster';
import { OUTSIDE, VXLAN, cluster, hostPolicy, hosts, verdict } from './two-nodes';

const NODES = [clusterNode('node1', '192.168.0.1 fd00::1'), clusterNode('node2', '192.168.0.2 fd00::2')];
const IPIP = '4';

/** Which of some packets between two nodes, or of others, are taken for those of Calico's own tunnels. */
function tunnelled(objects: readonly JsonObject[], ...packets: readonly (readonly [string, string, string])[]) {
  const { evaluation, path } = smallCluster([...NODES, ...objects]);
  return packets.map(([from, to, traffic]) =>
    path.network.isTunnelPacket(packetOf(flowOf(from, to, traffic), evaluation.peers)),
  );
}

const between = (traffic: string) => ['192.168.0.1', '192.168.0.2', traffic] as const;

describe('a packet of Calico’s own tunnels', () => {
  it('is one of the protocol and port of a tunnel that some pool uses', () => {
    const packets = [between('udp 4789'), between('udp 4790'), between('tcp 4789'), between(IPIP)] as const;
    expect([
      tunnelled([], ...packets),
      tunnelled([pool('10.0.0.0/16', { vxlanMode: 'Never', ipipMode: 'Never' })], ...packets),
      tunnelled([pool('10.0.0.0/16', { vxlanMode: 'CrossSubnet' })], ...packets),
      tunnelled([pool('10.0.0.0/16', { ipipMode: 'Always' })], ...packets),
      tunnelled([pool('10.1.0.0/16'), pool('10.0.0.0/16', { vxlanMode: 'Always', ipipMode: 'Always' })], ...packets),
      tunnelled([felix({ vxlanMode: 'Always' })], ...packets),
      tunnelled([{ ...pool('10.0.0.0/16'), spec: null }], ...packets),
    ]).toEqual([
      [false, false, false, false],
      [false, false, false, false],
      [true, false, false, false],
      [false, false, false, true],
      [true, false, false, true],
      [false, false, false, false],
      [false, false, false, false],
    ]);
  });

  it('is by the port that Felix is told, WireGuard’s where that is on', () => {
    const vxlan = pool('10.0.0.0/16', { vxlanMode: 'Always' });
    expect(tunnelled([vxlan, felix({ vxlanPort: 8472 })], between('udp 4789'), between('udp 8472'))).toEqual([
      false,
      true,
    ]);
    const ports = [between('udp 51820'), between('udp 51821'), between('udp 7000'), between('udp 7001')] as const;
    const listening = { wireguardListeningPort: 7000, wireguardListeningPortV6: 7001 };
    expect([
      tunnelled([felix({})], ...ports),
      tunnelled([felix({ wireguardEnabled: true })], ...ports),
      tunnelled([felix({ wireguardEnabledV6: true })], ...ports),
      tunnelled([felix({ ...listening, wireguardEnabled: true })], ...ports),
      tunnelled([felix({ ...listening, wireguardEnabledV6: true })], ...ports),
      tunnelled([felix({ ...listening, wireguardEnabled: false, wireguardEnabledV6: false })], ...ports),
    ]).toEqual([
      [false, false, false, false],
      [true, false, false, false],
      [false, true, false, false],
      [false, false, true, false],
      [false, false, false, true],
      [false, false, false, false],
    ]);
  });

  it('travels from node to node, of either family, and from or to nobody else', () => {
    const objects = [VXLAN, namespace('prod'), pod('prod/web', '10.0.0.9'), deployment('prod/declared')];
    expect(
      tunnelled(
        objects,
        ['fd00::2', 'fd00::1', 'udp 4789'],
        ['192.168.0.1', '198.51.100.7', 'udp 4789'],
        ['198.51.100.7', '192.168.0.1', 'udp 4789'],
        ['10.0.0.9', '192.168.0.1', 'udp 4789'],
      ),
    ).toEqual([true, false, false, false]);
    const { cluster: known, evaluation, path } = smallCluster([...NODES, ...objects]);
    const declared = known.workloads.find(({ name }) => name === 'declared');
    if (declared === undefined) throw new Error('no such pod');
    const packet = packetOf(flowOf('192.168.0.1', '192.168.0.2', 'udp 4789'), evaluation.peers);
    expect(path.network.isTunnelPacket({ ...packet, destination: evaluation.peers.declaredBy(declared) })).toBe(false);
  });

  it('passes normal policy of hosts, which nobody asks then', () => {
    const deny = hostPolicy('deny', { types: ['Ingress', 'Egress'] });
    const objects = [VXLAN, ...hosts('eth0'), deny];
    const small = cluster(objects);
    const { verdict: answer, passages } = connect(small, 'node:node1', 'node:node2', 'udp 4789');
    expect([
      answer,
      passages[0]?.stages.map(({ hook, endpoint, answer: said, why }) => [hook, endpoint, said, why]),
    ]).toEqual([
      'allow',
      [
        ['built-in', null, 'allow', 'Felix accepts what its own tunnels send between nodes'],
        ['built-in', null, 'allow', 'Felix accepts what its own tunnels send between nodes'],
      ],
    ]);
    expect(verdict(objects, 'node:node1', 'node:node2', 'udp 4790')).toBe('deny');
    expect(verdict(objects, OUTSIDE, 'node:node2', 'udp 4789')).toBe('deny');
  });

  it('is no matter of objects that are no pools', () => {
    const { cluster: known, path } = smallCluster([
      ...NODES,
      felix({ cidr: '10.0.0.0/16', vxlanMode: 'Always', natOutgoing: true }),
    ]);
    const [from, to] = known.nodes;
    if (from === undefined || to === undefined) throw new Error('no nodes');
    expect(path.network.encapsulates(from, to, addressOf('10.0.0.9'))).toBe(false);
    expect(path.network.masquerades(addressOf('10.0.0.9'), addressOf('198.51.100.7'))).toBe(false);
  });
});
