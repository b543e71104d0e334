import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../main/engine/model/json';
import type { ClusterProfile } from '../../../../main/engine/model/profile-of-cluster';
import {
  DEFAULT_TIER,
  clusterNode,
  endpointSlice,
  felix,
  globalNetworkSet,
  globalPolicy,
  hostEndpoint,
  namespace,
  pod,
  service,
  stagedGlobalPolicy,
} from '../evaluate/manifests';
import type { GoldmaneFields } from './flow-records';
import { reportRecords, rolloutWith } from './flow-records';

const BASE: readonly JsonObject[] = [
  namespace('shop'),
  DEFAULT_TIER,
  clusterNode('node1', '192.168.0.1'),
  pod('shop/web', '10.65.0.1', { labels: { app: 'web' }, ports: ['http:tcp/8080'] }),
  pod('shop/db', '10.65.0.2', { labels: { app: 'db' }, ports: ['pg:tcp/5432'] }),
];

const PROFILE = '0|__PROFILE__|pro:kns.shop|allow|0';
const ALLOWED = '0|default|sgnp:lock|allow|0';
const DENIED = '0|default|sgnp:lock|deny|-1';
const lock = (ingress: readonly JsonObject[], spec: JsonObject = {}) =>
  stagedGlobalPolicy('lock', {
    tier: 'default',
    order: 10,
    selector: "app == 'db'",
    types: ['Ingress'],
    ingress: [...ingress],
    ...spec,
  });

/** A record of web to db that was allowed, with the preview given. */
function toDb(pending: string, fields: Partial<GoldmaneFields> = {}): GoldmaneFields {
  return { from: 'wep shop/web', to: 'wep shop/db', port: 5432, enforced: [PROFILE], pending: [pending], ...fields };
}

/** Records of them agree only where no net is: the others are compared with that world. */
const ANCHOR: readonly JsonObject[] = [
  pod('shop/anchor', '10.65.0.9', { labels: { app: 'anchor' } }),
  stagedGlobalPolicy('anchor', { tier: 'default', order: 10, selector: "app == 'anchor'", types: ['Ingress'] }),
];
const ANCHORS = [1, 2, 3, 4].map((port) => toDb('0|default|sgnp:anchor|deny|-1', { to: 'wep shop/anchor', port }));

interface Asked {
  readonly objects: readonly JsonObject[];
  readonly changes?: readonly JsonObject[];
  readonly records: readonly GoldmaneFields[];
  readonly profile?: Partial<ClusterProfile>;
}

/** The flows of the records, without those that tell the world. */
function flowsOf({ objects, changes = [], records, profile = {} }: Asked) {
  const staged = changes.length === 0 ? [] : [...changes, ...ANCHOR.slice(1)];
  const rollout = rolloutWith([...BASE, ...ANCHOR, ...objects], staged, profile);
  return reportRecords(rollout, [...ANCHORS, ...records]).flows.filter(({ to }) => !to.includes('anchor'));
}

const PARTNERS = globalNetworkSet('partners', ['203.0.113.64/26'], { who: 'partner' });
const DB_SERVICE = [service('shop/db', '10.96.0.1', 5432), endpointSlice('shop/db', ['10.65.0.2'], ['sctp/5432'])];
const TO_SERVICE = stagedGlobalPolicy('lock', {
  tier: 'default',
  order: 10,
  selector: "app == 'web'",
  types: ['Egress'],
  egress: [{ action: 'Allow', destination: { services: { name: 'db', namespace: 'shop' } } }],
});
const ICMP = { proto: 'icmp', port: 0 } as const;
const SCTP = { reporter: 'src', proto: 'sctp' } as const;

