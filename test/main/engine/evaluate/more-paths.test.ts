import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../main/engine/model/json';
import { clusterNode, deployment, globalPolicy } from './manifests';
import {
  ACCEPT,
  NODE_PORT,
  OUTSIDE,
  PROBES,
  ROUTED,
  SERVICE,
  VXLAN,
  hostPolicy,
  hosts,
  path,
  verdict,
} from './two-nodes';

const UPLINK = [ACCEPT, ROUTED, ...hosts('eth0'), ...PROBES];
const EVERY = [ACCEPT, ROUTED, ...hosts('*'), ...PROBES];
const NFTABLES = { dataplane: 'nftables' } as const;

/** Of node1 alone: `Ingress` or `Egress` of one hook. */
const closed = (direction: 'Ingress' | 'Egress', fields: JsonObject = {}) =>
  hostPolicy('closed', {
    selector: "node == 'node1'",
    order: 1,
    types: [direction],
    [direction.toLowerCase()]: [{ action: 'Deny' }],
    ...fields,
  });
const FORWARD = { applyOnForward: true };
const PRE_DNAT = { applyOnForward: true, preDNAT: true };
const UNTRACKED = { applyOnForward: true, doNotTrack: true };

describe('a process of a node that dials another node', () => {
  const there = [
    'node2 in untracked 192.168.0.1 > 192.168.0.2:8080',
    'node2 in preDNAT 192.168.0.1 > 192.168.0.2:8080',
    'node2 in normal 192.168.0.1 > 192.168.0.2:8080',
    'node2 out untracked 192.168.0.2 > 192.168.0.1:40000',
  ];

  it('meets its own egress, then the ingress of the other', () => {
    const answers = 'node1 in untracked 192.168.0.2 > 192.168.0.1:40000';
    const out = 'node1 out normal 192.168.0.1 > 192.168.0.2:8080';
    expect(path(UPLINK, 'node:node1', 'node:node2')).toEqual([
      'node1 out untracked 192.168.0.1 > 192.168.0.2:8080',
      out,
      answers,
      ...there,
    ]);
    expect(path(UPLINK, 'node:node1', 'node:node2', SERVICE)).toEqual([
      'node1 out untracked 192.168.0.1 > 10.96.0.9:80',
      out,
      answers,
      ...there,
    ]);
  });

  it('from outside a node port leads there through both nodes', () => {
    expect(path(UPLINK, OUTSIDE, 'node:node2', NODE_PORT)).toEqual([
      'node1 in untracked 198.51.100.7 > 192.168.0.1:30080',
      'node1 in preDNAT 198.51.100.7 > 192.168.0.1:30080',
      'node1 in forward 198.51.100.7 > 192.168.0.2:8080',
      'node1 out forward 198.51.100.7 > 192.168.0.2:8080',
      'node1 in untracked 192.168.0.2 > 198.51.100.7:40000',
      ...there,
    ]);
  });

  it('from outside a node port of any of its addresses enters the node', () => {
    const dual = clusterNode('node1', '192.168.9.1 192.168.0.1');
    const objects = [...UPLINK, dual];
    expect(path(objects, OUTSIDE, 'pod:a/far', NODE_PORT)[0]).toBe(
      'node1 in untracked 198.51.100.7 > 192.168.0.1:30080',
    );
  });
});

