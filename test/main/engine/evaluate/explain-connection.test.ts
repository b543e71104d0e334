import { describe, expect, it } from 'vitest';
import { carrierWords } from '../../../../main/engine/evaluate/explain-connection';
import { felix, globalPolicy, hostEndpoint, networkPolicy, profile, tier } from './manifests';

import { DB, OUTSIDE, WEB, at, explain } from './explained';

describe('the explanation of a connection', () => {
  it('says that no policy decided', () => {
    const trace = explain([], WEB, DB);
    expect(trace.sentence).toBe('pod:prod/web → pod:prod/db tcp 8080 is allowed by no policy.');
    expect(trace.verdict).toBe('allow');
    expect(
      trace.checkpoints.map(({ endpoint, direction, hook, verdict, carrier, tiers }) => [
        endpoint,
        direction,
        hook,
        verdict,
        carrier,
        tiers,
      ]),
    ).toEqual([
      ['pod prod/web', 'egress', 'normal', 'allow', { tag: 'no-policy' }, []],
      ['pod prod/db', 'ingress', 'normal', 'allow', { tag: 'no-policy' }, []],
    ]);
    expect(trace.doubts).toEqual([]);
  });

  it('shows every tier, policy, rule and clause that was looked at, with its place', () => {
    const policy = networkPolicy('prod/db', {
      types: ['Ingress'],
      selector: "app == 'db'",
      order: 5,
      ingress: [{ action: 'Allow', protocol: 'UDP' }, { action: 'Deny', protocol: 'TCP' }, { action: 'Allow' }],
    });
    const unreached = globalPolicy('later', { order: 6, selector: 'all()', types: ['Ingress'] });
    const trace = explain([policy, unreached], WEB, DB);
    const hit = {
      tier: 'default',
      kind: 'NetworkPolicy',
      namespace: 'prod',
      name: 'db',
      rule: 1,
      action: 'deny',
      position: at('db.yaml#spec.ingress.1'),
    };
    expect(trace.sentence).toBe(
      'pod:prod/web → pod:prod/db tcp 8080 is denied by db rule 1 at ingress of pod prod/db.',
    );
    expect(trace.checkpoints[1]).toEqual({
      endpoint: 'pod prod/db',
      direction: 'ingress',
      hook: 'normal',
      verdict: 'deny',
      carrier: { tag: 'rule', hit, safetyNet: false },
      hits: [hit],
      assumptions: [],
      tiers: [
        {
          tier: 'default',
          order: 1_000_000,
          defaultAction: 'Deny',
          outcome: { tag: 'rule', action: 'deny' },
          policies: [
            {
              kind: 'NetworkPolicy',
              namespace: 'prod',
              name: 'db',
              order: 5,
              staged: false,
              selector: '(app == "db" && projectcalico.org/namespace == "prod")',
              position: at('db.yaml#spec'),
              rules: [
                {
                  index: 0,
                  action: 'allow',
                  matched: 'no',
                  position: at('db.yaml#spec.ingress.0'),
                  clauses: [{ text: 'protocol udp', answer: 'no', because: 'the packet is tcp' }],
                },
                {
                  index: 1,
                  action: 'deny',
                  matched: 'yes',
                  position: at('db.yaml#spec.ingress.1'),
                  clauses: [{ text: 'protocol tcp', answer: 'yes', because: 'the packet is tcp' }],
                },
              ],
            },
          ],
        },
      ],
    });
  });

  it('names the end of a tier, with all policies that did not match', () => {
    const policies = ['a', 'b'].map((name) =>
      globalPolicy(name, { selector: 'all()', types: ['Ingress'], ingress: [{ action: 'Allow', protocol: 'UDP' }] }),
    );
    const trace = explain(policies, WEB, DB);
    expect(trace.sentence).toBe(
      'pod:prod/web → pod:prod/db tcp 8080 is denied by a (end of tier default) at ingress of pod prod/db.',
    );
    const [shown] = trace.checkpoints[1]?.tiers ?? [];
    expect([shown?.outcome, shown?.policies.map(({ name, order }) => [name, order])]).toEqual([
      { tag: 'end-of-tier', action: 'deny', trigger: 'a' },
      [
        ['a', null],
        ['b', null],
      ],
    ]);
    expect(trace.checkpoints[1]?.carrier).toMatchObject({
      tag: 'end-of-tier',
      hit: { name: 'a', rule: -1, position: at('a.yaml#spec') },
    });
  });

  it('names the profile on which a Pass lands, and a tier of no finite order', () => {
    const pass = globalPolicy('pass', {
      tier: 'nowhere',
      selector: 'all()',
      types: ['Ingress'],
      ingress: [{ action: 'Pass' }],
    });
    const trace = explain([pass], WEB, DB);
    expect(trace.sentence).toBe('pod:prod/web → pod:prod/db tcp 8080 is allowed by no policy and profile kns.prod.');
    expect(trace.checkpoints[1]?.tiers.map(({ tier: name, order, outcome }) => [name, order, outcome])).toEqual([
      ['nowhere', null, { tag: 'rule', action: 'pass' }],
    ]);
  });

  it('marks the safety net', () => {
    const net = globalPolicy('zzz-final-allow-everything', {
      order: 100_000,
      types: ['Ingress'],
      ingress: [{ action: 'Allow' }],
    });
    expect(explain([net], WEB, DB).checkpoints[1]?.carrier).toMatchObject({ tag: 'rule', safetyNet: true });
  });

  it('says that nobody decides on a path', () => {
    expect(explain([], 'node:node1', DB).sentence).toBe(
      'node:node1 → pod:prod/db tcp 8080 is allowed: nothing on its path decides about it.',
    );
  });

  it('tells failsafe ports with their list and where it comes from', () => {
    const bare = hostEndpoint('eth0', { node: 'node1', interfaceName: 'eth0' });
    const trace = explain([bare], OUTSIDE, 'node:node1', 'tcp 22');
    expect(trace.sentence).toBe(
      'ip:198.51.100.7 → node:node1 tcp 22 is allowed by failsafe ports (inbound list, built-in default).',
    );
    expect(trace.checkpoints[0]).toMatchObject({
      endpoint: 'host endpoint eth0',
      verdict: 'allow',
      tiers: [],
      hits: [],
    });
    expect(trace.checkpoints[0]?.assumptions).toEqual([
      'interface eth0 of node1 is taken to be the one with 192.168.0.1: the files do not list its interfaces',
    ]);
    expect(explain([bare], 'node:node1', OUTSIDE, 'udp 53').sentence).toContain(
      'failsafe ports (outbound list, built-in default)',
    );
    expect(explain([bare], OUTSIDE, 'node:node1', 'tcp 80').sentence).toBe(
      'ip:198.51.100.7 → node:node1 tcp 80 is denied by no policy and no profile allowing it at ingress of host endpoint eth0.',
    );
  });

  it('tells the setting that decides, and what goes on undecided', () => {
    const drop = felix({ defaultEndpointToHostAction: 'Drop' });
    const trace = explain([drop], WEB, 'node:node1');
    expect(trace.sentence).toBe(
      'pod:prod/web → node:node1 tcp 8080 is denied by defaultEndpointToHostAction is drop (FelixConfiguration default) at ingress of the node itself.',
    );
    expect(trace.checkpoints[1]).toMatchObject({ hook: 'host-action', tiers: [], hits: [] });
    const host = hostEndpoint(
      'eth0',
      { node: 'node1', interfaceName: 'eth0', profiles: ['projectcalico-default-allow'] },
      { host: 'yes' },
    );
    const predna = globalPolicy('predna', {
      selector: 'has(host)',
      types: ['Ingress'],
      applyOnForward: true,
      preDNAT: true,
      ingress: [{ action: 'Allow', protocol: 'UDP' }],
    });
    const [first] = explain([host, predna], OUTSIDE, 'node:node1').checkpoints;
    expect([first?.verdict, first?.tiers[0]?.outcome]).toEqual(['continue', { tag: 'continue' }]);
  });

  it('says that the answers do not come back where no checkpoint denies', () => {
    const host = hostEndpoint(
      'eth0',
      { node: 'node1', interfaceName: 'eth0', profiles: ['projectcalico-default-allow'] },
      { host: 'yes' },
    );
    const untracked = globalPolicy('u', {
      selector: 'has(host)',
      types: ['Ingress'],
      applyOnForward: true,
      doNotTrack: true,
      ingress: [{ action: 'Allow' }],
    });
    expect(explain([host, untracked], OUTSIDE, 'node:node1').sentence).toBe(
      'ip:198.51.100.7 → node:node1 tcp 8080 is denied: the answers do not come back.',
    );
  });

  it('shows a profile that decides among others', () => {
    const objects = [
      profile('first', { ingress: [{ action: 'Pass' }] }),
      profile('second', { ingress: [{ action: 'Allow' }] }),
      hostEndpoint('eth0', { node: 'node1', interfaceName: 'eth0', profiles: ['first', 'second'] }),
    ];
    expect(explain(objects, OUTSIDE, 'node:node1').checkpoints[0]?.carrier).toEqual({ tag: 'profile', name: 'second' });
  });

  it('passes a tier whose default action is Pass in its steps', () => {
    const objects = [
      tier('early', { order: 1, defaultAction: 'Pass' }),
      globalPolicy('p', { tier: 'early', selector: 'all()', types: ['Ingress'] }),
    ];
    expect(explain(objects, WEB, DB).checkpoints[1]?.tiers[0]?.outcome).toEqual({
      tag: 'end-of-tier',
      action: 'pass',
      trigger: 'p',
    });
  });
});

describe('words for what carried a verdict', () => {
  it('are there for every carrier', () => {
    const hit = {
      tier: 'default',
      kind: 'NetworkPolicy',
      namespace: 'prod',
      name: 'db',
      rule: 2,
      action: 'allow',
      position: null,
    } as const;
    expect([
      carrierWords({ tag: 'rule', hit, safetyNet: false }),
      carrierWords({ tag: 'end-of-tier', hit }),
      carrierWords({ tag: 'profile', name: 'kns.prod' }),
      carrierWords({ tag: 'profile', name: '__PROFILE__' }),
      carrierWords({ tag: 'failsafe', list: 'inbound list' }),
      carrierWords({ tag: 'no-policy' }),
      carrierWords({ tag: 'host-default' }),
      carrierWords({ tag: 'built-in', why: 'Felix drops it' }),
      carrierWords({ tag: 'undecided', doubts: [] }),
    ]).toEqual([
      'db rule 2',
      'db (end of tier default)',
      'profile kns.prod',
      'no profile',
      'failsafe ports (inbound list)',
      'no policy',
      'no policy and no profile allowing it',
      'Felix drops it',
      'what the files do not tell',
    ]);
  });
});