describe('a preview that is not what the dataplane does', () => {
  const CASES: readonly [string, string, readonly JsonObject[], Partial<GoldmaneFields>, string][] = [
    ['D5', 'named ports', [lock([{ action: 'Allow', protocol: 'TCP', destination: { ports: ['pg'] } }])], {}, 'deny'],
    ['D6', 'ICMP types', [lock([{ action: 'Allow', protocol: 'ICMP', icmp: { type: 3 } }])], ICMP, 'allow'],
    ['D6', 'IP versions', [lock([{ action: 'Allow', ipVersion: 6 }])], {}, 'allow'],
    ['D7', 'SCTP in services', [...DB_SERVICE, TO_SERVICE], SCTP, 'deny'],
    [
      'D14',
      'short nets of sets',
      [PARTNERS, lock([{ action: 'Allow', source: { selector: "who == 'partner'" } }])],
      { from: 'ns partners' },
      'deny',
    ],
  ];

  it.each(CASES)('is foreseen (%s, %s), and its verdict is ours', (departure, _, objects, fields, preview) => {
    const [flow] = flowsOf({ objects, records: [toDb(preview === 'allow' ? ALLOWED : DENIED, fields)] });
    expect(flow).toMatchObject({ result: { tag: 'match' }, pending: preview, unannounced: { reason: departure } });
  });

  it.each(CASES)(
    'is no mismatch where the recording agrees with the dataplane (%s, %s)',
    (departure, _, objects, fields, preview) => {
      const [flow] = flowsOf({ objects, records: [toDb(preview === 'allow' ? DENIED : ALLOWED, fields)] });
      expect(flow?.result).toMatchObject({ tag: 'expected-difference', departure });
    },
  );

  it('may have lacked a set for a moment, which passes (D8)', () => {
    const objects = [lock([{ action: 'Allow', source: { selector: "app == 'other'" } }])];
    expect(flowsOf({ objects, records: [toDb(ALLOWED)] })[0]?.result).toEqual({
      tag: 'expected-difference',
      departure: 'D8',
      why: 'StagedGlobalNetworkPolicy lock of tier default rule 0 matches only if a set of addresses was not known yet; seen once',
    });
    const again = toDb(ALLOWED, { start: 1_787_400_100 });
    expect(flowsOf({ objects, records: [toDb(ALLOWED), again] })[0]?.result.tag).toBe('mismatch');
    const otherPort = [
      lock([{ action: 'Allow', protocol: 'TCP', source: { selector: "app == 'other'" }, destination: { ports: [1] } }]),
    ];
    expect(flowsOf({ objects: otherPort, records: [toDb(ALLOWED)] })[0]?.result.tag).toBe('mismatch');
    const noSet = [lock([{ action: 'Allow', source: { nets: ['192.0.2.0/24'] } }])];
    expect(flowsOf({ objects: noSet, records: [toDb(ALLOWED)] })[0]?.result.tag).toBe('mismatch');
  });

  it('may have lost the end of a tier that holds both kinds before 3.32 (D13)', () => {
    const live = globalPolicy('default.live', {
      tier: 'default',
      order: 20,
      selector: "app == 'db'",
      types: ['Ingress'],
    });
    const record = toDb(PROFILE, { action: 'deny', enforced: ['0|default|gnp:default.live|deny|-1'] });
    const asked = { objects: [live, lock([])], records: [record] };
    const lost = flowsOf({ ...asked, profile: { naming: 'tier-prefixed' } });
    expect(lost[0]?.result).toMatchObject({ tag: 'expected-difference', departure: 'D13' });
    expect(flowsOf({ ...asked, profile: { naming: 'plain' } })[0]?.result.tag).toBe('mismatch');
    const alone = { objects: [live], records: [record], profile: { naming: 'tier-prefixed' } } as const;
    expect(flowsOf(alone)[0]?.result.tag).toBe('mismatch');
  });

  it('was not made again, or not at all', () => {
    const staged = lock([]);
    const windows: JsonObject = {
      ...clusterNode('node1', '192.168.0.1'),
      metadata: { name: 'node1', labels: { 'kubernetes.io/os': 'windows' } },
    };
    const whys = [
      { objects: [staged], records: [toDb(DENIED, { pending: [] })] },
      { objects: [felix({ flowLogsPolicyEvaluationMode: 'None' }), staged], records: [toDb(DENIED)] },
      { objects: [windows, staged], records: [toDb(DENIED)] },
    ].map((asked) => flowsOf(asked)[0]?.result);
    expect(whys).toEqual([
      { tag: 'not-comparable', why: 'no pending policies were recorded: nothing was previewed' },
      { tag: 'not-comparable', why: 'flowLogsPolicyEvaluationMode is None: previews are not computed again' },
      { tag: 'not-comparable', why: 'the pod runs on a Windows node, where staged policies are not previewed (D15)' },
    ]);
  });
});

