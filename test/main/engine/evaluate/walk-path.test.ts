import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../main/engine/model/json';
import type { ConnectionFields, SmallClusterOptions } from './small-cluster';
import { connect, smallCluster } from './small-cluster';
import { DEFAULT_TIER, clusterNode, felix, globalPolicy, hostEndpoint, namespace, pod, pool } from './manifests';

const OUTSIDE = 'ip:198.51.100.7';
const ACCEPT = felix({ defaultEndpointToHostAction: 'Accept' });

/** Two nodes; pods one and two on the first, far on the second. */
const CLUSTER: readonly JsonObject[] = [
  namespace('a'),
  DEFAULT_TIER,
  clusterNode('node1', '192.168.0.1', { 'projectcalico.org/IPv4VXLANTunnelAddr': '10.0.1.0' }),
  clusterNode('node2', '192.168.0.2', { 'projectcalico.org/IPv4VXLANTunnelAddr': '10.0.2.0' }),
  pod('a/one', '10.0.1.1', { labels: { name: 'one' } }),
  pod('a/two', '10.0.1.2'),
  pod('a/far', '10.0.2.1', { node: 'node2', labels: { name: 'far' } }),
];

const OPEN = { profiles: ['projectcalico-default-allow'] };

function hosts(interfaceName: string, fields: JsonObject = OPEN): readonly JsonObject[] {
  return ['node1', 'node2'].map((node) => hostEndpoint(`${node}-hep`, { node, interfaceName, ...fields }, { node }));
}

function hostPolicy(name: string, spec: JsonObject): JsonObject {
  return globalPolicy(name, { selector: 'has(node)', types: ['Ingress', 'Egress'], ...spec });
}

/** Policies that put every hook on the path without deciding anything; the forward list has to allow. */
const PROBES: readonly JsonObject[] = [
  hostPolicy('untracked', { applyOnForward: true, doNotTrack: true }),
  hostPolicy('prednat', { types: ['Ingress'], applyOnForward: true, preDNAT: true }),
  hostPolicy('forward', { applyOnForward: true, ingress: [{ action: 'Allow' }], egress: [{ action: 'Allow' }] }),
];

const ROUTED = pool('10.0.0.0/16');
const MASKED = pool('10.0.0.0/16', { natOutgoing: true });
const VXLAN = pool('10.0.0.0/16', { vxlanMode: 'Always' });
const NODE_PORT: ConnectionFields = { via: '192.168.0.1 30080' };
const SERVICE: ConnectionFields = { via: '10.96.0.9 80' };

function cluster(objects: readonly JsonObject[], options: SmallClusterOptions = {}) {
  return smallCluster([...CLUSTER, ...objects], {
    interfaces: () => ({ uplink: 'eth0', tunnel: 'vxlan.calico' }),
    ...options,
  });
}

/** The checkpoints in order: who, direction, hook, and the addresses that it sees. */
function path(
  objects: readonly JsonObject[],
  from: string,
  to: string,
  fields: ConnectionFields = {},
  options: SmallClusterOptions = {},
) {
  const { passages } = connect(cluster(objects, options), from, to, 'tcp 8080', fields);
  return (passages[0]?.stages ?? []).map(({ endpoint, direction, hook, packet }) => {
    const who = endpoint?.tag === 'host' ? endpoint.node : (endpoint?.name ?? 'node');
    return `${who} ${direction === 'ingress' ? 'in' : 'out'} ${hook} ${packet.source.key} > ${packet.destination.key}:${packet.destinationPort}`;
  });
}

function verdict(
  objects: readonly JsonObject[],
  from: string,
  to: string,
  traffic = 'tcp 8080',
  fields: ConnectionFields = {},
  options: SmallClusterOptions = {},
) {
  return connect(cluster(objects, options), from, to, traffic, fields).verdict;
}

