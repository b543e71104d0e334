import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../main/engine/model/json';
import {
  DEFAULT_TIER,
  clusterPolicy,
  felix,
  globalNetworkSet,
  globalPolicy,
  namespace,
  networkPolicy,
  pod,
  stagedGlobalPolicy,
  stagedPolicy,
  tier,
} from '../evaluate/manifests';
import { codes, rehearse } from './rehearse-objects';
import { CLUSTER, FROM_WEB, LOCKDOWN } from './web-and-database';

const ONE_POD = [namespace('prod'), DEFAULT_TIER, pod('prod/web', '10.0.0.1', { labels: { app: 'web' } })];
const SPEC = { selector: "app == 'web'", types: ['Ingress'] };

describe('the findings of a rehearsal', () => {
  it('are none where nothing changes and nothing is in doubt', () => {
    const { findings, steps } = rehearse(CLUSTER, []);
    expect(findings.filter(({ code }) => !code.startsWith('L'))).toEqual([]);
    expect(steps.every(({ opened, closed, becameUndecided }) => opened + closed + becameUndecided === 0)).toBe(true);
  });

  it('N1: name every policy that the net runs before, with its place', () => {
    const late = networkPolicy('prod/late', { ...FROM_WEB, order: 200_000 });
    const even = networkPolicy('prod/zzzz', { ...FROM_WEB, order: 100_000 });
    const { order: _, ...unordered } = FROM_WEB;
    const rehearsal = rehearse(
      [...CLUSTER, late, even, networkPolicy('prod/none', unordered)],
      [stagedPolicy('prod/staged', unordered)],
    );
    const finding = rehearsal.findings.find(({ code }) => code === 'N1');
    expect(finding?.title).toBe(
      'The safety net (order 100000) runs before late, none, zzzz and 1 more: they are not reached while the net is there.',
    );
    expect(finding?.evidence.map((evidence) => (evidence.tag === 'order' ? evidence.text : ''))).toEqual([
      'NetworkPolicy prod/zzzz: the same order, and its name sorts after zzz-final-allow-everything',
      'NetworkPolicy prod/late: order 200000, the net has 100000',
      'NetworkPolicy prod/none: no order, the net has 100000',
      'StagedNetworkPolicy prod/staged: no order, the net has 100000',
    ]);
    expect(finding?.evidence.every((evidence) => evidence.tag === 'order' && evidence.position !== null)).toBe(true);
  });

  it('N1: are silent about policies before the net and in other tiers', () => {
    const before = networkPolicy('prod/before', { ...FROM_WEB, order: 99_999 });
    const even = networkPolicy('prod/aaaa', { ...FROM_WEB, order: 100_000 });
    const elsewhere = stagedGlobalPolicy('elsewhere', {
      selector: 'all()',
      tier: 'nowhere',
      types: ['Ingress'],
      ingress: [{ action: 'Pass' }],
    });
    expect(codes(rehearse([...CLUSTER, before, even], [elsewhere]))).not.toContain('N1 warns');
  });

  it('N3: count what the net opens, with the verdicts before and after', () => {
    const rehearsal = rehearse([...CLUSTER, networkPolicy('prod/db', FROM_WEB)], []);
    const finding = rehearsal.findings.find(({ code }) => code === 'N3');
    expect(finding?.title).toMatch(/^The safety net opens \d+ paths closed today\.$/);
    expect(finding?.evidence).toContainEqual({
      tag: 'verdicts',
      from: 'prod/web',
      to: 'prod/db',
      traffic: 'other traffic',
      before: { world: 'now', verdict: 'deny', by: 'db · end of tier default' },
      after: { world: 'net', verdict: 'allow', by: 'zzz-final-allow-everything' },
    });
    expect(codes(rehearse(CLUSTER, []))).not.toContain('N3 warns');
  });

  it('N5: are silent where the promotion itself closes or nothing is closed', () => {
    const explicit = stagedPolicy('prod/explicit', {
      selector: "app == 'db'",
      order: 1,
      types: ['Ingress'],
      ingress: [{ action: 'Deny' }],
    });
    expect(codes(rehearse(CLUSTER, [explicit]))).not.toContain('N5 warns');
    expect(codes(rehearse([...CLUSTER, networkPolicy('prod/db', FROM_WEB)], []))).not.toContain('N5 warns');
  });

  it('S0: block where staging brings objects beside policies in', () => {
    const allowed = networkPolicy('prod/db', {
      ...FROM_WEB,
      order: 10,
      ingress: [{ action: 'Deny', source: { selector: "app == 'bad'" } }],
    });
    const bad = globalNetworkSet('bad', ['10.0.0.1/32'], { app: 'bad', 'projectcalico.org/namespace': 'prod' });
    const rehearsal = rehearse([...CLUSTER, allowed], [bad, LOCKDOWN]);
    expect(codes(rehearsal)).toContain('S0 blocks');
    expect(codes(rehearse([...CLUSTER, allowed], [LOCKDOWN]))).not.toContain('S0 blocks');
  });

  it('S20: name changes that cannot be observed while staged', () => {
    const change = clusterPolicy('admin', {
      tier: 'Admin',
      priority: 1,
      subject: { namespaces: {} },
      ingress: [{ action: 'Accept', from: [{ namespaces: {} }] }],
    });
    const finding = rehearse(CLUSTER, [change]).findings.find(({ code }) => code === 'S20');
    expect(finding?.evidence).toMatchObject([
      {
        tag: 'field',
        text: 'KubernetesClusterNetworkPolicy admin',
        position: { file: 'changes/objects.yaml', line: 1 },
      },
    ]);
    expect(codes(rehearse(CLUSTER, [LOCKDOWN, stagedPolicy('prod/x', { stagedAction: 'Delete' })]))).not.toContain(
      'S20 warns',
    );
  });

  it('S21: a policy stands in the change set enforced and staged', () => {
    const twice = rehearse(ONE_POD, [networkPolicy('prod/a', SPEC), stagedPolicy('prod/a', SPEC)]);
    expect(twice.findings.filter(({ code }) => code === 'S21')).toEqual([
      {
        code: 'S21',
        severity: 'warns',
        title: '1 of the changes stands in the change set staged as well: the staged form counts.',
        help: 'Keep one of the two. What is promoted is what the staged policy says, its stagedAction included.',
        evidence: [
          {
            tag: 'field',
            text: 'NetworkPolicy prod/a',
            position: { file: 'changes/objects.yaml', line: 1, column: 38 },
          },
        ],
      },
    ]);
    const once = rehearse(ONE_POD, [networkPolicy('prod/a', SPEC), stagedPolicy('prod/b', SPEC)]);
    expect(once.findings.map(({ code }) => code)).not.toContain('S21');
  });

  it('S21: of several, those of the whole cluster are named without a namespace', () => {
    const spec = { ...SPEC, namespaceSelector: 'all()' };
    const changes = [
      networkPolicy('prod/a', SPEC),
      stagedPolicy('prod/a', SPEC),
      globalPolicy('b', spec),
      stagedGlobalPolicy('b', spec),
    ];
    const finding = rehearse(ONE_POD, changes).findings.find(({ code }) => code === 'S21');
    expect(finding?.title).toBe('2 of the changes stand in the change set staged as well: the staged form counts.');
    expect(finding?.evidence.map((line) => line.tag === 'field' && line.text)).toEqual([
      'GlobalNetworkPolicy b',
      'NetworkPolicy prod/a',
    ]);
  });

  it('U1: admin network policies have no effect on versions that do not read them', () => {
    const admin = (name: string) => ({
      apiVersion: 'policy.networking.k8s.io/v1alpha1',
      kind: 'AdminNetworkPolicy',
      metadata: { name },
      spec: { priority: 1, subject: { namespaces: {} }, ingress: [{ action: 'Deny', from: [{ namespaces: {} }] }] },
    });
    const told = (version: string, ...names: readonly string[]) =>
      rehearse([...ONE_POD, ...names.map(admin)], [], {
        cluster: { complete: true, dataplane: 'iptables', version },
      })
        .findings.filter(({ code }) => code === 'U1')
        .flatMap(({ title, evidence }) => [title, ...evidence.map((line) => (line.tag === 'field' ? line.text : ''))]);
    expect(told('v3.34', 'one')).toEqual([
      '1 admin network policy has no effect on this Calico version.',
      'KubernetesAdminNetworkPolicy one',
    ]);
    expect(told('v3.34', 'one', 'two')[0]).toBe('2 admin network policies have no effect on this Calico version.');
    expect(told('v3.31', 'one')).toEqual([]);
  });

  it('N3, U2: one path is said in the singular', () => {
    const closed = networkPolicy('prod/web', { ...SPEC, ingress: [] });
    const titles = (objects: readonly JsonObject[]) =>
      rehearse([...ONE_POD, ...objects], [], { adminCidrs: [] }).findings.map(({ title }) => title);
    expect(titles([closed])).toContain('The safety net opens 1 path closed today.');
    const http = networkPolicy('prod/web', { ...SPEC, ingress: [{ action: 'Allow', http: { methods: ['GET'] } }] });
    expect(titles([http, felix({ policySyncPathPrefix: '/var/run/nodeagent' })])).toContain(
      '1 path cannot be told from the files.',
    );
  });

  it('S0: one verdict is said in the singular', () => {
    const rule = { action: 'Allow', source: { selector: "role == 'friend'" } };
    const closed = networkPolicy('prod/db', {
      selector: "app == 'db'",
      tier: 'early',
      types: ['Ingress'],
      ingress: [rule],
    });
    const friends = (nets: readonly string[]) =>
      globalNetworkSet('friends', nets, { role: 'friend', 'projectcalico.org/namespace': 'prod' });
    const pods = [pod('prod/web', '10.0.0.1'), pod('prod/db', '10.0.0.2', { labels: { app: 'db' } })];
    const snapshot = [
      namespace('prod'),
      DEFAULT_TIER,
      tier('early', { order: 1, defaultAction: 'Deny' }),
      ...pods,
      closed,
    ];
    const { findings } = rehearse([...snapshot, friends(['10.0.0.1/32'])], [friends([])]);
    expect(findings.filter(({ code }) => code === 'S0').map(({ title }) => title)).toEqual([
      'Staging is not observe-only here: 1 verdict changes.',
    ]);
  });
});