describe('a verdict that is not ours', () => {
  const live = globalPolicy('default.live', {
    tier: 'default',
    order: 20,
    selector: "app == 'db'",
    types: ['Ingress'],
  });

  it('is of a connection that is older than the policies, where the preview agrees', () => {
    const [flow] = flowsOf({ objects: [live], records: [toDb('0|default|gnp:default.live|deny|-1')] });
    expect(flow?.result.tag).toBe('stale-connection');
  });

  it('is of a policy that the snapshot does not have', () => {
    const gone = '0|default|gnp:default.old|allow|0';
    const [flow] = flowsOf({ objects: [live], records: [toDb(gone, { enforced: [gone] })] });
    expect(flow?.result).toEqual({
      tag: 'snapshot-drift',
      why: 'the record names GlobalNetworkPolicy old, which the snapshot does not have; recorded: allow by GlobalNetworkPolicy old of tier default rule 0',
    });
  });
});

describe('what a preview does not say', () => {
  const open = globalPolicy('default.lock', {
    tier: 'default',
    order: 10,
    selector: "app == 'db'",
    types: ['Ingress'],
    ingress: [{ action: 'Allow' }],
  });
  const closed = globalPolicy('default.lock', {
    tier: 'default',
    order: 10,
    selector: "app == 'db'",
    types: ['Ingress'],
  });
  const below = globalPolicy('default.below', {
    tier: 'default',
    order: 20,
    selector: "app == 'db'",
    types: ['Ingress'],
  });
  const replacing = stagedGlobalPolicy('default.lock', {
    tier: 'default',
    order: 10,
    selector: "app == 'db'",
    types: ['Ingress'],
  });
  const deleting = stagedGlobalPolicy('default.lock', { stagedAction: 'Delete', tier: 'default' });
  const ignored = stagedGlobalPolicy('default.early', {
    stagedAction: 'Ignore',
    tier: 'default',
    order: 1,
    selector: "app == 'db'",
    types: ['Ingress'],
    ingress: [{ action: 'Allow' }],
  });
  const everyInterface = hostEndpoint(
    'node1',
    { node: 'node1', interfaceName: '*', expectedIPs: ['192.168.0.1'] },
    { host: 'yes' },
  );
  const onHosts = globalPolicy('default.hosts', {
    tier: 'default',
    order: 1,
    selector: 'has(host)',
    types: ['Ingress'],
    applyOnForward: true,
  });
  const otherEnd = stagedGlobalPolicy('default.out', {
    tier: 'default',
    order: 10,
    selector: "app == 'web'",
    types: ['Egress'],
  });
  const rule = '0|default|gnp:default.lock|allow|0';
  const end = '0|default|gnp:default.lock|deny|-1';

  it.each<[string, string, string, readonly JsonObject[], readonly JsonObject[], GoldmaneFields]>([
    ['the staged policy replaces it', 'D4', 'breaks', [open], [replacing], toDb(rule, { enforced: [rule] })],
    ['it will be deleted', 'D2', 'breaks', [open, below], [deleting], toDb(rule, { enforced: [rule] })],
    [
      'the policy that brought its tier in will be deleted',
      'D2',
      'opens',
      [closed],
      [deleting],
      toDb(end, { action: 'deny', enforced: [end] }),
    ],
    ['it stays staged', 'D3', 'breaks', [], [ignored, lock([])], toDb('0|default|sgnp:default.early|allow|0')],
    ['a host closes it', 'D10', 'breaks', [everyInterface], [onHosts], toDb(PROFILE, { from: 'net pub' })],
    ['the other end closes it', 'other-checkpoint', 'breaks', [], [otherEnd], toDb(PROFILE)],
  ])('is told: %s', (_, reason, outcome, objects, changes, record) => {
    const [flow] = flowsOf({ objects, changes, records: [record] });
    expect(flow).toMatchObject({ result: { tag: 'match' }, outcome, unannounced: { reason } });
  });

  it('is nothing where it says what the end does', () => {
    const record = toDb(ALLOWED, { action: 'deny', enforced: ['0|default|gnp:default.below|deny|-1'] });
    const [flow] = flowsOf({ objects: [below], changes: [lock([{ action: 'Allow' }])], records: [record] });
    expect(flow).toMatchObject({ result: { tag: 'match' }, outcome: 'opens', unannounced: null });
  });
});