describe('the checkpoints under a host endpoint of the uplink', () => {
  const objects = [ACCEPT, ROUTED, ...hosts('eth0'), ...PROBES];

  it('from outside to a process of the node: untracked, preDNAT, normal; the answers are untracked again', () => {
    expect(path(objects, OUTSIDE, 'node:node1')).toEqual([
      'node1 in untracked 198.51.100.7 > 192.168.0.1:8080',
      'node1 in preDNAT 198.51.100.7 > 192.168.0.1:8080',
      'node1 in normal 198.51.100.7 > 192.168.0.1:8080',
      'node1 out untracked 192.168.0.1 > 198.51.100.7:40000',
    ]);
  });

  it('from a process of the node to outside: untracked and normal egress', () => {
    expect(path(objects, 'node:node1', OUTSIDE)).toEqual([
      'node1 out untracked 192.168.0.1 > 198.51.100.7:8080',
      'node1 out normal 192.168.0.1 > 198.51.100.7:8080',
      'node1 in untracked 198.51.100.7 > 192.168.0.1:40000',
    ]);
  });

  it('from a process of the node to a pod of its own: nobody', () => {
    expect(path(objects, 'node:node1', 'pod:a/one')).toEqual([]);
    expect(
      verdict(
        [...objects, globalPolicy('deny', { selector: 'all()', ingress: [{ action: 'Deny' }] })],
        'node:node1',
        'pod:a/one',
      ),
    ).toBe('allow');
  });

  it('from a process of the node to a pod of its own through a service: untracked, and normal egress in nftables mode', () => {
    const untracked = 'node1 out untracked 192.168.0.1 > 10.96.0.9:80';
    expect(path(objects, 'node:node1', 'pod:a/one', SERVICE)).toEqual([untracked]);
    expect(path(objects, 'node:node1', 'pod:a/one', SERVICE, { dataplane: 'nftables' })).toEqual([
      untracked,
      'node1 out normal 192.168.0.1 > 10.0.1.1:8080',
    ]);
  });

  it('from a process of the node to a pod of another: its egress, then the other node’s forward list and the pod', () => {
    expect(path(objects, 'node:node1', 'pod:a/far')).toEqual([
      'node1 out untracked 192.168.0.1 > 10.0.2.1:8080',
      'node1 out normal 192.168.0.1 > 10.0.2.1:8080',
      'node1 in untracked 10.0.2.1 > 192.168.0.1:40000',
      'node2 in untracked 192.168.0.1 > 10.0.2.1:8080',
      'node2 in preDNAT 192.168.0.1 > 10.0.2.1:8080',
      'node2 in forward 192.168.0.1 > 10.0.2.1:8080',
      'far in normal 192.168.0.1 > 10.0.2.1:8080',
    ]);
  });

  it('through a service the untracked hook sees the service, the normal one the backend', () => {
    expect(path(objects, 'node:node1', 'pod:a/far', SERVICE).slice(0, 2)).toEqual([
      'node1 out untracked 192.168.0.1 > 10.96.0.9:80',
      'node1 out normal 192.168.0.1 > 10.0.2.1:8080',
    ]);
  });

  it('from a pod to its own node: its egress, then the action for endpoints, never the host’s policy', () => {
    expect(path(objects, 'pod:a/one', 'node:node1')).toEqual([
      'one out normal 10.0.1.1 > 192.168.0.1:8080',
      'node in host-action 10.0.1.1 > 192.168.0.1:8080',
    ]);
  });

  it('between pods of one node: both pods alone', () => {
    expect(path(objects, 'pod:a/one', 'pod:a/two')).toEqual([
      'one out normal 10.0.1.1 > 10.0.1.2:8080',
      'two in normal 10.0.1.1 > 10.0.1.2:8080',
    ]);
  });

  it('between pods of two nodes: the forward lists of both uplinks', () => {
    expect(path(objects, 'pod:a/one', 'pod:a/far')).toEqual([
      'one out normal 10.0.1.1 > 10.0.2.1:8080',
      'node1 out forward 10.0.1.1 > 10.0.2.1:8080',
      'node1 in untracked 10.0.2.1 > 10.0.1.1:40000',
      'node2 in untracked 10.0.1.1 > 10.0.2.1:8080',
      'node2 in preDNAT 10.0.1.1 > 10.0.2.1:8080',
      'node2 in forward 10.0.1.1 > 10.0.2.1:8080',
      'far in normal 10.0.1.1 > 10.0.2.1:8080',
    ]);
  });

  it('from a pod to another node, which sees the node’s address where the pool masquerades', () => {
    const after = (source: string) => [
      `node2 in untracked ${source} > 192.168.0.2:8080`,
      `node2 in preDNAT ${source} > 192.168.0.2:8080`,
      `node2 in normal ${source} > 192.168.0.2:8080`,
      `node2 out untracked 192.168.0.2 > ${source}:40000`,
    ];
    const before = [
      'one out normal 10.0.1.1 > 192.168.0.2:8080',
      'node1 out forward 10.0.1.1 > 192.168.0.2:8080',
      'node1 in untracked 192.168.0.2 > 10.0.1.1:40000',
    ];
    expect(path(objects, 'pod:a/one', 'node:node2')).toEqual([...before, ...after('10.0.1.1')]);
    const masked = objects.map((object) => (object === ROUTED ? MASKED : object));
    expect(path(masked, 'pod:a/one', 'node:node2')).toEqual([...before, ...after('192.168.0.1')]);
  });

  it('from a pod to outside: the forward list sees the pod', () => {
    expect(path(objects, 'pod:a/one', OUTSIDE)).toEqual([
      'one out normal 10.0.1.1 > 198.51.100.7:8080',
      'node1 out forward 10.0.1.1 > 198.51.100.7:8080',
      'node1 in untracked 198.51.100.7 > 10.0.1.1:40000',
    ]);
  });

  it('from outside to a node port: preDNAT sees the port of the node, the rest the pod', () => {
    expect(path(objects, OUTSIDE, 'pod:a/one', NODE_PORT)).toEqual([
      'node1 in untracked 198.51.100.7 > 192.168.0.1:30080',
      'node1 in preDNAT 198.51.100.7 > 192.168.0.1:30080',
      'node1 in forward 198.51.100.7 > 10.0.1.1:8080',
      'one in normal 198.51.100.7 > 10.0.1.1:8080',
    ]);
  });

  it('from outside to a node port of a pod elsewhere, which sees the node that was entered', () => {
    expect(path(objects, OUTSIDE, 'pod:a/far', NODE_PORT)).toEqual([
      'node1 in untracked 198.51.100.7 > 192.168.0.1:30080',
      'node1 in preDNAT 198.51.100.7 > 192.168.0.1:30080',
      'node1 in forward 198.51.100.7 > 10.0.2.1:8080',
      'node1 out forward 198.51.100.7 > 10.0.2.1:8080',
      'node1 in untracked 10.0.2.1 > 198.51.100.7:40000',
      'node2 in untracked 192.168.0.1 > 10.0.2.1:8080',
      'node2 in preDNAT 192.168.0.1 > 10.0.2.1:8080',
      'node2 in forward 192.168.0.1 > 10.0.2.1:8080',
      'far in normal 192.168.0.1 > 10.0.2.1:8080',
    ]);
  });

  it('through a load balancer’s address: the node of the pod', () => {
    expect(path(objects, OUTSIDE, 'pod:a/far', { via: '203.0.113.9 80' }).slice(0, 2)).toEqual([
      'node2 in untracked 198.51.100.7 > 203.0.113.9:80',
      'node2 in preDNAT 198.51.100.7 > 203.0.113.9:80',
    ]);
  });

  it('between outside addresses: nobody', () => {
    expect(path(objects, OUTSIDE, 'ip:203.0.113.1')).toEqual([]);
  });
});

