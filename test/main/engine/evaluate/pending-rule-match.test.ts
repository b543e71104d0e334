import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../main/engine/model/json';
import type { Flow } from '../../../../main/engine/model/traffic';
import { packetOf } from '../../../../main/engine/evaluate/packet-of';
import { flowOf, smallCluster } from './small-cluster';
import { deployment, endpointSlice, globalNetworkSet, globalPolicy, namespace, pod } from './manifests';

const TCP = flowOf('10.0.0.1', '10.0.0.2', 'tcp 5432');
const SIX = flowOf('fd00::1', 'fd00::2', 'tcp 5432');
const WORDS = ['no', 'yes', 'maybe'] as const;

const CLUSTER: readonly JsonObject[] = [
  namespace('prod'),
  pod('prod/web', '10.0.0.1', { labels: { app: 'web' } }),
  pod('prod/db', '10.0.0.2', { labels: { app: 'db' }, ports: ['sql:tcp/5432', 'sql:sctp/5432'] }),
  endpointSlice('prod/store', ['10.0.0.2'], ['tcp/5432', 'sctp/5432']),
];

/** What the dataplane, and what the flow logs say of one rule and flow. */
function both(rule: JsonObject, flow: Flow, more: readonly JsonObject[] = []): readonly [string, string] {
  const policy = globalPolicy('asked', { types: ['Ingress'], ingress: [{ action: 'Allow', ...rule }] });
  const { policies, evaluation, pending } = smallCluster([...CLUSTER, ...more, policy]);
  const [asked] = policies[0]?.inbound ?? [];
  if (asked === undefined) throw new Error('Felix ignores the policy');
  const answer = ({ matcher, peers }: typeof evaluation) => WORDS[matcher(asked, packetOf(flow, peers))];
  return [answer(evaluation), answer(pending)];
}