describe('what a record leaves open', () => {
  it('is every source port that rules tell apart', () => {
    const ports = [1, 3, 5, '40000:41000'];
    const [flow] = flowsOf({
      objects: [lock([{ action: 'Allow', protocol: 'TCP', source: { ports } }])],
      records: [toDb(ALLOWED)],
    });
    expect(flow?.result).toEqual({ tag: 'match-set' });
    expect(flow?.pieces.map(({ what, pending, asRecorded }) => [what, pending, asRecorded])).toEqual([
      ['shop/web → shop/db, from port 1', 'allow', true],
      ['shop/web → shop/db, from port 0', 'deny', false],
    ]);
  });

  it('is every ICMP type that rules tell apart', () => {
    const rules = [{ action: 'Allow', protocol: 'ICMP', icmp: { type: 8 } }];
    const [flow] = flowsOf({ objects: [lock(rules)], records: [toDb(ALLOWED, ICMP)] });
    expect(flow).toMatchObject({ outcome: 'undecided', final: 'undecided' });
    expect(flow?.pieces.map(({ what, final }) => [what, final])).toEqual([
      ['shop/web → shop/db, type 8 code 0', 'allow'],
      ['shop/web → shop/db, type 0 code 0', 'deny'],
    ]);
  });
});

describe('an end of a record', () => {
  const host = hostEndpoint('node1', { node: 'node1', interfaceName: '*', expectedIPs: ['192.168.0.1'] });

  it.each<[string, Partial<GoldmaneFields>, string, string]>([
    ['a node', { from: 'hep node1' }, 'exact', 'match'],
    ['a node that is gone', { from: 'hep gone' }, 'none', 'the snapshot has no node gone'],
    ['addresses that nobody owns', { from: 'net pub' }, 'exact', 'match'],
    ['private addresses', { from: 'net pvt' }, 'exact', 'match'],
    ['addresses of another kind', { from: 'net some' }, 'none', 'some is neither pub nor pvt'],
    ['a set that is gone', { from: 'ns gone' }, 'none', 'the snapshot has no network set gone'],
    ['a pod that is gone', { from: 'wep shop/gone' }, 'none', 'the snapshot has no pod shop/gone'],
    ['a pod with the labels of another', { from: 'wep shop/gone', fromLabels: ['app=web'] }, 'approximate', 'match'],
    [
      'a pod that only its labels tell of',
      { from: 'wep shop/gone', fromLabels: ['app=x', 'bare'] },
      'synthetic',
      'match',
    ],
    [
      'a pod of a namespace that is gone',
      { from: 'wep none/gone', fromLabels: ['app=x'] },
      'none',
      'the snapshot has no pod none/gone',
    ],
  ])('is %s', (_, fields, confidence, said) => {
    const [flow] = flowsOf({ objects: [host, lock([])], records: [toDb(DENIED, fields)] });
    const result = flow?.result;
    expect([flow?.confidence, result !== undefined && 'why' in result ? result.why : result?.tag]).toEqual([
      confidence,
      said,
    ]);
  });
});