describe('the checkpoints under a host endpoint of every interface', () => {
  const objects = [ACCEPT, ROUTED, ...hosts('*'), ...PROBES];

  it('leave out the untracked hook', () => {
    expect(path(objects, OUTSIDE, 'node:node1')).toEqual([
      'node1 in preDNAT 198.51.100.7 > 192.168.0.1:8080',
      'node1 in normal 198.51.100.7 > 192.168.0.1:8080',
    ]);
    expect(path(objects, 'node:node1', OUTSIDE)).toEqual(['node1 out normal 192.168.0.1 > 198.51.100.7:8080']);
  });

  it('take in the interfaces of pods: preDNAT and forward before the pod, forward after it', () => {
    expect(path(objects, 'pod:a/one', 'pod:a/two')).toEqual([
      'node1 in preDNAT 10.0.1.1 > 10.0.1.2:8080',
      'node1 in forward 10.0.1.1 > 10.0.1.2:8080',
      'one out normal 10.0.1.1 > 10.0.1.2:8080',
      'two in normal 10.0.1.1 > 10.0.1.2:8080',
      'node1 out forward 10.0.1.1 > 10.0.1.2:8080',
    ]);
    expect(path(objects, 'pod:a/one', 'pod:a/two', SERVICE)[0]).toBe('node1 in preDNAT 10.0.1.1 > 10.96.0.9:80');
  });

  it('take in the loopback: egress, preDNAT and ingress, at 127.0.0.1 and at the node’s own address', () => {
    for (const [to, address] of [
      ['node:node1', '192.168.0.1'],
      ['node:node1@127.0.0.1', '127.0.0.1'],
    ] as const) {
      expect(path(objects, 'node:node1', to)).toEqual([
        `node1 out normal 192.168.0.1 > ${address}:8080`,
        `node1 in preDNAT 192.168.0.1 > ${address}:8080`,
        `node1 in normal 192.168.0.1 > ${address}:8080`,
      ]);
    }
  });

  it('put preDNAT before a pod’s way to its own node', () => {
    expect(path(objects, 'pod:a/one', 'node:node1')).toEqual([
      'node1 in preDNAT 10.0.1.1 > 192.168.0.1:8080',
      'one out normal 10.0.1.1 > 192.168.0.1:8080',
      'node in host-action 10.0.1.1 > 192.168.0.1:8080',
    ]);
  });

  it('take in the tunnel devices', () => {
    const tunnelled = objects.map((object) => (object === ROUTED ? VXLAN : object));
    const outer = [
      'node2 in preDNAT 192.168.0.1 > 192.168.0.2:4789',
      'node1 in preDNAT 192.168.0.2 > 192.168.0.1:4789',
    ];
    expect(path(tunnelled, 'node:node1', 'pod:a/far')).toEqual([
      'node1 out normal 10.0.1.0 > 10.0.2.1:8080',
      ...outer,
      'node2 in preDNAT 10.0.1.0 > 10.0.2.1:8080',
      'node2 in forward 10.0.1.0 > 10.0.2.1:8080',
      'far in normal 10.0.1.0 > 10.0.2.1:8080',
      'node2 out forward 10.0.1.0 > 10.0.2.1:8080',
    ]);
  });
});

