import { describe, expect, it } from 'vitest';
import { establishedFate } from '../../../../main/engine/evaluate/established';
import type { JsonObject } from '../../../../main/engine/model/json';
import { clusterNode, felix, globalPolicy, hostEndpoint, networkPolicy, pod, pool } from './manifests';
import type { ConnectionFields, SmallClusterOptions } from './small-cluster';
import { connect, connectionOf, smallCluster } from './small-cluster';
import {
  ACCEPT,
  MASKED,
  NODE_PORT,
  OUTSIDE,
  ROUTED,
  SERVICE,
  VXLAN,
  cluster,
  hostPolicy,
  hosts,
  path,
  verdict,
} from './two-nodes';

const BOTH = { types: ['Ingress', 'Egress'] };
const ALLOW = [{ action: 'Allow' }];

describe('the firewall of a node that drops', () => {
  const onNode = (objects: readonly JsonObject[], options: SmallClusterOptions = {}) =>
    verdict(objects, OUTSIDE, 'node:node1', 'tcp 80', {}, { input: 'drop', ...options });

  it('closes processes that no host endpoint guards, and nothing that a host endpoint accepts', () => {
    expect([onNode([ROUTED]), onNode([ROUTED, ...hosts('eth0')]), onNode([ROUTED], { input: 'accept' })]).toEqual([
      'deny',
      'allow',
      'allow',
    ]);
  });

  it('is passed by what an untracked or a preDNAT Allow accepted before', () => {
    const untracked = hostPolicy('early', {
      ...BOTH,
      applyOnForward: true,
      doNotTrack: true,
      ingress: ALLOW,
      egress: ALLOW,
    });
    const before = hostPolicy('early', { types: ['Ingress'], applyOnForward: true, preDNAT: true, ingress: ALLOW });
    const closed = hostPolicy('closed', { types: ['Ingress'] });
    expect([onNode([...hosts('eth0'), untracked, closed]), onNode([...hosts('eth0'), before, closed])]).toEqual([
      'allow',
      'allow',
    ]);
    expect(onNode([...hosts('eth0'), closed])).toBe('deny');
  });

  it('has a say in nftables mode about what is accepted, and about nothing where it accepts itself', () => {
    const nftables = { dataplane: 'nftables', forward: 'accept', input: 'accept' } as const;
    expect(onNode([ROUTED, ...hosts('eth0')], nftables)).toBe('allow');
    expect(onNode([ROUTED, ...hosts('eth0')], { ...nftables, input: 'drop' })).toBe('deny');
    expect(verdict([ROUTED], 'pod:a/one', OUTSIDE, 'tcp 80', {}, nftables)).toBe('allow');
    expect(verdict([ROUTED], 'pod:a/one', 'pod:a/two', 'tcp 80', {}, { ...nftables, forward: 'drop' })).toBe('deny');
  });

  it('lets open connections go on', () => {
    const pass = hostPolicy('pass', { ...BOTH, applyOnForward: true, ingress: [{ action: 'Pass' }] });
    const fate = (to: string, options: SmallClusterOptions) => {
      const small = cluster([ROUTED, ACCEPT, ...hosts('eth0'), pass], options);
      return establishedFate(connectionOf(small.cluster, 'pod:a/one', to, 'tcp 80'), small.path);
    };
    const shut = { forward: 'drop', input: 'drop' } as const;
    expect(verdict([ROUTED, ACCEPT, ...hosts('eth0'), pass], 'pod:a/one', OUTSIDE, 'tcp 80', {}, shut)).toBe('deny');
    expect([
      fate(OUTSIDE, shut),
      fate(OUTSIDE, { ...shut, dataplane: 'nftables' }),
      fate('node:node1', { ...shut, dataplane: 'nftables' }),
      fate('node:node2', { ...shut, dataplane: 'nftables' }),
    ]).toEqual(['survives', 'survives', 'survives', 'survives']);
  });
});

