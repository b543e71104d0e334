import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../main/engine/model/json';
import {
  DEFAULT_TIER,
  clusterNode,
  globalPolicy,
  namespace,
  networkPolicy,
  pod,
  stagedGlobalPolicy,
  stagedKubernetesPolicy,
  stagedPolicy,
  tier,
} from '../evaluate/manifests';
import { reportRecords, rolloutWith } from './flow-records';

/**
 * What Felix's own test of flow logs expects, retold: two tiers, one pod on node1 that everything is allowed to, three on node2 that the
 * policies are about (calico: felix/fv/flow_logs_goldmane_staged_test.go).
 */
const named = (name: string) => `name == '${name}'`;
const ingress = { types: ['Ingress'] };
const egress = { types: ['Egress'] };
const bothWays = { types: ['Ingress', 'Egress'] };

const PODS: readonly JsonObject[] = [
  namespace('default'),
  clusterNode('node1', '192.168.0.1'),
  clusterNode('node2', '192.168.0.2'),
  pod('default/ep1-1', '10.65.0.0', { node: 'node1', labels: { name: 'ep1-1' } }),
  pod('default/ep2-1', '10.65.1.0', { node: 'node2', labels: { name: 'ep2-1' } }),
  pod('default/ep2-2', '10.65.1.1', { node: 'node2', labels: { name: 'ep2-2' } }),
  pod('default/ep2-3', '10.65.1.2', { node: 'node2', labels: { name: 'ep2-3' } }),
  DEFAULT_TIER,
  tier('tier1', { order: 1 }),
  tier('tier2', { order: 2 }),
];

const FIFTEEN_POLICIES: readonly JsonObject[] = [
  globalPolicy('default.ep1-1-allow-all', {
    ...bothWays,
    tier: 'default',
    order: 1,
    selector: named('ep1-1'),
    ingress: [{ action: 'Allow' }],
    egress: [{ action: 'Allow' }],
  }),
  networkPolicy('default/tier1.np1-1', {
    ...bothWays,
    tier: 'tier1',
    order: 1,
    selector: "name in { 'ep2-1', 'ep2-2' }",
    egress: [
      { action: 'Pass', source: { selector: named('ep2-1') } },
      { action: 'Deny', source: { selector: named('ep2-2') } },
    ],
    ingress: [
      { action: 'Allow', destination: { selector: named('ep2-1') } },
      { action: 'Pass', destination: { selector: named('ep2-2') } },
    ],
  }),
  stagedPolicy('default/tier2.np2-1', {
    ...egress,
    tier: 'tier2',
    order: 1,
    selector: named('ep2-1'),
    egress: [{ action: 'Allow' }],
  }),
  globalPolicy('tier2.gnp2-2', {
    ...egress,
    tier: 'tier2',
    order: 2,
    selector: named('ep2-3'),
    egress: [{ action: 'Deny' }],
  }),
  stagedGlobalPolicy('tier2.gnp2-2', { ...ingress, tier: 'tier2', order: 2, selector: named('ep2-3') }),
  stagedPolicy('default/tier2.np2-3', {
    ...ingress,
    tier: 'tier2',
    order: 3,
    selector: "name in { 'ep2-2', 'ep2-3' }",
    ingress: [
      { action: 'Allow', destination: { selector: named('ep2-2') } },
      { action: 'Deny', destination: { selector: named('ep2-3') } },
    ],
  }),
  networkPolicy('default/tier2.np2-4', {
    ...ingress,
    tier: 'tier2',
    order: 3,
    selector: named('ep2-3'),
    ingress: [{ action: 'Deny' }],
  }),
  ...Array.from({ length: 9 }, (_, index) =>
    stagedKubernetesPolicy(`default/knp3-${index + 1}`, {
      podSelector: { matchLabels: { name: 'ep2-1' } },
      policyTypes: ['Egress'],
    }),
  ),
  ...[
    [stagedPolicy, 'np3-2', 1] as const,
    [networkPolicy, 'np3-3', 2] as const,
    [stagedPolicy, 'np3-4', 3] as const,
  ].map(([kind, name, order]) =>
    kind(`default/default.${name}`, {
      ...ingress,
      tier: 'default',
      order,
      selector: named('ep2-2'),
      ingress: [{ action: 'Allow' }],
    }),
  ),
];

const ALLOW_ALL = '0|default|gnp:default.ep1-1-allow-all|allow|0';
const PROFILE = '|__PROFILE__|pro:kns.default|allow|0';

