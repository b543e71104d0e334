import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../../main/engine/model/json';
import type { Flow } from '../../../../main/engine/model/traffic';
import { packetOf } from '../../../../main/engine/evaluate/packet-of';
import { comparedProtocol } from '../../../../main/engine/evaluate/rule-match';
import type { SmallClusterOptions } from './small-cluster';
import { flowOf, smallCluster } from './small-cluster';
import {
  deployment,
  endpointSlice,
  felix,
  globalNetworkSet,
  globalPolicy,
  hostEndpoint,
  namespace,
  networkPolicy,
  networkSet,
  pod,
  serviceAccount,
} from './manifests';

const WEB = '10.0.0.1';
const DB = '10.0.0.2';
const OTHER = '10.0.0.3';
const OUTSIDE = '198.51.100.7';
const HOST = '192.168.0.1';

const CLUSTER: readonly Json[] = [
  namespace('prod', { stage: 'live' }),
  namespace('test', { stage: 'trial' }),
  serviceAccount('prod', 'robot', { role: 'machine' }),
  pod('prod/web', WEB, { labels: { app: 'web' }, account: 'robot', ports: ['client:tcp/40000'] }),
  pod('prod/db', `${DB} fd00::2`, {
    labels: { app: 'db' },
    ports: ['sql:tcp/5432', 'sql:sctp/5432', 'extra:udp/5432'],
  }),
  pod('test/other', OTHER, { labels: { app: 'web' }, ports: ['sql:tcp/5433'] }),
  networkSet('prod/partners', ['198.51.100.0/28'], { app: 'partner' }),
  globalNetworkSet('offices', ['203.0.113.0/24'], { app: 'office' }),
  hostEndpoint('node1-eth0', { node: 'node1', interfaceName: 'eth0', expectedIPs: [HOST] }, { app: 'host' }),
  endpointSlice('prod/store', [DB], ['tcp/5432', 'sctp/5432']),
];

const WORDS = ['no', 'yes', 'maybe'] as const;

/** What one ingress rule answers to a flow: in a GlobalNetworkPolicy, or in a NetworkPolicy of `prod`. */
function match(
  rule: JsonObject,
  flow: Flow,
  options: SmallClusterOptions & { readonly in?: 'prod'; readonly more?: readonly Json[] } = {},
): string {
  const spec = { types: ['Ingress'], selector: 'all()', ingress: [{ action: 'Allow', ...rule }] };
  const policy = options.in === 'prod' ? networkPolicy('prod/asked', spec) : globalPolicy('asked', spec);
  const small = smallCluster([...CLUSTER, ...(options.more ?? []), policy], options);
  const [compiled] = small.policies;
  const [asked] = compiled?.inbound ?? [];
  if (asked === undefined) throw new Error('Felix ignores the policy');
  return WORDS[small.evaluation.matcher(asked, packetOf(flow, small.evaluation.peers))];
}

const TCP = flowOf(WEB, DB, 'tcp 5432');

function from(sourceIP: string): Flow {
  return { ...TCP, sourceIP };
}

function to(port: number, protocol = 6): Flow {
  return { ...TCP, protocol, destinationPort: port };
}

describe('a rule without criteria', () => {
  it('matches everything', () => {
    expect(match({}, TCP)).toBe('yes');
    expect(match({ source: {}, destination: {} }, flowOf(OUTSIDE, 'fd00::2', 'icmp'))).toBe('yes');
  });
});