describe('a tunnel under a host endpoint of the uplink', () => {
  const objects = [ACCEPT, VXLAN, ...hosts('eth0')];
  const denied = (hook: JsonObject) =>
    hostPolicy('deny', { applyOnForward: true, types: ['Ingress'], ingress: [{ action: 'Deny' }], ...hook });

  it('hides what travels in it from normal and forward policy', () => {
    expect(path([...objects, PROBES[2] ?? {}], 'pod:a/one', 'pod:a/far')).toEqual([
      'one out normal 10.0.1.1 > 10.0.2.1:8080',
      'far in normal 10.0.1.1 > 10.0.2.1:8080',
    ]);
    expect(verdict([...objects, denied({})], 'pod:a/one', 'pod:a/far')).toBe('allow');
  });

  it('gives the pod the address of the tunnel', () => {
    expect(path(objects, 'node:node1', 'pod:a/far')).toEqual(['far in normal 10.0.1.0 > 10.0.2.1:8080']);
    expect(path(objects, OUTSIDE, 'pod:a/far', NODE_PORT)).toEqual(['far in normal 10.0.1.0 > 10.0.2.1:8080']);
  });

  it('dies of a preDNAT or doNotTrack Deny, and pods lose the way to other nodes too', () => {
    for (const hook of [{ preDNAT: true }, { doNotTrack: true }]) {
      for (const [from, to] of [
        ['pod:a/one', 'pod:a/far'],
        ['node:node1', 'pod:a/far'],
        ['pod:a/one', 'node:node2'],
      ] as const) {
        expect(verdict([...objects, denied(hook)], from, to, 'tcp 22')).toBe('deny');
      }
    }
  });

  it('is closed by an untracked egress Deny of the sender', () => {
    const deny = hostPolicy('deny', {
      applyOnForward: true,
      doNotTrack: true,
      types: ['Egress'],
      egress: [{ action: 'Deny', protocol: 'UDP' }],
    });
    expect(verdict([...objects, deny], 'pod:a/one', 'pod:a/far')).toBe('deny');
  });

  it('is met by a process of the node on the uplink first in nftables mode, when it dials a service', () => {
    expect(path(objects, 'node:node1', 'pod:a/far', SERVICE, { dataplane: 'nftables' })).toEqual([
      'node1 out normal 192.168.0.1 > 10.0.2.1:8080',
      'far in normal 10.0.1.0 > 10.0.2.1:8080',
    ]);
    const deny = hostPolicy('deny', { types: ['Egress'], egress: [{ action: 'Deny' }] });
    expect(verdict([...objects, deny], 'node:node1', 'pod:a/far', 'tcp 8080', SERVICE)).toBe('allow');
    expect(verdict([...objects, deny], 'node:node1', 'pod:a/far', 'tcp 8080', SERVICE, { dataplane: 'nftables' })).toBe(
      'deny',
    );
  });
});