describe('a process of a node that dials its own node', () => {
  it('meets nobody under a host endpoint of the uplink', () => {
    expect(path(UPLINK, 'node:node1', 'node:node1')).toEqual([]);
    const shut = [...UPLINK, closed('Ingress'), closed('Egress')];
    expect(verdict(shut, 'node:node1', 'node:node1')).toBe('allow');
  });

  it('through a service leaves by the uplink and comes in by the loopback', () => {
    const untracked = 'node1 out untracked 192.168.0.1 > 10.96.0.9:80';
    const out = 'node1 out normal 192.168.0.1 > 192.168.0.1:8080';
    const back = ['node1 in preDNAT 192.168.0.1 > 192.168.0.1:8080', 'node1 in normal 192.168.0.1 > 192.168.0.1:8080'];
    expect(path(UPLINK, 'node:node1', 'node:node1', SERVICE)).toEqual([untracked]);
    expect(path(UPLINK, 'node:node1', 'node:node1', SERVICE, NFTABLES)).toEqual([untracked, out]);
    expect(path(EVERY, 'node:node1', 'node:node1', SERVICE)).toEqual([out, ...back]);
    expect(path(EVERY, 'node:node1', 'node:node1', SERVICE, NFTABLES)).toEqual([out, out, ...back]);
  });

  it('is closed where that closes it, each way by itself', () => {
    const to = (objects: readonly JsonObject[], options = {}) =>
      verdict([ACCEPT, ...objects], 'node:node1', 'node:node1', 'tcp 8080', SERVICE, options);
    expect([to([...hosts('eth0'), closed('Egress')]), to([...hosts('eth0'), closed('Egress')], NFTABLES)]).toEqual([
      'allow',
      'deny',
    ]);
    expect(to([...hosts('eth0'), closed('Ingress')], NFTABLES)).toBe('allow');
    expect(to([...hosts('eth0'), closed('Egress', UNTRACKED)])).toBe('deny');
    expect(to([...hosts('*'), closed('Egress')])).toBe('deny');
    expect(to([...hosts('*'), closed('Ingress')])).toBe('deny');
    expect(to([...hosts('*'), closed('Ingress', PRE_DNAT)])).toBe('deny');
  });

  it('over the loopback is closed by each hook of a host endpoint of every interface', () => {
    for (const shut of [closed('Egress'), closed('Ingress'), closed('Ingress', PRE_DNAT)]) {
      expect(verdict([...hosts('*'), shut], 'node:node1', 'node:node1')).toBe('deny');
    }
    expect(verdict(hosts('*'), 'node:node1', 'node:node1')).toBe('allow');
    expect(verdict([...hosts('*'), closed('Egress', FORWARD)], 'node:node2', 'node:node2')).toBe('allow');
  });
});

describe('a process of a node that dials a pod of its own through a service', () => {
  it('is stopped by normal egress in nftables mode alone', () => {
    const objects = [ROUTED, ...hosts('eth0'), closed('Egress')];
    const to = (options = {}) => verdict(objects, 'node:node1', 'pod:a/one', 'tcp 8080', SERVICE, options);
    expect([to(), to({ dataplane: 'ebpf' }), to(NFTABLES)]).toEqual(['allow', 'allow', 'deny']);
  });

  it('is stopped by an untracked egress Deny, and by an Allow too, which leaves the address as it is', () => {
    const untracked = (action: string) => closed('Egress', { ...UNTRACKED, egress: [{ action }] });
    for (const action of ['Allow', 'Deny']) {
      expect(
        verdict([ROUTED, ...hosts('eth0'), untracked(action)], 'node:node1', 'pod:a/one', 'tcp 8080', SERVICE),
      ).toBe('deny');
    }
    expect(verdict([ROUTED, ...hosts('eth0'), untracked('Pass')], 'node:node1', 'pod:a/one', 'tcp 8080', SERVICE)).toBe(
      'allow',
    );
  });
});