describe('the host action', () => {
  const last = (defaultEndpointToHostAction: string, options: SmallClusterOptions) => {
    const small = cluster([felix({ defaultEndpointToHostAction })], options);
    const stage = connect(small, 'pod:a/one', 'node:node1', 'tcp 80').passages[0]?.stages.at(-1);
    return [stage?.hook, stage?.answer, stage?.why];
  };

  it('is shown with its source, and with the firewall where that decides after it', () => {
    expect([
      last('Return', { input: 'drop' }),
      last('Return', { input: 'accept' }),
      last('Drop', {}),
      last('Accept', { input: 'unknown' }),
      last('Accept', { input: 'drop', dataplane: 'nftables' }),
    ]).toEqual([
      [
        'host-action',
        'deny',
        "defaultEndpointToHostAction is return (FelixConfiguration default), and the node's own INPUT rules drop it",
      ],
      ['host-action', 'allow', 'defaultEndpointToHostAction is return (FelixConfiguration default)'],
      ['host-action', 'deny', 'defaultEndpointToHostAction is drop (FelixConfiguration default)'],
      ['host-action', 'allow', 'defaultEndpointToHostAction is accept (FelixConfiguration default)'],
      [
        'host-action',
        'deny',
        "defaultEndpointToHostAction is accept (FelixConfiguration default), and the node's own INPUT rules drop it",
      ],
    ]);
  });

  it('leaves nothing open where it accepts, whatever the firewall does', () => {
    expect(verdict([ACCEPT], 'pod:a/one', 'node:node1', 'tcp 80', {}, { input: 'unknown' })).toBe('allow');
  });
});

describe('an inbound untracked Allow alone', () => {
  const inbound = hostPolicy('in', { types: ['Ingress'], applyOnForward: true, doNotTrack: true, ingress: ALLOW });

  it('leaves the answers of a process to normal egress in nftables mode', () => {
    const egress = (action: string) => hostPolicy('out', { types: ['Egress'], egress: [{ action }] });
    const nftables = { dataplane: 'nftables' } as const;
    const asked = (policy: JsonObject, options: SmallClusterOptions) =>
      verdict([...hosts('eth0'), inbound, policy], OUTSIDE, 'node:node1', 'tcp 80', {}, options);
    expect([asked(egress('Allow'), nftables), asked(egress('Deny'), nftables), asked(egress('Allow'), {})]).toEqual([
      'allow',
      'deny',
      'deny',
    ]);
  });

  it('breaks the answers to TCP of pods, and not to UDP', () => {
    const objects = [ROUTED, ...hosts('eth0'), inbound];
    expect([
      verdict(objects, 'pod:a/one', OUTSIDE, 'tcp 80'),
      verdict(objects, 'pod:a/one', OUTSIDE, 'udp 53'),
    ]).toEqual(['deny', 'allow']);
  });
});

describe('a node port of a pod on another node, where FORWARD drops', () => {
  const far = (objects: readonly JsonObject[], fields: ConnectionFields = NODE_PORT) =>
    verdict(objects, OUTSIDE, 'pod:a/far', 'tcp 80', fields, { forward: 'drop' });

  it('is open by the host endpoint of the interface that it leaves by', () => {
    expect([far([ROUTED]), far([ROUTED, ...hosts('eth0')]), far([ROUTED, ...hosts('*')])]).toEqual([
      'deny',
      'allow',
      'allow',
    ]);
    expect([far([VXLAN]), far([VXLAN, ...hosts('eth0')]), far([VXLAN, ...hosts('*')])]).toEqual([
      'deny',
      'deny',
      'allow',
    ]);
  });
});

describe('the answers of a node to a pod of another', () => {
  const cut = hostPolicy('cut', {
    types: ['Ingress'],
    applyOnForward: true,
    preDNAT: true,
    ingress: [{ action: 'Deny', protocol: 'UDP', destination: { ports: [4789] } }],
  });
  const asked = (network: JsonObject) => verdict([network, ...hosts('eth0'), cut], 'pod:a/one', 'node:node2');

  it('travel through the tunnel, unless the node saw the address of the other node', () => {
    expect(asked(VXLAN)).toBe('deny');
    expect(asked(pool('10.0.0.0/16', { vxlanMode: 'Always', natOutgoing: true }))).toBe('allow');
    expect(asked(ROUTED)).toBe('allow');
    expect(asked(MASKED)).toBe('allow');
  });
});