describe('a Deny', () => {
  const deny = (fields: JsonObject, direction: 'Ingress' | 'Egress' = 'Ingress') =>
    hostPolicy('deny', { types: [direction], [direction.toLowerCase()]: [{ action: 'Deny' }], ...fields });

  it('of any hook on the way is final', () => {
    const cases = [
      [deny({}), OUTSIDE, 'node:node1', {}],
      [deny({}, 'Egress'), 'node:node1', OUTSIDE, {}],
      [deny({ applyOnForward: true, preDNAT: true }), OUTSIDE, 'node:node1', {}],
      [deny({ applyOnForward: true, doNotTrack: true }), OUTSIDE, 'node:node1', {}],
      [deny({ applyOnForward: true, doNotTrack: true }, 'Egress'), 'node:node1', OUTSIDE, {}],
      [deny({ applyOnForward: true }), OUTSIDE, 'pod:a/one', {}],
      [deny({ applyOnForward: true }), OUTSIDE, 'pod:a/far', NODE_PORT],
      [deny({ applyOnForward: true }, 'Egress'), OUTSIDE, 'pod:a/far', NODE_PORT],
      [deny({ applyOnForward: true }, 'Egress'), 'pod:a/one', OUTSIDE, {}],
      [deny({ applyOnForward: true }), 'pod:a/one', 'pod:a/far', {}],
      [globalPolicy('deny', { selector: "name == 'one'", types: ['Egress'] }), 'pod:a/one', OUTSIDE, {}],
      [globalPolicy('deny', { selector: "name == 'far'", types: ['Ingress'] }), 'node:node1', 'pod:a/far', {}],
    ] as const;
    expect(
      cases.map(([policy, from, to, fields]) =>
        verdict([ACCEPT, ROUTED, ...hosts('eth0'), policy], from, to, 'tcp 8080', fields),
      ),
    ).toEqual(cases.map(() => 'deny'));
  });

  it('of the untracked hook drops the answers of the other direction as well', () => {
    const ingress = deny({ applyOnForward: true, doNotTrack: true });
    const egress = deny({ applyOnForward: true, doNotTrack: true }, 'Egress');
    expect(verdict([ROUTED, ...hosts('eth0'), ingress], 'node:node1', OUTSIDE)).toBe('deny');
    expect(verdict([ROUTED, ...hosts('eth0'), ingress], 'pod:a/one', OUTSIDE)).toBe('deny');
    expect(verdict([ROUTED, ...hosts('eth0'), egress], OUTSIDE, 'node:node1')).toBe('deny');
  });

  it('of the untracked hook is ignored under a host endpoint of every interface', () => {
    expect(
      verdict([ROUTED, ...hosts('*'), deny({ applyOnForward: true, doNotTrack: true })], OUTSIDE, 'node:node1'),
    ).toBe('allow');
  });
});

