import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../main/engine/model/json';
import type { ConnectionTrace } from '../../../../main/engine/model/verdict';
import { describeRule } from '../../../../main/engine/evaluate/describe-rule';
import { carrierWords, explainConnection } from '../../../../main/engine/evaluate/explain-connection';
import { packetOf } from '../../../../main/engine/evaluate/packet-of';
import type { Flow } from '../../../../main/engine/model/traffic';
import type { SmallClusterOptions } from './small-cluster';
import { connect, flowOf, smallCluster } from './small-cluster';
import {
  DEFAULT_TIER,
  clusterNode,
  endpointSlice,
  felix,
  globalNetworkSet,
  globalPolicy,
  hostEndpoint,
  namespace,
  networkPolicy,
  pod,
  profile,
  tier,
} from './manifests';

const CLUSTER: readonly JsonObject[] = [
  namespace('prod'),
  DEFAULT_TIER,
  clusterNode('node1', '192.168.0.1'),
  pod('prod/web', '10.0.0.1', { labels: { app: 'web' } }),
  pod('prod/db', '10.0.0.2', { labels: { app: 'db' } }),
];

/** Positions name the object and its field. */
function explain(
  objects: readonly JsonObject[],
  from: string,
  to: string,
  traffic = 'tcp 8080',
  options: SmallClusterOptions = {},
): ConnectionTrace {
  const small = smallCluster([...CLUSTER, ...objects], options);
  return explainConnection(
    connect(small, from, to, traffic),
    { from, to, traffic },
    {
      path: small.path,
      locate: (resource, path) => ({ file: `${resource.name}.yaml#${path.join('.')}`, line: 1, column: 1 }),
      isSafetyNet: (hit) => hit.name === 'zzz-final-allow-everything',
    },
  );
}

const WEB = 'pod:prod/web';
const DB = 'pod:prod/db';
const OUTSIDE = 'ip:198.51.100.7';

const at = (file: string) => ({ file, line: 1, column: 1 });

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