describe('the address that a node sends from', () => {
  const tunnels = (four: string, six: string) => ({
    'projectcalico.org/IPv4VXLANTunnelAddr': four,
    'projectcalico.org/IPv6VXLANTunnelAddr': six,
  });
  const seen = (pools: readonly JsonObject[], from: string, to: string, family: 4 | 6) => {
    const small = smallCluster([
      clusterNode('node1', '192.168.0.1 fd00::1', tunnels('10.0.1.0', 'fd00:1::')),
      clusterNode('node2', '192.168.0.2 fd00::2', tunnels('10.0.2.0', 'fd00:2::')),
      pod('a/one', '10.0.1.1 fd00:1::1'),
      pod('a/far', '10.0.2.1 fd00:2::1', { node: 'node2' }),
      ...pools,
    ]);
    const { passages } = connect(small, from, to, 'tcp 80', { family });
    return passages[0]?.stages.at(-1)?.packet.source.key;
  };
  const far = (pools: readonly JsonObject[]) => [
    seen(pools, 'node:node1', 'pod:a/far', 4),
    seen(pools, 'node:node1', 'pod:a/far', 6),
  ];

  it('is that of the family, and of the tunnel inside one', () => {
    expect(far([pool('10.0.0.0/16'), pool('fd00::/16')])).toEqual(['192.168.0.1', 'fd00::1']);
    const vxlan = { vxlanMode: 'Always' };
    expect(far([pool('10.0.0.0/16', vxlan), pool('fd00::/16', vxlan)])).toEqual(['10.0.1.0', 'fd00:1::']);
  });
});

describe('a failsafe port before DNAT', () => {
  const shut = hostPolicy('shut', {
    types: ['Ingress'],
    applyOnForward: true,
    preDNAT: true,
    ingress: [{ action: 'Deny' }],
  });
  const asked = (to: string, traffic: string, fields: ConnectionFields, dataplane: 'iptables' | 'ebpf') =>
    verdict([ROUTED, ACCEPT, ...hosts('eth0'), shut], OUTSIDE, to, traffic, fields, { dataplane });
  const both = (to: string, traffic: string, fields: ConnectionFields = {}) => [
    asked(to, traffic, fields, 'iptables'),
    asked(to, traffic, fields, 'ebpf'),
  ];

  it('opens the way to processes of the node, and in eBPF to nobody else', () => {
    expect(both('node:node1', 'tcp 22')).toEqual(['allow', 'allow']);
    expect(both('node:node1', 'tcp 80')).toEqual(['deny', 'deny']);
    expect(both('pod:a/one', 'tcp 22')).toEqual(['allow', 'deny']);
  });

  it('is the port that was dialled, in eBPF the one behind the service', () => {
    const dialled = (port: number) => ({ via: `192.168.0.1 ${port}` });
    expect(both('node:node1', 'tcp 80', dialled(22))).toEqual(['allow', 'deny']);
    expect(both('node:node1', 'tcp 22', dialled(30_022))).toEqual(['deny', 'allow']);
    expect(both('node:node2', 'tcp 22', dialled(30_022))).toEqual(['deny', 'deny']);
  });

  it('is the same for what pods send, under a host endpoint of every interface', () => {
    const every = (to: string, dataplane: 'iptables' | 'ebpf') =>
      verdict([ROUTED, ACCEPT, ...hosts('*'), shut], 'pod:a/one', to, 'tcp 22', {}, { dataplane });
    expect([every('node:node1', 'iptables'), every('node:node1', 'ebpf')]).toEqual(['allow', 'allow']);
    expect([every('pod:a/two', 'iptables'), every('pod:a/two', 'ebpf')]).toEqual(['allow', 'deny']);
  });
});

describe('a pod that dials itself through a service', () => {
  it('passes its own egress and its own ingress, and sees its own address', () => {
    expect(path([ROUTED], 'pod:a/one', 'pod:a/one', SERVICE)).toEqual([
      'one out normal 10.0.1.1 > 10.0.1.1:8080',
      'one in normal 10.0.1.1 > 10.0.1.1:8080',
    ]);
    const others = globalPolicy('others', {
      selector: "name == 'one'",
      types: ['Ingress'],
      ingress: [{ action: 'Allow', source: { notSelector: "name == 'one'" } }],
    });
    expect(verdict([ROUTED, others], 'pod:a/one', 'pod:a/one', 'tcp 80', SERVICE)).toBe('deny');
    expect(verdict([ROUTED, others], 'pod:a/two', 'pod:a/one', 'tcp 80', SERVICE)).toBe('allow');
  });
});

describe('a policy of a namespace', () => {
  it('selects a host endpoint only where that pretends to be of the namespace', () => {
    const closed = networkPolicy('a/closed', { types: ['Ingress'] });
    const host = (labels: Readonly<Record<string, string>>) =>
      hostEndpoint('hep', { node: 'node1', interfaceName: 'eth0', profiles: ['projectcalico-default-allow'] }, labels);
    const ask = (labels: Readonly<Record<string, string>>) =>
      verdict([ACCEPT, closed, host(labels)], OUTSIDE, 'node:node1', 'tcp 80');
    expect([ask({ node: 'node1' }), ask({ 'projectcalico.org/namespace': 'a' })]).toEqual(['allow', 'deny']);
  });
});