describe('an Allow', () => {
  const allow = (fields: JsonObject, types: readonly string[] = ['Ingress']) =>
    hostPolicy('allow', {
      types: [...types],
      order: 1,
      applyOnForward: true,
      ingress: [{ action: 'Allow' }],
      ...(types.includes('Egress') ? { egress: [{ action: 'Allow' }] } : {}),
      ...fields,
    });
  const shut = hostPolicy('shut', {
    order: 2,
    applyOnForward: true,
    ingress: [{ action: 'Deny' }],
    egress: [{ action: 'Allow' }],
  });
  const podShut = globalPolicy('pod-shut', { selector: "name == 'one'", types: ['Ingress'] });

  it('before the address is rewritten skips normal and forward policy, not that of the pod', () => {
    const objects = [ROUTED, ...hosts('eth0'), shut, allow({ preDNAT: true })];
    expect([verdict(objects, OUTSIDE, 'node:node1'), verdict(objects, OUTSIDE, 'pod:a/one')]).toEqual([
      'allow',
      'allow',
    ]);
    expect(verdict([...objects, podShut], OUTSIDE, 'pod:a/one')).toBe('deny');
    expect(verdict([ROUTED, ...hosts('eth0'), shut], OUTSIDE, 'node:node1')).toBe('deny');
  });

  it('that leaves packets untracked breaks what is rewritten or forwarded over TCP', () => {
    const objects = [ROUTED, ...hosts('eth0'), allow({ doNotTrack: true }, ['Ingress', 'Egress'])];
    expect(verdict(objects, OUTSIDE, 'pod:a/one')).toBe('deny');
    expect(verdict(objects, OUTSIDE, 'pod:a/one', 'udp 53')).toBe('allow');
    expect(verdict(objects, OUTSIDE, 'pod:a/one', 'udp 53', NODE_PORT)).toBe('deny');
    expect(verdict(objects, 'node:node1', 'pod:a/far', 'tcp 8080', SERVICE)).toBe('deny');
    expect(verdict(objects, 'pod:a/one', OUTSIDE)).toBe('deny');
    expect(verdict(objects, 'pod:a/one', OUTSIDE, 'udp 53')).toBe('allow');
  });

  it('that leaves packets to a host process untracked needs one for the answers, or in nftables mode normal egress', () => {
    const inbound = [ROUTED, ...hosts('eth0'), allow({ doNotTrack: true })];
    expect(verdict(inbound, OUTSIDE, 'node:node1')).toBe('deny');
    expect(verdict(inbound, OUTSIDE, 'node:node1', 'tcp 8080', {}, { dataplane: 'nftables' })).toBe('allow');
    const both = [ROUTED, ...hosts('eth0'), allow({ doNotTrack: true }, ['Ingress', 'Egress'])];
    expect(verdict(both, OUTSIDE, 'node:node1')).toBe('allow');
    expect(verdict(both, 'node:node1', OUTSIDE)).toBe('allow');
    const outbound = hostPolicy('out', {
      applyOnForward: true,
      doNotTrack: true,
      types: ['Egress'],
      egress: [{ action: 'Allow' }],
    });
    expect(verdict([ROUTED, ...hosts('eth0'), outbound], 'node:node1', OUTSIDE)).toBe('deny');
    expect(
      verdict([ROUTED, ...hosts('eth0'), outbound], 'node:node1', OUTSIDE, 'tcp 8080', {}, { dataplane: 'nftables' }),
    ).toBe('allow');
  });
});

describe('failsafe ports', () => {
  const bare = hosts('eth0', {});

  it('keep a host endpoint open that nothing else opens, each direction by its own list', () => {
    expect(verdict(bare, OUTSIDE, 'node:node1', 'tcp 22')).toBe('allow');
    expect(verdict(bare, OUTSIDE, 'node:node1', 'tcp 23')).toBe('deny');
    expect(verdict(bare, OUTSIDE, 'node:node1', 'udp 22')).toBe('deny');
    expect(verdict(bare, 'node:node1', OUTSIDE, 'tcp 22')).toBe('deny');
    expect(verdict(bare, 'node:node1', OUTSIDE, 'udp 53')).toBe('allow');
    expect(verdict(bare, 'node:node1', 'node:node2', 'tcp 6443')).toBe('allow');
    expect(verdict(bare, 'node:node1', 'node:node2', 'tcp 22')).toBe('deny');
  });

  it('pass preDNAT and untracked hooks by the port that was dialled, forwarded packets too', () => {
    for (const hook of ['preDNAT', 'doNotTrack']) {
      const deny = hostPolicy('deny', {
        types: ['Ingress'],
        applyOnForward: true,
        [hook]: true,
        ingress: [{ action: 'Deny' }],
      });
      const objects = [ROUTED, ...hosts('eth0'), deny];
      expect(verdict(objects, OUTSIDE, 'pod:a/one', 'tcp 22')).toBe('allow');
      expect(verdict(objects, OUTSIDE, 'pod:a/one', 'tcp 22', NODE_PORT)).toBe('deny');
      expect(verdict(objects, OUTSIDE, 'pod:a/one', 'tcp 8080', { via: '192.168.0.1 22' })).toBe('allow');
    }
  });

  it('do not open the forward list, nor pods', () => {
    const forward = hostPolicy('deny', { types: ['Ingress'], applyOnForward: true, ingress: [{ action: 'Deny' }] });
    expect(verdict([ROUTED, ...hosts('eth0'), forward], OUTSIDE, 'pod:a/one', 'tcp 22')).toBe('deny');
    expect(verdict([ROUTED, globalPolicy('deny', { selector: "name == 'one'" })], OUTSIDE, 'pod:a/one', 'tcp 22')).toBe(
      'deny',
    );
  });

  it('let answers pass the untracked hook by their source port', () => {
    const deny = hostPolicy('deny', {
      applyOnForward: true,
      doNotTrack: true,
      ingress: [{ action: 'Deny' }],
      egress: [{ action: 'Deny' }],
    });
    const objects = [ROUTED, ...hosts('eth0'), deny];
    expect(verdict(objects, OUTSIDE, 'node:node1', 'tcp 22')).toBe('allow');
    expect(verdict(objects, 'node:node1', OUTSIDE, 'tcp 6443')).toBe('allow');
    expect(verdict(objects, OUTSIDE, 'node:node1', 'tcp 80')).toBe('deny');
  });

  it('on the loopback of a host endpoint of every interface need both lists', () => {
    const any = hosts('*', {});
    expect([
      verdict(any, 'node:node1', 'node:node1', 'tcp 6443'),
      verdict(any, 'node:node1', 'node:node1', 'tcp 22'),
    ]).toEqual(['allow', 'deny']);
  });
});