describe('what enters by one node for a pod of another', () => {
  it('is stopped by the forward list of the node that it enters, or by that of the node of the pod', () => {
    const objects = [ROUTED, ...hosts('eth0')];
    const to = (shut: JsonObject) => verdict([...objects, shut], OUTSIDE, 'pod:a/far', 'tcp 8080', NODE_PORT);
    const open = { egress: [{ action: 'Allow' }], types: ['Ingress', 'Egress'] };
    expect(to(closed('Ingress', { ...FORWARD, ...open }))).toBe('deny');
    expect(to(closed('Ingress', { ...FORWARD, ...open, selector: "node == 'node2'" }))).toBe('deny');
    expect(to(closed('Ingress', { ...FORWARD, ...open, ingress: [{ action: 'Allow' }] }))).toBe('allow');
  });

  it('passes the forward list of the node that it enters once preDNAT has allowed it', () => {
    const shut = closed('Ingress', { ...FORWARD, types: ['Ingress', 'Egress'], egress: [{ action: 'Allow' }] });
    const pre = (action: string) => closed('Ingress', { ...PRE_DNAT, ingress: [{ action }] });
    const named = (policy: JsonObject) => ({ ...policy, metadata: { name: 'pre' } });
    const to = (objects: readonly JsonObject[]) =>
      verdict([ROUTED, ...hosts('eth0'), ...objects], OUTSIDE, 'pod:a/far', 'tcp 8080', NODE_PORT);
    expect([to([shut]), to([shut, named(pre('Allow'))]), to([named(pre('Deny'))])]).toEqual(['deny', 'allow', 'deny']);
  });
});

describe('a pod under a host endpoint of every interface', () => {
  it('passes the forward list on its own interface once preDNAT has allowed it', () => {
    const shut = closed('Ingress', { ...FORWARD, types: ['Ingress', 'Egress'], egress: [{ action: 'Allow' }] });
    const pre = { ...closed('Ingress', { ...PRE_DNAT, ingress: [{ action: 'Allow' }] }), metadata: { name: 'pre' } };
    const to = (objects: readonly JsonObject[]) =>
      verdict([ROUTED, ...hosts('*'), ...objects], 'pod:a/one', 'pod:a/two');
    expect([to([shut]), to([shut, pre])]).toEqual(['deny', 'allow']);
  });

  it('is stopped by the forward list behind it', () => {
    const shut = closed('Egress', { ...FORWARD, types: ['Ingress', 'Egress'], ingress: [{ action: 'Allow' }] });
    expect(verdict([ROUTED, ...hosts('*'), shut], 'pod:a/one', 'pod:a/two')).toBe('deny');
    expect(verdict([ROUTED, ...hosts('*'), shut], OUTSIDE, 'pod:a/one')).toBe('deny');
  });
});

describe('pods of which only the controller is in the files', () => {
  const objects = [...EVERY, deployment('a/declared')];

  it('are on no known node: only the other end’s hosts are asked', () => {
    expect(path(objects, 'pod:a/declared', 'pod:a/one')).toEqual([
      'declared out normal a/declared > 10.0.1.1:8080',
      'one in normal a/declared > 10.0.1.1:8080',
      'node1 out forward a/declared > 10.0.1.1:8080',
    ]);
    expect(path(objects, 'pod:a/one', 'pod:a/declared')).toEqual([
      'node1 in preDNAT 10.0.1.1 > a/declared:8080',
      'node1 in forward 10.0.1.1 > a/declared:8080',
      'one out normal 10.0.1.1 > a/declared:8080',
      'declared in normal 10.0.1.1 > a/declared:8080',
      'node1 out forward 10.0.1.1 > a/declared:8080',
    ]);
    expect(path(objects, 'pod:a/declared', 'node:node1')).toEqual([
      'declared out normal a/declared > 192.168.0.1:8080',
      'node1 in preDNAT a/declared > 192.168.0.1:8080',
      'node1 in normal a/declared > 192.168.0.1:8080',
    ]);
    expect(path(objects, OUTSIDE, 'pod:a/declared')).toEqual(['declared in normal 198.51.100.7 > a/declared:8080']);
    expect(path(objects, 'pod:a/declared', OUTSIDE)).toEqual(['declared out normal a/declared > 198.51.100.7:8080']);
    expect(path(objects, 'node:node1', 'pod:a/declared')).toEqual([
      'node1 out normal 192.168.0.1 > a/declared:8080',
      'declared in normal 192.168.0.1 > a/declared:8080',
    ]);
  });
});

