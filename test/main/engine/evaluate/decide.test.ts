import { describe, expect, it } from 'vitest';
import { askCheckpoint, flowOf, smallCluster, verdictOf } from './small-cluster';
import {
  DEFAULT_TIER,
  globalPolicy,
  hostEndpoint,
  namespace,
  networkPolicy,
  pod,
  profile,
  stagedPolicy,
  tier,
} from './manifests';

const PODS = [
  namespace('prod'),
  DEFAULT_TIER,
  pod('prod/web', '10.0.0.1', { labels: { app: 'web' } }),
  pod('prod/db', '10.0.0.2', { labels: { app: 'db' } }),
];
const FLOW = flowOf('10.0.0.1', '10.0.0.2', 'tcp 8080');

/** The hits as one line each: tier, name, rule, action. */
function ask(
  objects: Parameters<typeof smallCluster>[0],
  endpoint = 'pod:prod/db',
  options = {},
  hook: 'normal' | 'forward' | 'preDNAT' | 'untracked' = 'normal',
) {
  const decision = askCheckpoint(smallCluster(objects, options).evaluation, endpoint, 'ingress', FLOW, hook);
  return {
    verdict: verdictOf(decision),
    hits: decision.hits.map(
      ({ tier: at, name, rule, action, certain }) => `${at} ${name} ${rule} ${action}${certain ? '' : '?'}`,
    ),
  };
}