describe('a pod on its way to its own node', () => {
  const to = (spec: JsonObject, options: SmallClusterOptions = {}) =>
    verdict([felix(spec)], 'pod:a/one', 'node:node1', 'tcp 8080', {}, options);

  it('is answered by the action for endpoints', () => {
    expect([to({ defaultEndpointToHostAction: 'Accept' }), to({ defaultEndpointToHostAction: 'Drop' })]).toEqual([
      'allow',
      'deny',
    ]);
  });

  it('is left to the INPUT rules of the node by Return', () => {
    const spec = { defaultEndpointToHostAction: 'Return' };
    expect([to(spec), to(spec, { input: 'drop' }), to(spec, { input: 'unknown' })]).toEqual([
      'allow',
      'deny',
      'undecided',
    ]);
  });

  it('shows the branch that is denied first, and what is not in the files', () => {
    const small = cluster([felix({ defaultEndpointToHostAction: 'Return' })], { input: 'unknown' });
    const { passages } = connect(small, 'pod:a/one', 'node:node1', 'tcp 8080');
    expect(passages.map(({ verdict: answer, stages, doubts }) => [answer, stages.at(-1)?.answer, doubts])).toEqual([
      ['deny', 'deny', ['the INPUT rules of node1 are not in the files']],
      ['allow', 'allow', ['the INPUT rules of node1 are not in the files']],
    ]);
  });

  it('is stopped by INPUT rules of another table in nftables mode even when accepted', () => {
    const spec = { defaultEndpointToHostAction: 'Accept' };
    expect([to(spec, { input: 'drop' }), to(spec, { input: 'drop', dataplane: 'nftables' })]).toEqual([
      'allow',
      'deny',
    ]);
  });

  it('gets no help from a preDNAT Allow, and is stopped by a preDNAT Deny of every interface', () => {
    const predna = (action: string) =>
      hostPolicy('p', { types: ['Ingress'], applyOnForward: true, preDNAT: true, ingress: [{ action }] });
    const drop = felix({ defaultEndpointToHostAction: 'Drop' });
    expect(verdict([drop, ...hosts('*'), predna('Allow')], 'pod:a/one', 'node:node1')).toBe('deny');
    expect(verdict([ACCEPT, ...hosts('*'), predna('Deny')], 'pod:a/one', 'node:node1')).toBe('deny');
    const closed = globalPolicy('closed', { selector: "name == 'one'", types: ['Egress'] });
    expect(verdict([ACCEPT, ...hosts('*'), predna('Allow'), closed], 'pod:a/one', 'node:node1')).toBe('deny');
  });
});

