import { describe, expect, it } from 'vitest';
import { clusterPolicy, globalPolicy, networkPolicy, tier } from '../../evaluate/manifests';
import { CLUSTER, found, stateOf } from './checks-of';
import { ALLOW_BOTH, DENY, HOST, LOCK, PRE_DNAT } from './policies';

describe('the place of the net', () => {
  it('is last where every policy of its tier has a lower order, and not behind one without an order', () => {
    expect(found('net.sorted-last', [...CLUSTER, LOCK])).toEqual({
      state: 'green',
      detail:
        'In tier default nothing comes after it: every policy there has a lower order, or the same and a name that sorts before.',
      evidence: [],
    });
    const last = globalPolicy('zzz-final-allow-everything', ALLOW_BOTH);
    expect(found('net.sorted-last', [...CLUSTER, LOCK, last])).toMatchObject({
      state: 'green',
      detail: 'In tier default nothing comes after it: it has no order, and its name sorts last.',
    });
    const late = networkPolicy('prod/late', { selector: 'all()', types: ['Ingress'] });
    expect(found('net.sorted-last', CLUSTER, [late])).toMatchObject({
      state: 'amber',
      evidence: ['StagedNetworkPolicy prod/late: no order, the net has 100000'],
    });
  });

  it('catches nothing of a tier in front of its own that denies, at its end too', () => {
    const first = tier('first', { order: 1 });
    const policy = globalPolicy('first.x', { tier: 'first', selector: "app == 'db'", types: ['Ingress'] });
    expect(found('net.tiers-before', [...CLUSTER, first])).toEqual({
      state: 'green',
      detail: 'Tiers in front of it hold no policy that denies, and pass at their end.',
      evidence: [],
    });
    expect(found('net.tiers-before', [...CLUSTER, first], [policy])).toEqual({
      state: 'amber',
      detail:
        'In front of it: first. What a tier there denies, at its end too, the net does not open. Promotion closes 4 paths although the net is there: a tier in front of the net’s denies them (end of tier first). A net catches nothing that an earlier tier denies, its end included: give these paths a rule there, or a net in that tier.',
      evidence: [
        'Tier first: 1 policy in force, its end denies',
        'internet → prod/db tcp 5432: now allow (no policy), promoted deny (first.x · end of tier first)',
        'prod/web → prod/db tcp 5432: now allow (no policy), promoted deny (first.x · end of tier first)',
      ],
    });
    const passing = tier('first', { order: 1, defaultAction: 'Pass' });
    expect(stateOf('net.tiers-before', [...CLUSTER, passing], [policy])).toBe('green');
  });

  it('keeps tiers behind its own from being asked', () => {
    const last = tier('last', { order: 2_000_000 });
    const policy = globalPolicy('last.x', { tier: 'last', types: ['Ingress'], ingress: [{ action: 'Deny' }] });
    expect(stateOf('net.tiers-behind', [...CLUSTER, last])).toBe('green');
    expect(found('net.tiers-behind', [...CLUSTER, last], [policy])).toMatchObject({
      state: 'amber',
      evidence: ['GlobalNetworkPolicy last.x: tier last, order 2000000, after tier default'],
    });
  });

  it('is behind explicit Denies of its tier, each named once, and not behind what is denied by omission', () => {
    const denied = [
      'NetworkPolicy prod/deny (order 10)',
      'internet → prod/db tcp 5432: now allow (no policy), promoted deny (deny)',
      'prod/web → prod/db tcp 5432: now allow (no policy), promoted deny (deny)',
    ];
    expect(found('net.denies-before', CLUSTER, [DENY])).toMatchObject({ state: 'amber', evidence: denied });
    expect(found('net.denies-before', [...CLUSTER, DENY], [DENY])).toEqual({
      state: 'amber',
      detail: 'Deny rules before it: 1 policy. What these deny stays denied, net or no net.',
      evidence: denied.slice(0, 1),
    });
    expect(stateOf('net.denies-before', CLUSTER, [LOCK])).toBe('green');
    const last = globalPolicy('zzz-final-allow-everything', ALLOW_BOTH);
    const unordered = globalPolicy('deny', { types: ['Ingress'], ingress: [{ action: 'Deny', protocol: 'SCTP' }] });
    expect(found('net.denies-before', [...CLUSTER, last, unordered])).toEqual({
      state: 'amber',
      detail: 'Deny rules before it: 1 policy. What these deny stays denied, net or no net.',
      evidence: ['GlobalNetworkPolicy deny (no order)'],
    });
  });

  it('does not open what a cluster policy of Kubernetes denies: its tier is in front, and no file holds it', () => {
    const admin = clusterPolicy('no-sctp', {
      tier: 'Admin',
      priority: 5,
      subject: { namespaces: {} },
      ingress: [{ action: 'Deny', from: [{ namespaces: {} }] }],
    });
    const cluster = { complete: false, dataplane: 'iptables' } as const;
    expect(found('net.tiers-before', [...CLUSTER, admin], [], { cluster })).toMatchObject({
      state: 'amber',
      detail: 'In front of it: kube-admin. What a tier there denies, at its end too, the net does not open.',
      evidence: ['Tier kube-admin: 1 policy in force, a rule denies'],
    });
  });

  it('is in no list for untracked, preDNAT and forwarded traffic of host endpoints', () => {
    expect(stateOf('net.other-hooks', [...CLUSTER, HOST], [LOCK])).toBe('green');
    expect(found('net.other-hooks', CLUSTER, [PRE_DNAT])).toMatchObject({
      state: 'green',
      detail: 'There are no host endpoints: these lists decide nothing.',
    });
    expect(found('net.other-hooks', [...CLUSTER, HOST], [PRE_DNAT])).toMatchObject({
      state: 'amber',
      detail: expect.stringMatching(
        /^In lists of host endpoints that the net is not in: 1 policy\. What these deny, forwarded traffic above all/,
      ) as string,
      evidence: [
        'GlobalNetworkPolicy pre: preDNAT',
        'internet → prod/db tcp 5432: now allow (no policy), promoted deny (pre)',
        'internet → prod/web tcp 80: now allow (no policy), promoted deny (pre)',
      ],
    });
    expect(stateOf('net.denies-before', [...CLUSTER, HOST], [PRE_DNAT])).toBe('green');
    const untracked = globalPolicy('raw', { order: 1, doNotTrack: true, applyOnForward: true, types: ['Ingress'] });
    const forward = globalPolicy('forward', { order: 2, applyOnForward: true, types: ['Ingress'] });
    expect(found('net.other-hooks', [...CLUSTER, HOST, untracked, forward])).toMatchObject({
      state: 'amber',
      evidence: ['GlobalNetworkPolicy raw: doNotTrack', 'GlobalNetworkPolicy forward: applyOnForward'],
    });
    const wide = globalPolicy('zzz-final-allow-everything', { ...ALLOW_BOTH, order: 100_000, applyOnForward: true });
    expect(stateOf('net.other-hooks', [...CLUSTER, HOST, wide, forward])).toBe('green');
  });
});