describe('IP version', () => {
  const six = flowOf('fd00::1', 'fd00::2', 'tcp 80');

  it('must be that of the packet', () => {
    expect([match({ ipVersion: 4 }, TCP), match({ ipVersion: 6 }, TCP)]).toEqual(['yes', 'no']);
    expect([match({ ipVersion: 4 }, six), match({ ipVersion: 6 }, six)]).toEqual(['no', 'yes']);
  });

  it('is implied by the names ICMP and ICMPv6, and not by their numbers', () => {
    const echo = { ...six, protocol: 1 };
    expect([match({ protocol: 'ICMP' }, echo), match({ protocol: 1 }, echo)]).toEqual(['no', 'yes']);
    const echo6 = { ...TCP, protocol: 58 };
    expect([match({ protocol: 'ICMPv6' }, echo6), match({ protocol: 58 }, echo6)]).toEqual(['no', 'yes']);
    expect(match({ protocol: 'ICMP' }, flowOf(WEB, DB, 'icmp'))).toBe('yes');
    expect(match({ protocol: 'ICMPv6' }, { ...six, protocol: 58 })).toBe('yes');
    expect(match({ protocol: 'TCP' }, six)).toBe('yes');
  });

  it('given in the rule wins over the implied one', () => {
    expect(match({ protocol: 'ICMP', ipVersion: 6 }, { ...six, protocol: 1 })).toBe('yes');
  });

  it.each([
    ['source', 'nets'],
    ['source', 'notNets'],
    ['destination', 'nets'],
    ['destination', 'notNets'],
  ])('without a net of its family among %s.%s switches the rule off', (side, field) => {
    expect(match({ [side]: { [field]: ['2001:db8::/32'] } }, TCP)).toBe('no');
    expect(match({ [side]: { [field]: ['192.0.2.0/24'] } }, six)).toBe('no');
  });

  it.each(['source', 'destination'])('with everything of its family among %s.notNets switches the rule off', (side) => {
    expect(match({ [side]: { notNets: ['0.0.0.0/0', '2001:db8::/32'] } }, TCP)).toBe('no');
    expect(match({ [side]: { notNets: ['::/0', '192.0.2.0/24'] } }, TCP)).toBe('yes');
    expect(match({ [side]: { notNets: ['::/0', '192.0.2.0/24'] } }, six)).toBe('no');
  });
});

describe('protocol', () => {
  it.each([
    ['TCP', 6],
    ['UDP', 17],
    ['ICMP', 1],
    ['SCTP', 132],
    ['UDPLite', 136],
    [89, 89],
    ['6', 6],
  ])('%s is number %i', (protocol, number) => {
    expect(match({ protocol }, to(80, number))).toBe('yes');
    expect(match({ protocol }, to(80, 7))).toBe('no');
    expect(match({ notProtocol: protocol }, to(80, number))).toBe('no');
    expect(match({ notProtocol: protocol }, to(80, 7))).toBe('yes');
  });

  it('by the names ICMPv6 and UDPLite is number 0 for the eBPF program', () => {
    const ebpf = { dataplane: 'ebpf' } as const;
    expect([match({ protocol: 'UDPLite' }, to(0, 136), ebpf), match({ protocol: 136 }, to(0, 136), ebpf)]).toEqual([
      'no',
      'yes',
    ]);
    expect(match({ notProtocol: 'UDPLite' }, to(0, 136), ebpf)).toBe('yes');
    expect(match({ notProtocol: 'ICMPv6' }, to(0, 58), ebpf)).toBe('yes');
    expect(match({ protocol: 'TCP' }, TCP, ebpf)).toBe('yes');
    expect(comparedProtocol({ number: 58, named: true }, 'ebpf')).toBe(0);
    expect(comparedProtocol({ number: 58, named: false }, 'ebpf')).toBe(58);
    expect(comparedProtocol({ number: 58, named: true }, 'unknown')).toBe(58);
  });
});

describe('ICMP', () => {
  const echo = (icmpType: number, icmpCode: number): Flow => ({
    sourceIP: WEB,
    destinationIP: DB,
    protocol: 1,
    icmpType,
    icmpCode,
  });

  it('compares the type, and the code where one is given', () => {
    const rule = { protocol: 'ICMP', icmp: { type: 3 } };
    expect([match(rule, echo(3, 0)), match(rule, echo(3, 4)), match(rule, echo(8, 0))]).toEqual(['yes', 'yes', 'no']);
    const coded = { protocol: 'ICMP', icmp: { type: 3, code: 4 } };
    expect([match(coded, echo(3, 4)), match(coded, echo(3, 0)), match(coded, echo(8, 4))]).toEqual(['yes', 'no', 'no']);
    expect(match({ protocol: 'ICMP', icmp: { type: 0, code: 0 } }, echo(0, 0))).toBe('yes');
  });

  it('negated excludes the type with its code, and nothing else', () => {
    const rule = { protocol: 'ICMP', notICMP: { type: 3, code: 4 } };
    expect([match(rule, echo(3, 4)), match(rule, echo(3, 0)), match(rule, echo(8, 4))]).toEqual(['no', 'yes', 'yes']);
    expect(match({ protocol: 'ICMP', notICMP: { type: 3 } }, echo(3, 9))).toBe('no');
  });
});