describe('ends that no policy looks at', () => {
  it('two addresses outside reach each other', () => {
    expect(verdict([], OUTSIDE, 'ip:203.0.113.1')).toBe('allow');
  });

  it('ICMP has no ports, and its answer another type', () => {
    const untracked = (icmp: JsonObject) =>
      closed('Ingress', { ...UNTRACKED, ingress: [{ action: 'Deny', protocol: 'ICMP', icmp }] });
    const to = (policy: JsonObject) => verdict([ROUTED, ...hosts('eth0'), policy], 'node:node1', OUTSIDE, 'icmp');
    expect([to(untracked({ type: 0 })), to(untracked({ type: 8 }))]).toEqual(['deny', 'allow']);
    expect(path(UPLINK, 'pod:a/one', OUTSIDE)[0]).toBe('one out normal 10.0.1.1 > 198.51.100.7:8080');
    const ports = globalPolicy('ports', {
      types: ['Egress'],
      egress: [{ action: 'Deny', protocol: 'TCP' }, { action: 'Allow' }],
    });
    expect([verdict([ports], 'pod:a/one', OUTSIDE, 'icmp'), verdict([ports], 'pod:a/one', OUTSIDE)]).toEqual([
      'allow',
      'deny',
    ]);
  });
});

describe('the packets of a tunnel', () => {
  const outer = [
    'node1 out untracked 192.168.0.1 > 192.168.0.2:4789',
    'node2 in untracked 192.168.0.1 > 192.168.0.2:4789',
    'node2 in preDNAT 192.168.0.1 > 192.168.0.2:4789',
    'node2 out untracked 192.168.0.2 > 192.168.0.1:4789',
    'node1 in untracked 192.168.0.2 > 192.168.0.1:4789',
    'node1 in preDNAT 192.168.0.2 > 192.168.0.1:4789',
  ];
  const objects = [ACCEPT, VXLAN, ...hosts('eth0'), ...PROBES];

  it('are all that the hooks of the uplink see of what goes to pods elsewhere, there and back', () => {
    expect(path(objects, 'node:node1', 'pod:a/far')).toEqual([...outer, 'far in normal 10.0.1.0 > 10.0.2.1:8080']);
    expect(path(objects, 'pod:a/one', 'pod:a/far')).toEqual([
      'one out normal 10.0.1.1 > 10.0.2.1:8080',
      ...outer,
      'far in normal 10.0.1.1 > 10.0.2.1:8080',
    ]);
    expect(path(objects, 'node:node1', 'pod:a/far', SERVICE)).toEqual([
      'node1 out untracked 192.168.0.1 > 10.96.0.9:80',
      ...outer,
      'far in normal 10.0.1.0 > 10.0.2.1:8080',
    ]);
  });

  it('carry what entered by a node port, whose forward list sees it once', () => {
    expect(path(objects, OUTSIDE, 'pod:a/far', NODE_PORT)).toEqual([
      'node1 in untracked 198.51.100.7 > 192.168.0.1:30080',
      'node1 in preDNAT 198.51.100.7 > 192.168.0.1:30080',
      'node1 in forward 198.51.100.7 > 10.0.2.1:8080',
      ...outer,
      'far in normal 10.0.1.0 > 10.0.2.1:8080',
    ]);
  });

  it('carry the answers of a node to a pod of another', () => {
    const [first, second, third, ...back] = outer;
    expect(path(objects, 'pod:a/one', 'node:node2')).toEqual([
      'one out normal 10.0.1.1 > 192.168.0.2:8080',
      'node1 out forward 10.0.1.1 > 192.168.0.2:8080',
      'node1 in untracked 192.168.0.2 > 10.0.1.1:40000',
      'node2 in untracked 10.0.1.1 > 192.168.0.2:8080',
      'node2 in preDNAT 10.0.1.1 > 192.168.0.2:8080',
      ...back,
      first,
      second,
      third,
      'node2 in normal 10.0.1.1 > 192.168.0.2:8080',
      'node2 out untracked 192.168.0.2 > 10.0.1.1:40000',
    ]);
  });
});
