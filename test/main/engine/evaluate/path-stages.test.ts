import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../main/engine/model/json';
import { connect } from './small-cluster';
import { felix, globalPolicy } from './manifests';
import { ACCEPT, NODE_PORT, OUTSIDE, ROUTED, SERVICE, cluster, hostPolicy, hosts, verdict } from './two-nodes';

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

describe('what a stage says of itself', () => {
  const said = (objects: readonly JsonObject[], from: string, to: string, traffic: string) =>
    (connect(cluster(objects), from, to, traffic).passages[0]?.stages ?? []).map(
      ({ hook, answer, why, assumption }) => [hook, answer, why, assumption],
    );

  it('is why, where no policy decided, and nothing where one did', () => {
    expect(said(hosts('eth0', {}), OUTSIDE, 'node:node1', 'tcp 22')).toEqual([
      ['normal', 'failsafe', 'failsafe port', ''],
    ]);
    expect(said(hosts('eth0'), OUTSIDE, 'node:node1', 'tcp 80')).toEqual([['normal', 'allow', '', '']]);
    expect(said([], 'pod:a/one', 'pod:a/two', 'tcp 80')).toEqual([
      ['normal', 'allow', '', ''],
      ['normal', 'allow', '', ''],
    ]);
    expect(said([], 'pod:a/one', OUTSIDE, 'udp 4789')).toEqual([
      ['built-in', 'deny', 'Felix drops tunnel packets that pods send', ''],
    ]);
    expect(said([ACCEPT], 'pod:a/one', 'node:node1', 'tcp 80')).toEqual([
      ['normal', 'allow', '', ''],
      ['host-action', 'allow', 'defaultEndpointToHostAction is accept (FelixConfiguration default)', ''],
    ]);
  });
});
