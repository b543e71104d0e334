import { describe, expect, it } from 'vitest';
import { packetOf } from '../../../../main/engine/evaluate/packet-of';
import { smallCluster } from './small-cluster';
import { deployment, globalNetworkSet, globalPolicy } from './manifests';

import { CLUSTER, DB, HOST, OTHER, OUTSIDE, TCP, WEB, WORDS, from, match, to } from './match-rule';

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
