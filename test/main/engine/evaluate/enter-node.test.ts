import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../main/engine/model/json';
import type { SmallClusterOptions } from './small-cluster';
import { connect } from './small-cluster';
import { felix, globalPolicy } from './manifests';
import { ACCEPT, NODE_PORT, OUTSIDE, ROUTED, cluster, hostPolicy, hosts, verdict } from './two-nodes';

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
