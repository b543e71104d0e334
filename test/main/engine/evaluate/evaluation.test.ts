import { describe, expect, it } from 'vitest';
import { createSelectorInterner } from '../../../../main/engine/compile/selector-interner';
import { createSelectorMatches } from '../../../../main/engine/compile/selector-matches';
import { arrangeWorld } from '../../../../main/engine/compile/world';
import { createEvaluation, withPolicies } from '../../../../main/engine/evaluate/evaluation';
import type { Dataplane } from '../../../../main/engine/model/profile-of-cluster';
import { DEFAULT_TIER, felix, globalPolicy, namespace, pod, profile } from './manifests';
import { askCheckpoint, flowOf, smallCluster, verdictOf } from './small-cluster';

const OBJECTS = [DEFAULT_TIER, namespace('a'), pod('a/one', '10.0.0.1')];
const FLOW = flowOf('10.0.0.9', '10.0.0.1', 'tcp 80');
const HOST = (profiles: readonly string[]) => ({
  apiVersion: 'projectcalico.org/v3',
  kind: 'HostEndpoint',
  metadata: { name: 'h' },
  spec: { node: 'n', interfaceName: 'eth0', profiles: [...profiles] },
});

describe('the same cluster with other policies', () => {
  it('keeps what is known of its addresses, and decides by the new ones', () => {
    const open = smallCluster(OBJECTS);
    const shut = smallCluster([...OBJECTS, globalPolicy('shut', { types: ['Ingress'] })]);
    const shared = { interner: createSelectorInterner(), selectors: createSelectorMatches() };
    const world = arrangeWorld({ live: shut.policies, beside: [] }, [], 'plain');
    const base = createEvaluation(
      open.cluster,
      arrangeWorld({ live: [], beside: [] }, [], 'plain'),
      'iptables',
      shared,
    );
    const other = withPolicies(base, world, shared);
    expect([other.cluster, other.peers, other.matcher]).toEqual([base.cluster, base.peers, base.matcher]);
    expect(other.peers).toBe(base.peers);
    expect([base, other].map((one) => verdictOf(askCheckpoint(one, 'pod:a/one', 'ingress', FLOW)))).toEqual([
      'allow',
      'deny',
    ]);
  });
});

describe('Pass in a profile', () => {
  const passes = [
    profile('passes', { ingress: [{ action: 'Pass' }] }),
    profile('allows', { ingress: [{ action: 'Allow' }] }),
    HOST(['passes', 'allows']),
  ];

  it('goes to the next profile in iptables and nftables, and denies in eBPF and in flow logs', () => {
    const enforced = (dataplane: Dataplane) =>
      verdictOf(askCheckpoint(smallCluster(passes, { dataplane }).evaluation, 'host:h', 'ingress', FLOW));
    expect([enforced('iptables'), enforced('nftables'), enforced('ebpf')]).toEqual(['allow', 'allow', 'deny']);
    expect(verdictOf(askCheckpoint(smallCluster(passes).pending, 'host:h', 'ingress', FLOW))).toBe('deny');
  });
});

describe('HTTP matches', () => {
  const http = globalPolicy('http', { types: ['Ingress'], ingress: [{ action: 'Allow', http: { methods: ['GET'] } }] });
  const to = (spec: Parameters<typeof felix>[0], name = 'default') =>
    verdictOf(
      askCheckpoint(smallCluster([...OBJECTS, http, felix(spec, name)]).evaluation, 'pod:a/one', 'ingress', FLOW),
    );

  it('count for what they are beside Felix where some node may enforce them', () => {
    const on = { policySyncPathPrefix: '/var/run/nodeagent' };
    expect([to({}), to(on), to(on, 'node.n')]).toEqual(['allow', 'allow or deny', 'allow or deny']);
  });
});