/** Reporter, ends, action, enforced and pending policies, as the test of Felix lists them. */
const HALF_FLOWS = [
  ['src', 'ep1-1', 'ep2-1', 'allow', [ALLOW_ALL], [ALLOW_ALL]],
  ['src', 'ep1-1', 'ep2-2', 'allow', [ALLOW_ALL], [ALLOW_ALL]],
  ['src', 'ep1-1', 'ep2-3', 'allow', [ALLOW_ALL], [ALLOW_ALL]],
  ['dst', 'ep2-1', 'ep1-1', 'allow', [ALLOW_ALL], [ALLOW_ALL]],
  [
    'dst',
    'ep1-1',
    'ep2-3',
    'deny',
    ['0|tier2|np:default/tier2.np2-4|deny|0'],
    ['0|tier2|snp:default/tier2.np2-3|deny|1'],
  ],
  ['src', 'ep2-3', 'ep1-1', 'deny', ['0|tier2|gnp:tier2.gnp2-2|deny|0'], ['0|tier2|gnp:tier2.gnp2-2|deny|0']],
  [
    'src',
    'ep2-2',
    'ep1-1',
    'deny',
    ['0|tier1|np:default/tier1.np1-1|deny|1'],
    ['0|tier1|np:default/tier1.np1-1|deny|1'],
  ],
  [
    'dst',
    'ep1-1',
    'ep2-2',
    'allow',
    ['0|tier1|np:default/tier1.np1-1|pass|1', '1|default|np:default/default.np3-3|allow|0'],
    ['0|tier1|np:default/tier1.np1-1|pass|1', '1|tier2|snp:default/tier2.np2-3|allow|0'],
  ],
  [
    'dst',
    'ep1-1',
    'ep2-1',
    'allow',
    ['0|tier1|np:default/tier1.np1-1|allow|0'],
    ['0|tier1|np:default/tier1.np1-1|allow|0'],
  ],
  [
    'src',
    'ep2-1',
    'ep1-1',
    'allow',
    ['0|tier1|np:default/tier1.np1-1|pass|0', `1${PROFILE}`],
    ['0|tier1|np:default/tier1.np1-1|pass|0', '1|tier2|snp:default/tier2.np2-1|allow|0'],
  ],
] as const;

describe('the half-flows that Felix’s own test expects', () => {
  it('are all decided so, by the same policies: staged np2-3 comes before enforced np2-4 of the same order', () => {
    const { flows, counts, files } = reportRecords(
      rolloutWith([...PODS, ...FIFTEEN_POLICIES]),
      HALF_FLOWS.map(([reporter, from, to, action, enforced, pending]) => ({
        reporter,
        action,
        from: `wep default/${from}` as const,
        to: `wep default/${to}` as const,
        port: 8055,
        enforced,
        pending,
      })),
    );
    expect(flows.map(({ id, result }) => [id, result])).toEqual(flows.map(({ id }) => [id, { tag: 'match' }]));
    expect([counts.records, counts.agree]).toEqual([10, 10]);
    expect(files[0]?.recordedIn).toEqual({ net: false, changes: true });
  });

  it.each([
    ['Deny', [], ['1|tier2|snp:default/tier2.np2-1|deny|-1']],
    ['Pass', [], ['1|tier2|snp:default/tier2.np2-1|pass|-1', `2${PROFILE}`]],
    ['Deny', [{ action: 'Allow' }], ['1|tier2|snp:default/tier2.np2-1|allow|0']],
    ['Deny', [{ action: 'Deny' }], ['1|tier2|snp:default/tier2.np2-1|deny|0']],
  ] as const)(
    'of a tier that ends in %s and holds a staged policy with rules %j alone',
    (defaultAction, rules, pending) => {
      const objects = [
        ...PODS.filter(({ kind }) => kind !== 'Tier'),
        DEFAULT_TIER,
        tier('tier1', { order: 1 }),
        tier('tier2', { order: 2, defaultAction }),
        networkPolicy('default/tier1.np1-1', {
          ...bothWays,
          tier: 'tier1',
          order: 1,
          selector: "name in { 'ep1-1', 'ep2-1' }",
          ingress: [{ action: 'Pass' }],
          egress: [{ action: 'Pass' }],
        }),
        stagedPolicy('default/tier2.np2-1', { ...bothWays, tier: 'tier2', order: 1, ingress: rules, egress: rules }),
      ];
      const pass = '0|tier1|np:default/tier1.np1-1|pass|0';
      const { flows } = reportRecords(
        rolloutWith(objects),
        (['src', 'dst'] as const).map((reporter) => ({
          reporter,
          from: 'wep default/ep1-1',
          to: 'wep default/ep2-1',
          port: 8055,
          enforced: [pass, `1${PROFILE}`],
          pending: [pass, ...pending],
        })),
      );
      expect(flows.map(({ reporter, result }) => [reporter, result.tag]).toSorted()).toEqual([
        ['dst', 'match'],
        ['src', 'match'],
      ]);
    },
  );
});