describe('nets', () => {
  it('hold the address at both of their ends and not one beyond', () => {
    const rule = { source: { nets: ['10.0.0.0/30'] } };
    expect(['10.0.0.0', '10.0.0.3', '10.0.0.4', '9.255.255.255'].map((ip) => match(rule, from(ip)))).toEqual([
      'yes',
      'yes',
      'no',
      'no',
    ]);
  });

  it('of a list hold together what any of them holds', () => {
    const rule = { destination: { nets: ['192.0.2.0/24', '10.0.0.2/32'] } };
    expect([match(rule, TCP), match(rule, { ...TCP, destinationIP: WEB })]).toEqual(['yes', 'no']);
  });

  it('negated must hold it in none', () => {
    const rule = { source: { notNets: ['10.0.0.0/31', '192.0.2.0/24'] } };
    expect([match(rule, from(WEB)), match(rule, from(DB)), match(rule, from('192.0.2.9'))]).toEqual([
      'no',
      'yes',
      'no',
    ]);
    expect(match({ destination: { notNets: ['10.0.0.2/32'] } }, TCP)).toBe('no');
  });

  it('take a plain address as the net of it alone', () => {
    expect([match({ source: { nets: [WEB] } }, TCP), match({ source: { nets: [OTHER] } }, TCP)]).toEqual(['yes', 'no']);
  });
});

describe('ports', () => {
  it.each([
    [8079, 'no'],
    [8080, 'yes'],
    [8090, 'yes'],
    [8091, 'no'],
  ])('in a range: %i is in it: %s', (port, answer) => {
    expect(match({ protocol: 'TCP', destination: { ports: ['8080:8090'] } }, to(port))).toBe(answer);
    expect(match({ protocol: 'TCP', source: { ports: ['8080:8090'] } }, { ...TCP, sourcePort: port })).toBe(answer);
    const not = answer === 'yes' ? 'no' : 'yes';
    expect(match({ protocol: 'TCP', destination: { notPorts: ['8080:8090'] } }, to(port))).toBe(not);
    expect(match({ protocol: 'TCP', source: { notPorts: ['8080:8090'] } }, { ...TCP, sourcePort: port })).toBe(not);
  });

  it('of a list: any of them', () => {
    const rule = { protocol: 'TCP', destination: { ports: [80, 443] } };
    expect([match(rule, to(80)), match(rule, to(443)), match(rule, to(444))]).toEqual(['yes', 'yes', 'no']);
  });

  it('never match a packet without ports', () => {
    const { destinationPort: _, ...none } = TCP;
    expect(match({ protocol: 'TCP', destination: { ports: ['1:65535'] } }, none)).toBe('no');
  });
});

describe('named ports', () => {
  const sql = { protocol: 'TCP', destination: { ports: ['sql'] } };

  it('are those that the pod itself declares: address, protocol and number', () => {
    expect(match(sql, to(5432))).toBe('yes');
    expect(match(sql, to(5433))).toBe('no');
    expect(match(sql, { ...to(5432), destinationIP: OTHER })).toBe('no');
    expect(match(sql, { ...to(5433), destinationIP: OTHER })).toBe('yes');
    expect(match(sql, { ...to(5432), destinationIP: OUTSIDE })).toBe('no');
    expect(match({ protocol: 'UDP', destination: { ports: ['sql'] } }, to(5432, 17))).toBe('no');
    expect(match(sql, to(5432, 132))).toBe('no');
  });

  it('match every protocol that declares them where the rule has none', () => {
    const any = { destination: { ports: ['sql'] } };
    expect([match(any, to(5432)), match(any, to(5432, 132)), match(any, to(5432, 17))]).toEqual(['yes', 'yes', 'no']);
  });

  it('with SCTP never match in eBPF', () => {
    const sctp = { protocol: 'SCTP', destination: { ports: ['sql'] } };
    expect([match(sctp, to(5432, 132)), match(sctp, to(5432, 132), { dataplane: 'ebpf' })]).toEqual(['yes', 'no']);
    expect(match(sql, to(5432), { dataplane: 'ebpf' })).toBe('yes');
  });

  it('alone take the selector inside: in a NetworkPolicy without one they reach all namespaces', () => {
    expect(match(sql, { ...to(5433), destinationIP: OTHER }, { in: 'prod' })).toBe('yes');
    const selected = { protocol: 'TCP', destination: { ports: ['sql'], selector: "app == 'web'" } };
    expect([match(selected, to(5432)), match(selected, { ...to(5433), destinationIP: OTHER })]).toEqual(['no', 'yes']);
    expect(match(selected, { ...to(5433), destinationIP: OTHER }, { in: 'prod' })).toBe('no');
  });

  it('beside numbers leave the selector a criterion of its own', () => {
    const mixed = { protocol: 'TCP', destination: { ports: ['sql', 80], selector: "app == 'db'" } };
    expect([match(mixed, to(80)), match(mixed, to(5432))]).toEqual(['yes', 'yes']);
    expect(match(mixed, { ...to(80), destinationIP: OTHER })).toBe('no');
  });

  it('negated exclude what they would match', () => {
    const rule = { protocol: 'TCP', destination: { notPorts: ['sql'] } };
    expect([match(rule, to(5432)), match(rule, to(5433))]).toEqual(['no', 'yes']);
    const client = { protocol: 'TCP', source: { ports: ['client'] } };
    expect([match(client, TCP), match(client, { ...TCP, sourcePort: 40_001 })]).toEqual(['yes', 'no']);
    expect(match({ protocol: 'TCP', source: { notPorts: ['client'] } }, TCP)).toBe('no');
  });
});