describe('what Calico leaves unmarked on the forward list', () => {
  const pass = hostPolicy('pass', {
    applyOnForward: true,
    ingress: [{ action: 'Pass' }],
    egress: [{ action: 'Pass' }],
  });
  const uplink = [ROUTED, ...hosts('eth0'), pass];

  it('is decided by the FORWARD rules of the node', () => {
    expect(verdict(uplink, 'pod:a/one', OUTSIDE)).toBe('allow');
    expect(verdict(uplink, 'pod:a/one', OUTSIDE, 'tcp 8080', {}, { forward: 'drop' })).toBe('deny');
    expect(verdict(uplink, 'pod:a/one', OUTSIDE, 'tcp 8080', {}, { forward: 'unknown' })).toBe('undecided');
  });

  it('is allowed in eBPF mode', () => {
    expect(verdict(uplink, 'pod:a/one', OUTSIDE, 'tcp 8080', {}, { forward: 'drop', dataplane: 'ebpf' })).toBe('allow');
  });

  it('is marked again by the pod that it enters, except under a host endpoint of every interface', () => {
    const drop = { forward: 'drop' } as const;
    expect(verdict(uplink, OUTSIDE, 'pod:a/one', 'tcp 8080', {}, drop)).toBe('allow');
    expect(verdict([ROUTED, ...hosts('*'), pass], OUTSIDE, 'pod:a/one', 'tcp 8080', {}, drop)).toBe('deny');
    expect(verdict([ROUTED, ...hosts('*'), pass], 'pod:a/one', 'pod:a/two', 'tcp 8080', {}, drop)).toBe('deny');
  });

  it('includes a list with staged policies alone, and one for the other direction', () => {
    const drop = { forward: 'drop' } as const;
    const staged = {
      ...hostPolicy('staged', { applyOnForward: true, types: ['Ingress', 'Egress'] }),
      kind: 'StagedGlobalNetworkPolicy',
    };
    expect(verdict([ROUTED, ...hosts('eth0'), staged], 'pod:a/one', OUTSIDE, 'tcp 8080', {}, drop)).toBe('deny');
    const inbound = hostPolicy('in', { applyOnForward: true, types: ['Ingress'], ingress: [{ action: 'Allow' }] });
    expect(verdict([ROUTED, ...hosts('eth0'), inbound], 'pod:a/one', OUTSIDE, 'tcp 8080', {}, drop)).toBe('deny');
    expect(verdict([ROUTED, ...hosts('eth0')], 'pod:a/one', OUTSIDE, 'tcp 8080', {}, drop)).toBe('allow');
  });

  it('without any host endpoint is only what enters by one node for a pod of another', () => {
    const drop = { forward: 'drop' } as const;
    expect(verdict([ROUTED], OUTSIDE, 'pod:a/far', 'tcp 8080', NODE_PORT, drop)).toBe('deny');
    expect(verdict([ROUTED], OUTSIDE, 'pod:a/one', 'tcp 8080', NODE_PORT, drop)).toBe('allow');
    expect(verdict([ROUTED], 'pod:a/one', OUTSIDE, 'tcp 8080', {}, drop)).toBe('allow');
  });

  it('does not matter in nftables mode, where the node’s own DROP closes everything', () => {
    const nftables = { forward: 'drop', dataplane: 'nftables' } as const;
    expect(verdict([ROUTED], 'pod:a/one', 'pod:a/two', 'tcp 8080', {}, nftables)).toBe('deny');
    expect(verdict([ROUTED], 'pod:a/one', OUTSIDE, 'tcp 8080', {}, nftables)).toBe('deny');
    expect(verdict([ROUTED], OUTSIDE, 'node:node1', 'tcp 8080', {}, { input: 'drop', dataplane: 'nftables' })).toBe(
      'deny',
    );
  });
});

describe('what Felix drops by itself', () => {
  it('are tunnel packets that pods send, unless the configuration allows them', () => {
    expect(verdict([], 'pod:a/one', OUTSIDE, 'udp 4789')).toBe('deny');
    expect(verdict([felix({ allowVXLANPacketsFromWorkloads: true })], 'pod:a/one', OUTSIDE, 'udp 4789')).toBe('allow');
    expect(verdict([], 'pod:a/one', OUTSIDE, 'tcp 4789')).toBe('allow');
    expect(verdict([], 'pod:a/one', OUTSIDE, '4')).toBe('deny');
    expect(verdict([felix({ allowIPIPPacketsFromWorkloads: true })], 'pod:a/one', OUTSIDE, '4')).toBe('allow');
    expect(verdict([], 'node:node1', OUTSIDE, 'udp 4789')).toBe('allow');
    const { passages } = connect(cluster([]), 'pod:a/one', OUTSIDE, 'udp 4789');
    expect(passages[0]?.stages.map(({ hook, answer, why }) => [hook, answer, why])).toEqual([
      ['built-in', 'deny', 'Felix drops tunnel packets that pods send'],
    ]);
  });
});

describe('a connection that cannot be decided', () => {
  it('shows the passages that deny first, and why the branch is open', () => {
    const objects = [
      ROUTED,
      ...hosts('eth0'),
      hostPolicy('pass', { applyOnForward: true, egress: [{ action: 'Pass' }] }),
    ];
    const { verdict: answer, passages } = connect(
      cluster(objects, { forward: 'unknown' }),
      'pod:a/one',
      OUTSIDE,
      'tcp 8080',
    );
    expect([answer, passages.map((passage) => passage.verdict)]).toEqual(['undecided', ['deny', 'allow']]);
    expect(passages[0]?.doubts).toEqual([
      'the FORWARD rules of node1 are not in the files, and Calico leaves this packet to them',
    ]);
  });
});