describe('a checkpoint', () => {
  it('lists the rule that decided, with its place in the file', () => {
    const policy = networkPolicy('prod/db', {
      types: ['Ingress'],
      selector: "app == 'db'",
      ingress: [{ action: 'Log' }, { action: 'Allow' }],
    });
    const { hits } = askCheckpoint(smallCluster([...PODS, policy]).evaluation, 'pod:prod/db', 'ingress', FLOW);
    expect(hits).toEqual([
      {
        tier: 'default',
        kind: 'NetworkPolicy',
        namespace: 'prod',
        name: 'db',
        rule: 1,
        action: 'allow',
        path: ['spec', 'ingress', 1],
        certain: true,
      },
    ]);
  });

  it('names the end of a tier after the first policy that took part', () => {
    const policies = ['b', 'a'].map((name) =>
      networkPolicy(`prod/${name}`, { types: ['Ingress'], selector: 'all()', ingress: [] }),
    );
    const decision = askCheckpoint(smallCluster([...PODS, ...policies]).evaluation, 'pod:prod/db', 'ingress', FLOW);
    expect(decision).toEqual({
      outcomes: { allow: false, deny: true, continue: false },
      hits: [
        {
          tier: 'default',
          kind: 'NetworkPolicy',
          namespace: 'prod',
          name: 'a',
          rule: -1,
          action: 'deny',
          path: ['spec'],
          certain: true,
        },
      ],
    });
  });

  it('lands on the profile of the namespace after a Pass in the last tier', () => {
    const pass = globalPolicy('pass', { types: ['Ingress'], selector: 'all()', ingress: [{ action: 'Pass' }] });
    expect(ask([...PODS, pass])).toEqual({
      verdict: 'allow',
      hits: ['default pass 0 pass', '__PROFILE__ kns.prod 0 allow'],
    });
  });

  it('passes a tier whose default action is Pass', () => {
    const objects = [
      ...PODS,
      tier('early', { order: 1, defaultAction: 'Pass' }),
      globalPolicy('p', { tier: 'early', types: ['Ingress'], selector: 'all()' }),
    ];
    expect(ask(objects)).toEqual({ verdict: 'allow', hits: ['early p -1 pass', '__PROFILE__ kns.prod 0 allow'] });
  });

  it('asks no policy that governs the other direction alone', () => {
    const egress = globalPolicy('egress', {
      types: ['Egress'],
      selector: 'all()',
      egress: [{ action: 'Deny' }],
      ingress: [{ action: 'Deny' }],
    });
    expect(ask([...PODS, egress])).toEqual({ verdict: 'allow', hits: ['__PROFILE__ kns.prod 0 allow'] });
  });

  it('asks no staged policy, and no tier that holds staged policies alone', () => {
    const staged = stagedPolicy('prod/lockdown', { types: ['Ingress'], selector: 'all()' });
    expect(ask([...PODS, staged])).toEqual({ verdict: 'allow', hits: ['__PROFILE__ kns.prod 0 allow'] });
    const { pending } = smallCluster([...PODS, staged]);
    expect(verdictOf(askCheckpoint(pending, 'pod:prod/db', 'ingress', FLOW))).toBe('deny');
  });

  it('denies a pod whose namespace does not exist, through the missing profile', () => {
    expect(ask([DEFAULT_TIER, pod('gone/db', '10.0.0.2')], 'pod:gone/db')).toEqual({
      verdict: 'deny',
      hits: ['__PROFILE__ kns.gone 0 deny'],
    });
  });

  it('denies a host endpoint without profiles', () => {
    const host = hostEndpoint('node1-eth0', { node: 'node1', interfaceName: 'eth0' });
    expect(ask([host], 'host:node1-eth0')).toEqual({ verdict: 'deny', hits: ['__PROFILE__ __PROFILE__ -1 deny'] });
  });

  it('asks the profiles on the normal list alone', () => {
    const host = hostEndpoint('node1-eth0', {
      node: 'node1',
      interfaceName: 'eth0',
      profiles: ['projectcalico-default-allow'],
    });
    expect(ask([host], 'host:node1-eth0')).toEqual({
      verdict: 'allow',
      hits: ['__PROFILE__ projectcalico-default-allow 0 allow'],
    });
    for (const hook of ['forward', 'preDNAT', 'untracked'] as const) {
      expect(ask([host], 'host:node1-eth0', {}, hook)).toEqual({ verdict: 'continue', hits: [] });
    }
  });

  it('ends the tier on the forward list, and not on the preDNAT and untracked ones', () => {
    const host = hostEndpoint('node1-eth0', { node: 'node1', interfaceName: 'eth0' }, { host: 'yes' });
    const policy = (fields: object) =>
      globalPolicy('hosts', {
        types: ['Ingress'],
        selector: 'has(host)',
        applyOnForward: true,
        ingress: [{ action: 'Allow', protocol: 'UDP' }],
        ...fields,
      });
    expect(ask([DEFAULT_TIER, host, policy({})], 'host:node1-eth0', {}, 'forward')).toEqual({
      verdict: 'deny',
      hits: ['default hosts -1 deny'],
    });
    for (const [field, hook] of [
      ['preDNAT', 'preDNAT'],
      ['doNotTrack', 'untracked'],
    ] as const) {
      expect(ask([DEFAULT_TIER, host, policy({ [field]: true })], 'host:node1-eth0', {}, hook)).toEqual({
        verdict: 'continue',
        hits: [],
      });
    }
  });

  it('gives both answers where labels of a namespace are not in the files', () => {
    const policy = networkPolicy('prod/db', {
      types: ['Ingress'],
      selector: "app == 'db'",
      ingress: [{ action: 'Allow', source: { namespaceSelector: "team == 'web'" } }],
    });
    const objects = [
      DEFAULT_TIER,
      pod('prod/web', '10.0.0.1'),
      pod('prod/db', '10.0.0.2', { labels: { app: 'db' } }),
      policy,
    ];
    expect(ask(objects, 'pod:prod/db', { complete: false })).toEqual({
      verdict: 'allow or deny',
      hits: ['default db 0 allow?', 'default db -1 deny'],
    });
  });

  it('takes Pass in a profile as the next profile, and as a Deny in eBPF', () => {
    const objects = [
      profile('first', { ingress: [{ action: 'Pass' }] }),
      profile('second', { ingress: [{ action: 'Allow' }] }),
      hostEndpoint('node1-eth0', { node: 'node1', interfaceName: 'eth0', profiles: ['first', 'second'] }),
    ];
    expect(ask(objects, 'host:node1-eth0')).toEqual({
      verdict: 'allow',
      hits: ['__PROFILE__ first 0 pass', '__PROFILE__ second 0 allow'],
    });
    expect(ask(objects, 'host:node1-eth0', { dataplane: 'ebpf' })).toEqual({
      verdict: 'deny',
      hits: ['__PROFILE__ first 0 deny'],
    });
  });
});