describe('selectors', () => {
  it('select addresses of pods, host endpoints, network sets and global network sets', () => {
    const by = (app: string, ip: string) => match({ source: { selector: `app == '${app}'` } }, from(ip));
    expect([by('web', WEB), by('web', OTHER), by('web', DB)]).toEqual(['yes', 'yes', 'no']);
    expect([by('host', HOST), by('partner', '198.51.100.15'), by('partner', '198.51.100.16')]).toEqual([
      'yes',
      'yes',
      'no',
    ]);
    expect([by('office', '203.0.113.1'), by('office', OUTSIDE)]).toEqual(['yes', 'no']);
    expect(match({ destination: { selector: "app == 'db'" } }, TCP)).toBe('yes');
  });

  it('of a NetworkPolicy stay in its namespace, its network sets included', () => {
    const web = { source: { selector: "app == 'web'" } };
    expect([match(web, from(WEB), { in: 'prod' }), match(web, from(OTHER), { in: 'prod' })]).toEqual(['yes', 'no']);
    expect(match({ source: { selector: 'all()' } }, from(OUTSIDE), { in: 'prod' })).toBe('yes');
    expect(match({ source: { selector: "app == 'office'" } }, from('203.0.113.1'), { in: 'prod' })).toBe('no');
  });

  it('all() of a GlobalNetworkPolicy leaves out who is in no endpoint and no set', () => {
    const all = { source: { selector: 'all()' } };
    expect([match(all, from(WEB)), match(all, from('203.0.113.1')), match(all, from('192.0.2.1'))]).toEqual([
      'yes',
      'yes',
      'no',
    ]);
  });

  it('negated alone mean everybody else in the world in a GlobalNetworkPolicy, and of the namespace in a NetworkPolicy', () => {
    const rule = { source: { notSelector: "app == 'web'" } };
    expect([match(rule, from(WEB)), match(rule, from(DB)), match(rule, from('192.0.2.1'))]).toEqual([
      'no',
      'yes',
      'yes',
    ]);
    expect([match(rule, from(DB), { in: 'prod' }), match(rule, from('192.0.2.1'), { in: 'prod' })]).toEqual([
      'yes',
      'no',
    ]);
    expect(match({ destination: { notSelector: "app == 'db'" } }, TCP)).toBe('no');
  });

  it('of namespaces read the labels of the Namespace', () => {
    const live = { source: { namespaceSelector: "stage == 'live'" } };
    expect([
      match(live, from(WEB)),
      match(live, from(OTHER)),
      match(live, from('198.51.100.1')),
      match(live, from(HOST)),
    ]).toEqual(['yes', 'no', 'yes', 'no']);
    const negated = { source: { namespaceSelector: "stage != 'live'" } };
    expect([match(negated, from(WEB)), match(negated, from(OTHER)), match(negated, from(HOST))]).toEqual([
      'no',
      'yes',
      'yes',
    ]);
    const global = { source: { namespaceSelector: 'global()' } };
    expect([match(global, from(WEB)), match(global, from(HOST)), match(global, from('203.0.113.1'))]).toEqual([
      'no',
      'yes',
      'yes',
    ]);
  });

  it('of service accounts read their names and labels', () => {
    const names = { source: { serviceAccounts: { names: ['robot'] } } };
    expect([match(names, from(WEB)), match(names, from(DB))]).toEqual(['yes', 'no']);
    const labels = { source: { serviceAccounts: { selector: "role == 'machine'" } } };
    expect([match(labels, from(WEB)), match(labels, from(DB))]).toEqual(['yes', 'no']);
  });

  it('reach an address through any object that owns it', () => {
    const more = [globalNetworkSet('copy', [`${WEB}/32`], { app: 'copy' })];
    expect(match({ source: { selector: "app == 'copy'" } }, TCP, { more })).toBe('yes');
    expect(match({ source: { selector: "app == 'web'" } }, TCP, { more })).toBe('yes');
  });
});