describe('flow logs preview staged policies with departures from the dataplane: they', () => {
  it('do not look at the IP version', () => {
    expect(both({ ipVersion: 6 }, TCP)).toEqual(['no', 'yes']);
    expect(both({ protocol: 'ICMPv6' }, { ...TCP, protocol: 58 })).toEqual(['no', 'yes']);
  });

  it('do not look at ICMP types and codes', () => {
    const echo = flowOf('10.0.0.1', '10.0.0.2', 'icmp');
    expect(both({ protocol: 'ICMP', icmp: { type: 3 } }, echo)).toEqual(['no', 'yes']);
    expect(both({ protocol: 'ICMP', notICMP: { type: 8 } }, echo)).toEqual(['no', 'yes']);
  });

  it('never find a named port, so that one matches nothing and a negated one excludes nothing', () => {
    expect(both({ protocol: 'TCP', destination: { ports: ['sql'] } }, TCP)).toEqual(['yes', 'no']);
    expect(both({ protocol: 'TCP', destination: { ports: ['sql', 5432] } }, TCP)).toEqual(['yes', 'yes']);
    expect(both({ protocol: 'TCP', destination: { notPorts: ['sql'] } }, TCP)).toEqual(['no', 'yes']);
  });

  it('know no SCTP in the address sets of services', () => {
    const rule = { destination: { services: { name: 'store', namespace: 'prod' } } };
    expect(both(rule, TCP)).toEqual(['yes', 'yes']);
    expect(both(rule, { ...TCP, protocol: 132 })).toEqual(['yes', 'no']);
    expect(
      both({ source: { services: { name: 'store', namespace: 'prod' } } }, { ...TCP, sourceIP: '10.0.0.2' }),
    ).toEqual(['yes', 'yes']);
  });

  it('take nets of the other family as a test that fails, a negated one as one that holds', () => {
    expect(both({ source: { nets: ['10.0.0.0/8'] } }, SIX)).toEqual(['no', 'no']);
    expect(both({ source: { notNets: ['10.0.0.0/8'] } }, SIX)).toEqual(['no', 'yes']);
    expect(both({ source: { notNets: ['0.0.0.0/0'] } }, TCP)).toEqual(['no', 'no']);
    expect(both({ source: { notNets: ['0.0.0.0/0'] } }, SIX)).toEqual(['no', 'yes']);
  });

  it.each([
    ['10.0.0.0/23', 'yes'],
    ['10.0.0.0/24', 'yes'],
    ['10.0.0.0/25', 'no'],
    ['10.0.0.0/31', 'no'],
    ['10.0.0.1/32', 'yes'],
    ['fd00::/119', 'yes'],
    ['fd00::/120', 'yes'],
    ['fd00::/121', 'no'],
    ['fd00::/127', 'no'],
    ['fd00::1/128', 'yes'],
  ])('see the net %s of a network set: %s', (net, seen) => {
    const set = globalNetworkSet('small', [net], { size: 'small' });
    const flow = net.startsWith('fd') ? SIX : TCP;
    expect(both({ source: { selector: "size == 'small'" } }, flow, [set])).toEqual(['yes', seen]);
    expect(both({ source: { notSelector: "size == 'small'" } }, flow, [set])).toEqual([
      'no',
      seen === 'yes' ? 'no' : 'yes',
    ]);
  });

  it('see a small net where a wider one of the same set covers it', () => {
    const set = globalNetworkSet('nets', ['10.0.0.0/26', '10.0.0.0/16'], { size: 'both' });
    expect(both({ source: { selector: "size == 'both'" } }, TCP, [set])).toEqual(['yes', 'yes']);
  });

  it('see small nets that stand in the rule itself', () => {
    expect(both({ source: { nets: ['10.0.0.0/26'] } }, TCP)).toEqual(['yes', 'yes']);
  });

  it('agree about all the rest', () => {
    const cases: readonly JsonObject[] = [
      { protocol: 'TCP' },
      { protocol: 'UDP' },
      { notProtocol: 'TCP' },
      { notProtocol: 'UDP' },
      { source: { selector: "app == 'web'" } },
      { source: { notSelector: "app == 'web'" } },
      { destination: { selector: "app == 'db'" } },
      { destination: { notSelector: "app == 'db'" } },
      { destination: { nets: ['10.0.0.2/32'] } },
      { destination: { notNets: ['10.0.0.2/32'] } },
      { protocol: 'TCP', destination: { ports: ['5432:5433'] } },
      { protocol: 'TCP', destination: { notPorts: ['5431:5432'] } },
      { protocol: 'TCP', source: { ports: [40_000] } },
      { protocol: 'TCP', source: { notPorts: [40_000] } },
    ];
    const answers = cases.map((rule) => both(rule, TCP));
    expect(answers.map(([, pending]) => pending)).toEqual(answers.map(([dataplane]) => dataplane));
    expect(answers.map(([dataplane]) => dataplane)).toEqual([
      'yes',
      'no',
      'no',
      'yes',
      'yes',
      'no',
      'yes',
      'no',
      'yes',
      'no',
      'yes',
      'no',
      'yes',
      'no',
    ]);
  });
});

describe('where the snapshot cannot tell', () => {
  it('neither can flow logs', () => {
    const policy = globalPolicy('asked', {
      types: ['Ingress'],
      ingress: [{ action: 'Allow', protocol: 'TCP', source: { namespaceSelector: "team == 'a'" } }],
    });
    const { policies, pending } = smallCluster([pod('new/pod', '10.0.0.1'), policy], { complete: false });
    const [rule] = policies[0]?.inbound ?? [];
    if (rule === undefined) throw new Error('no rule');
    expect(WORDS[pending.matcher(rule, packetOf(TCP, pending.peers))]).toBe('maybe');
    expect(WORDS[pending.matcher(rule, packetOf({ ...TCP, protocol: 17 }, pending.peers))]).toBe('no');
  });

  it('a declared pod may be in a small net, and cannot be told', () => {
    const objects = [
      namespace('prod'),
      deployment('prod/api'),
      globalNetworkSet('small', ['10.0.0.0/26'], { size: 'small' }),
      globalPolicy('asked', {
        types: ['Ingress'],
        ingress: [{ action: 'Allow', source: { selector: "size == 'small'" } }],
      }),
    ];
    const { cluster, policies, pending } = smallCluster(objects);
    const [[rule], [workload]] = [policies[0]?.inbound ?? [], cluster.workloads];
    if (rule === undefined || workload === undefined) throw new Error('no rule or no pod');
    const packet = { ...packetOf(TCP, pending.peers), source: pending.peers.declaredBy(workload) };
    expect(WORDS[pending.matcher(rule, packet)]).toBe('maybe');
  });
});
