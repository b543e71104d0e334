import { describe, expect, it } from 'vitest';
import type { Fate } from '../../../../main/engine/evaluate/established';
import { establishedFate } from '../../../../main/engine/evaluate/established';
import type { JsonObject } from '../../../../main/engine/model/json';
import { DEFAULT_TIER, clusterNode, felix, globalPolicy, hostEndpoint, namespace, pod, pool } from './manifests';
import type { ConnectionFields, SmallCluster, SmallClusterOptions } from './small-cluster';
import { connect, connectionOf, smallCluster } from './small-cluster';

const ADMIN = 'ip:198.51.100.7';

const WORLD: readonly JsonObject[] = [
  DEFAULT_TIER,
  namespace('shop'),
  clusterNode('node1', '192.168.1.11', { 'projectcalico.org/IPv4VXLANTunnelAddr': '10.244.1.0' }),
  clusterNode('node2', '192.168.2.12', { 'projectcalico.org/IPv4VXLANTunnelAddr': '10.244.2.0' }),
  pod('shop/web', '10.244.1.2'),
  pod('shop/far', '10.244.2.2', { node: 'node2' }),
  hostEndpoint('node1-eth0', { node: 'node1', interfaceName: 'eth0', expectedIPs: ['192.168.1.11'] }, { kind: 'host' }),
];

const NO_FAILSAFE = felix({ failsafeInboundHostPorts: [], failsafeOutboundHostPorts: [] });
const DENY: JsonObject = { order: 10, ingress: [{ action: 'Deny' }], egress: [{ action: 'Deny' }] };
const BOTH = { types: ['Ingress', 'Egress'] };
const HOSTS = { selector: "kind == 'host'" };
const DENY_ALL = globalPolicy('deny-all', { ...DENY, ...BOTH });
const DENY_FORWARD = globalPolicy('deny-forward', { ...DENY, ...BOTH, ...HOSTS, applyOnForward: true });
const DENY_PRE_DNAT = globalPolicy('deny-pre-dnat', {
  ...HOSTS,
  order: 10,
  types: ['Ingress'],
  ingress: [{ action: 'Deny' }],
  preDNAT: true,
  applyOnForward: true,
});
const UNTRACKED = { ...HOSTS, order: 10, doNotTrack: true, applyOnForward: true };
const UNTRACKED_INGRESS_DENY = globalPolicy('untracked', {
  ...UNTRACKED,
  types: ['Ingress'],
  ingress: [{ action: 'Deny' }],
});
const UNTRACKED_EGRESS_DENY = globalPolicy('untracked', {
  ...UNTRACKED,
  types: ['Egress'],
  egress: [{ action: 'Deny' }],
});
const UNTRACKED_INGRESS_ALLOW = globalPolicy('untracked', {
  ...UNTRACKED,
  types: ['Ingress'],
  ingress: [{ action: 'Allow' }],
});

function after(change: readonly JsonObject[], options: SmallClusterOptions = {}): SmallCluster {
  return smallCluster([...WORLD, NO_FAILSAFE, ...change], options);
}

function fate(small: SmallCluster, from: string, to: string, traffic: string, fields: ConnectionFields = {}): Fate {
  return establishedFate(connectionOf(small.cluster, from, to, traffic, fields), small.path);
}

describe('an open connection', () => {
  it.each([
    ['a normal deny of everything', DENY_ALL],
    ['a deny of what is forwarded', DENY_FORWARD],
    ['a deny before DNAT', DENY_PRE_DNAT],
  ])('survives %s, though the next one is refused', (_what, policy) => {
    const small = after([policy]);
    expect([
      connect(small, ADMIN, 'pod:shop/web', 'tcp 8080').verdict,
      fate(small, ADMIN, 'pod:shop/web', 'tcp 8080'),
      fate(small, ADMIN, 'node:node1', 'tcp 22'),
      fate(small, 'node:node1', ADMIN, 'tcp 443'),
      fate(small, 'pod:shop/web', 'pod:shop/far', 'tcp 8080'),
    ]).toEqual(['deny', 'survives', 'survives', 'survives', 'survives']);
  });

  it('survives a host endpoint without profiles and policies', () => {
    const small = after([]);
    expect([
      connect(small, ADMIN, 'node:node1', 'tcp 8080').verdict,
      fate(small, ADMIN, 'node:node1', 'tcp 8080'),
    ]).toEqual(['deny', 'survives']);
  });

  it('survives the host action Drop and a FORWARD chain that drops', () => {
    const small = smallCluster([...WORLD, felix({ defaultEndpointToHostAction: 'Drop' })], {
      forward: 'drop',
      input: 'drop',
    });
    expect([
      connect(small, 'pod:shop/web', 'node:node1', 'tcp 8080').verdict,
      fate(small, 'pod:shop/web', 'node:node1', 'tcp 8080'),
      fate(small, 'pod:shop/web', 'pod:shop/far', 'tcp 8080'),
    ]).toEqual(['deny', 'survives', 'survives']);
  });

  it.each([
    ['ingress', UNTRACKED_INGRESS_DENY],
    ['egress', UNTRACKED_EGRESS_DENY],
  ])('of a host process is cut by an untracked deny of %s, whoever opened it', (_direction, policy) => {
    const small = after([policy]);
    expect([fate(small, ADMIN, 'node:node1', 'tcp 8080'), fate(small, 'node:node1', ADMIN, 'tcp 8080')]).toEqual([
      'cut',
      'cut',
    ]);
  });

  it('is not cut by an untracked deny on another path', () => {
    const small = after([UNTRACKED_INGRESS_DENY]);
    expect([
      fate(small, 'pod:shop/web', 'node:node1', 'tcp 8080'),
      fate(small, 'node:node1', 'pod:shop/web', 'tcp 8080'),
      fate(small, ADMIN, 'pod:shop/far', 'tcp 8080'),
    ]).toEqual(['survives', 'survives', 'survives']);
  });

  it('survives an untracked deny on a failsafe port', () => {
    const small = smallCluster([...WORLD, UNTRACKED_INGRESS_DENY, UNTRACKED_EGRESS_DENY]);
    expect([fate(small, ADMIN, 'node:node1', 'tcp 22'), fate(small, ADMIN, 'node:node1', 'tcp 8080')]).toEqual([
      'survives',
      'cut',
    ]);
  });

  it('through a node port is cut by an untracked allow, for its packets are no longer rewritten', () => {
    const small = after([UNTRACKED_INGRESS_ALLOW]);
    expect(fate(small, ADMIN, 'pod:shop/web', 'tcp 8080', { via: '192.168.1.11 30080' })).toBe('cut');
  });

  it('inside a VXLAN tunnel is cut by a deny before DNAT, for tunnel packets are never tracked', () => {
    const small = after([DENY_PRE_DNAT, pool('10.244.0.0/16', { vxlanMode: 'Always' })]);
    expect(fate(small, 'pod:shop/web', 'pod:shop/far', 'tcp 8080')).toBe('cut');
  });

  it('is undecided where nobody can tell whether the untracked list holds its peer', () => {
    const rule = { action: 'Deny', source: { namespaceSelector: "team == 'ops'" } };
    const policy = globalPolicy('untracked', { ...UNTRACKED, types: ['Ingress'], ingress: [rule] });
    const lost = pod('lost/client', '10.244.2.9', { node: 'node2' });
    const small = after([policy, lost], { complete: false });
    expect(fate(small, 'pod:lost/client', 'node:node1', 'tcp 8080')).toBe('undecided');
  });
});