describe('services', () => {
  const store = (fields = {}) => ({ services: { name: 'store', namespace: 'prod', ...fields } });

  it('as a destination are address, protocol and port of their backends', () => {
    const rule = { destination: store() };
    expect([
      match(rule, TCP),
      match(rule, to(80)),
      match(rule, to(5432, 17)),
      match(rule, { ...TCP, destinationIP: WEB }),
    ]).toEqual(['yes', 'no', 'no', 'no']);
  });

  it('as a source are the addresses alone', () => {
    expect([match({ source: store() }, { ...TCP, sourceIP: DB }), match({ source: store() }, TCP)]).toEqual([
      'yes',
      'no',
    ]);
  });

  it('with SCTP never match in eBPF as a destination', () => {
    const rule = { destination: store() };
    expect([match(rule, to(5432, 132)), match(rule, to(5432, 132), { dataplane: 'ebpf' })]).toEqual(['yes', 'no']);
    expect(match(rule, TCP, { dataplane: 'ebpf' })).toBe('yes');
  });

  it('without a namespace match nothing, even where the files may be incomplete', () => {
    const rule = { destination: { services: { name: 'store' } } };
    expect([match(rule, TCP, { in: 'prod' }), match(rule, TCP, { complete: false })]).toEqual(['no', 'no']);
  });

  it('that are not in the files match nothing in a complete snapshot, and cannot be told in another', () => {
    for (const side of ['source', 'destination']) {
      const rule = { [side]: store({ name: 'gone' }) };
      expect([match(rule, TCP), match(rule, TCP, { complete: false })]).toEqual(['no', 'maybe']);
    }
  });

  it('beside a selector must hold too', () => {
    const rule = { destination: { ...store(), selector: "app == 'web'" } };
    expect(match(rule, TCP)).toBe('no');
  });

  it('cannot be told for a pod without an address', () => {
    const small = smallCluster([
      ...CLUSTER,
      deployment('prod/api'),
      globalPolicy('asked', {
        types: ['Ingress'],
        ingress: [
          { action: 'Allow', source: store() },
          { action: 'Allow', destination: store() },
        ],
      }),
    ]);
    const { evaluation, cluster, policies } = small;
    const declared = cluster.workloads.find((workload) => workload.name === 'api');
    if (declared === undefined) throw new Error('no declared pod');
    const packet = {
      ...packetOf(TCP, evaluation.peers),
      source: evaluation.peers.declaredBy(declared),
      destination: evaluation.peers.declaredBy(declared),
    };
    expect((policies[0]?.inbound ?? []).map((rule) => WORDS[evaluation.matcher(rule, packet)])).toEqual([
      'maybe',
      'maybe',
    ]);
  });
});

describe('HTTP', () => {
  const rule = { protocol: 'TCP', http: { methods: ['GET'] } };

  it('is not looked at by Felix', () => {
    expect(match(rule, TCP)).toBe('yes');
  });

  it('cannot be told where an application layer decides it beside Felix', () => {
    const more = [felix({ policySyncPathPrefix: '/var/run/nodeagent' })];
    expect(match(rule, TCP, { more })).toBe('maybe');
    expect(match(rule, to(80, 17), { more })).toBe('no');
  });
});

describe('all criteria', () => {
  it('must hold together', () => {
    const rule = {
      protocol: 'TCP',
      source: { nets: ['10.0.0.0/8'], selector: "app == 'web'", notPorts: [1] },
      destination: { ports: [5432], notNets: ['10.9.0.0/16'] },
    };
    expect(match(rule, TCP)).toBe('yes');
    expect(match(rule, { ...TCP, protocol: 17 })).toBe('no');
    expect(match(rule, from(DB))).toBe('no');
    expect(match(rule, { ...TCP, sourcePort: 1 })).toBe('no');
    expect(match(rule, to(5433))).toBe('no');
    expect(match(rule, { ...TCP, destinationIP: '10.9.0.1' })).toBe('no');
  });

  it('are doubtful together where one is and none fails', () => {
    const unknown = { source: { namespaceSelector: "zone == 'a'" } };
    const small = { complete: false, more: [pod('new/pod', '10.0.0.9')] } as const;
    expect(match(unknown, from('10.0.0.9'), small)).toBe('maybe');
    expect(match({ ...unknown, protocol: 'TCP' }, from('10.0.0.9'), small)).toBe('maybe');
    expect(match({ ...unknown, protocol: 'UDP' }, from('10.0.0.9'), small)).toBe('no');
    expect(match({ source: { notSelector: 'all()', namespaceSelector: "zone == 'a'" } }, from('10.0.0.9'), small)).toBe(
      'no',
    );
  });
});