describe('a connection that the files cannot tell', () => {
  const objects = [
    DEFAULT_TIER,
    pod('prod/web', '10.0.0.1'),
    pod('prod/db', '10.0.0.2', { labels: { app: 'db' } }),
    networkPolicy('prod/db', {
      types: ['Ingress'],
      selector: "app == 'db'",
      ingress: [{ action: 'Allow', source: { namespaceSelector: "team == 'a'" } }],
    }),
  ];

  it('says why, and how to settle it', () => {
    const small = smallCluster(objects, { complete: false });
    const trace = explainConnection(
      connect(small, WEB, DB, 'tcp 80'),
      { from: 'a', to: 'b', traffic: 'tcp 80' },
      {
        path: small.path,
        locate: () => null,
        isSafetyNet: () => false,
      },
    );
    const doubts = [
      {
        why: 'whether db matches depends on what is not in the files',
        command: 'kubectl get namespaces,serviceaccounts,endpointslices.discovery.k8s.io -A -o yaml',
      },
    ];
    expect([trace.verdict, trace.sentence, trace.doubts]).toEqual([
      'undecided',
      'a → b tcp 80 cannot be told from the files.',
      doubts,
    ]);
    const last = trace.checkpoints.at(-1);
    expect(last?.tiers[0]?.policies[0]?.rules[0]?.matched).toBe('unknown');
  });

  it('leaves a tier undecided whose possible ends differ, and no other', () => {
    const rule = (action: string, team: string) => ({ action, source: { namespaceSelector: `team == '${team}'` } });
    const outcomeOf = (spec: JsonObject) => {
      const asked = networkPolicy('prod/db', { types: ['Ingress'], selector: "app == 'db'", order: 1, ...spec });
      const later = networkPolicy('prod/later', { types: ['Ingress'], order: 2 });
      const small = smallCluster([...objects.slice(0, 3), asked, later], { complete: false });
      const trace = explainConnection(
        connect(small, WEB, DB, 'tcp 80'),
        { from: 'a', to: 'b', traffic: 'tcp 80' },
        { path: small.path, locate: () => null, isSafetyNet: () => false },
      );
      const [shown] = trace.checkpoints.at(-1)?.tiers ?? [];
      return [trace.verdict, shown?.outcome, shown?.policies.map(({ name }) => name)];
    };
    const end = { tag: 'end-of-tier', action: 'deny', trigger: 'db' };
    expect([
      outcomeOf({ ingress: [rule('Allow', 'a')] }),
      outcomeOf({ ingress: [rule('Deny', 'a')] }),
      outcomeOf({ ingress: [rule('Deny', 'a'), { action: 'Allow' }] }),
      outcomeOf({ ingress: [rule('Allow', 'a'), { action: 'Allow' }] }),
      outcomeOf({ ingress: [rule('Log', 'a')] }),
    ]).toEqual([
      ['undecided', { tag: 'undecided' }, ['db', 'later']],
      ['deny', end, ['db', 'later']],
      ['undecided', { tag: 'undecided' }, ['db']],
      ['allow', { tag: 'rule', action: 'allow' }, ['db']],
      ['deny', end, ['db', 'later']],
    ]);
  });

  it('leaves a tier undecided where no policy of it is sure to apply', () => {
    const perhaps = globalPolicy('perhaps', { namespaceSelector: "team == 'a'", types: ['Ingress'] });
    const small = smallCluster([...objects.slice(0, 3), perhaps], { complete: false });
    const trace = explainConnection(
      connect(small, WEB, DB, 'tcp 80'),
      { from: 'a', to: 'b', traffic: 'tcp 80' },
      { path: small.path, locate: () => null, isSafetyNet: () => false },
    );
    expect([trace.verdict, trace.checkpoints.at(-1)?.tiers[0]?.outcome]).toEqual(['undecided', { tag: 'undecided' }]);
  });

  it('asks for namespaces and accounts where every kind is there', () => {
    const more = [
      namespace('other'),
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace: 'other', name: 'x' } },
      endpointSlice('other/s', [], []),
    ];
    const small = smallCluster([...objects, ...more], { complete: false });
    const trace = explainConnection(
      connect(small, WEB, DB, 'tcp 80'),
      { from: 'a', to: 'b', traffic: 'tcp 80' },
      {
        path: small.path,
        locate: () => null,
        isSafetyNet: () => false,
      },
    );
    expect(trace.doubts[0]?.command).toBe('kubectl get namespaces,serviceaccounts -A -o yaml');
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

describe('a rule in clauses', () => {
  const clauses = (
    rule: JsonObject,
    flow: Flow = flowOf('10.0.0.1', '10.0.0.2', 'tcp 8080'),
    more: readonly JsonObject[] = [],
  ) => {
    const small = smallCluster([
      ...CLUSTER,
      ...more,
      endpointSlice('prod/store', ['10.0.0.2'], ['tcp/8080']),
      globalPolicy('asked', { types: ['Ingress'], ingress: [{ action: 'Allow', ...rule }] }),
    ]);
    const [asked] = small.policies[0]?.inbound ?? [];
    if (asked === undefined) throw new Error('no rule');
    const { peers, context } = small.evaluation;
    return describeRule(asked, packetOf(flow, peers), context).map(
      ({ text, answer, because }) => `${text}: ${answer}, ${because}`,
    );
  };

  it('without criteria says so', () => {
    expect(clauses({})).toEqual(['no criteria: everything matches: yes, ']);
  });

  it('tells what it asks and what the packet has, in Felix’s order', () => {
    expect(
      clauses({
        ipVersion: 4,
        protocol: 'TCP',
        notProtocol: 17,
        source: {
          nets: ['10.0.0.0/8'],
          notNets: ['10.9.0.0/16'],
          selector: "app == 'web'",
          ports: [40_000],
          notPorts: ['1:9'],
        },
        destination: {
          nets: ['10.0.0.9/32'],
          notSelector: "app == 'web'",
          ports: [80, 8080],
          services: { name: 'store', namespace: 'prod' },
        },
      }),
    ).toEqual([
      'IP version 4: yes, the packet is IPv4',
      'protocol tcp: yes, the packet is tcp',
      'protocol is not udp: yes, the packet is tcp',
      'source is in 10.0.0.0/8: yes, source is 10.0.0.1',
      'source is not in 10.9.0.0/16: yes, source is 10.0.0.1',
      'source matches app == "web": yes, source 10.0.0.1 has app="web", projectcalico.org/namespace="prod", projectcalico.org/serviceaccount="default"',
      'source port is 40000: yes, source port is 40000',
      'source port is not 1-9: yes, source port is 40000',
      'destination is in 10.0.0.9/32: no, destination is 10.0.0.2',
      'destination port is 80, 8080: yes, destination port is 8080',
      'destination does not match app == "web": yes, destination 10.0.0.2 has app="db", projectcalico.org/namespace="prod", projectcalico.org/serviceaccount="default"',
      'destination is a backend of service prod/store: yes, destination is 10.0.0.2',
    ]);
  });

  it('tells the same of the other side', () => {
    expect(
      clauses({
        protocol: 'TCP',
        source: { notSelector: "app == 'db'", services: { name: 'store', namespace: 'prod' } },
        destination: { notNets: ['10.9.0.0/16'], selector: "app == 'db'", notPorts: ['web', 1] },
      }).slice(1),
    ).toEqual([
      'source does not match app == "db": yes, source 10.0.0.1 has app="web", projectcalico.org/namespace="prod", projectcalico.org/serviceaccount="default"',
      'source is a backend of service prod/store: no, source is 10.0.0.1',
      'destination is not in 10.9.0.0/16: yes, destination is 10.0.0.2',
      'destination matches app == "db": yes, destination 10.0.0.2 has app="db", projectcalico.org/namespace="prod", projectcalico.org/serviceaccount="default"',
      'destination port is not 1, web: yes, destination port is 8080',
    ]);
  });

  it('tells the version that a protocol name implies, and nets of the other family', () => {
    const six = flowOf('fd00::1', 'fd00::2', 'tcp 80');
    expect(clauses({ protocol: 'ICMP' }, six)).toEqual([
      'IP version 4: no, the packet is IPv6',
      'protocol icmp: no, the packet is tcp',
    ]);
    expect(clauses({ protocol: 'ICMPv6' })[0]).toBe('IP version 6: no, the packet is IPv4');
    expect(clauses({ source: { nets: ['10.0.0.0/8'] } }, six)[0]).toBe(
      'every net list has an IPv6 net, and none excludes everything: no, the packet is IPv6',
    );
  });

  it('tells ICMP types and packets without type or ports', () => {
    const echo = flowOf('10.0.0.1', '10.0.0.2', 'icmp');
    expect(clauses({ protocol: 'ICMP', icmp: { type: 8 } }, echo)[2]).toBe(
      'ICMP type 8: yes, the packet is type 8 code 0',
    );
    expect(clauses({ protocol: 'ICMP', notICMP: { type: 3, code: 4 } }, echo)[2]).toBe(
      'not ICMP type 3 code 4: yes, the packet is type 8 code 0',
    );
    expect(clauses({ protocol: 1, icmp: { type: 8 } })[1]).toBe('ICMP type 8: no, tcp has no ICMP type');
    expect(clauses({ protocol: 'TCP', destination: { ports: ['web', 80] } }, { ...echo, protocol: 6 })[1]).toBe(
      'destination port is 80, web: no, the packet has no ports',
    );
  });

  it('tells an address that nobody owns, and an endpoint with many labels', () => {
    expect(clauses({ source: { selector: 'all()' } }, flowOf('198.51.100.7', '10.0.0.2', 'tcp 80'))).toEqual([
      'source matches all(): no, 198.51.100.7 belongs to no endpoint and no network set',
    ]);
    const many = Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f', 'pcns.x'].map((name) => [name, '1']));
    const set = (net: string, labels = {}) => globalNetworkSet(net.replaceAll(/[./]/g, '-'), [net], labels);
    const asked = { source: { selector: 'all()' } };
    const from = (sourceIP: string, ...more: readonly JsonObject[]) =>
      clauses(asked, flowOf(sourceIP, '10.0.0.2', 'tcp 80'), more);
    expect(from('198.51.100.7', set('198.51.100.0/24', many), set('198.51.100.7/32'))).toEqual([
      'source matches all(): yes, source 198.51.100.7 has a="1", b="1", c="1", d="1", e="1", f="1" or no labels',
    ]);
    expect(from('198.51.100.7', set('198.51.100.0/24', { ...many, g: '1' }))).toEqual([
      'source matches all(): yes, source 198.51.100.7 has a="1", b="1", c="1", d="1", e="1", f="1", …',
    ]);
    expect(clauses({ protocol: 'TCP', http: { methods: ['GET'] } })[1]).toBe(
      'HTTP match: yes, Felix does not look at HTTP; an application layer policy would',
    );
  });
});
