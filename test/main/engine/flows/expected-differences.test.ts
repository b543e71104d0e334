import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../main/engine/model/json';
import {
  clusterNode,
  endpointSlice,
  felix,
  globalNetworkSet,
  globalPolicy,
  service,
  stagedGlobalPolicy,
} from '../evaluate/manifests';
import type { GoldmaneFields } from './flow-records';
import { ALLOWED, DENIED, ICMP, PROFILE, TO_DB, flowsOf, lock, toDb } from './shop-flows';

const PARTNERS = globalNetworkSet('partners', ['203.0.113.64/26'], { who: 'partner' });
const DB_SERVICE = [service('shop/db', '10.96.0.1', 5432), endpointSlice('shop/db', ['10.65.0.2'], ['sctp/5432'])];
const TO_SERVICE = stagedGlobalPolicy('lock', {
  tier: 'default',
  order: 10,
  selector: "app == 'web'",
  types: ['Egress'],
  egress: [{ action: 'Allow', destination: { services: { name: 'db', namespace: 'shop' } } }],
});
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

  it('is no mismatch where HTTP is taken for matched, and behind policies that match alike (D9)', () => {
    const objects = [
      felix({ policySyncPathPrefix: '/var/run/nodeagent' }),
      stagedGlobalPolicy('first', { ...TO_DB, order: 1, ingress: [{ action: 'Deny', protocol: 'UDP' }] }),
      lock([{ action: 'Allow', protocol: 'TCP', http: { methods: ['GET'] } }]),
    ];
    expect(flowsOf({ objects, records: [toDb(DENIED)] })[0]?.result).toEqual({
      tag: 'expected-difference',
      departure: 'D9',
      why: 'Felix previews rule 0 of lock otherwise: it takes HTTP matches for matched, as far as is known; here the recording agrees with the dataplane',
    });
  });

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
    const notThatPort = (port: number) => [
      lock([
        {
          action: 'Allow',
          protocol: 'TCP',
          source: { selector: "app == 'other'" },
          destination: { notPorts: [port] },
        },
      ]),
    ];
    expect(flowsOf({ objects: notThatPort(5432), records: [toDb(ALLOWED)] })[0]?.result.tag).toBe('mismatch');
    expect(flowsOf({ objects: notThatPort(1), records: [toDb(ALLOWED)] })[0]?.result).toMatchObject({
      departure: 'D8',
    });
    const behind = [
      lock([
        { action: 'Deny', source: { selector: "app == 'web'" } },
        { action: 'Allow', source: { selector: "app == 'web'" } },
      ]),
    ];
    const second = toDb('0|default|sgnp:lock|allow|1');
    expect(flowsOf({ objects: behind, records: [second] })[0]?.result.tag).toBe('mismatch');
    const noSet = [lock([{ action: 'Allow', source: { nets: ['192.0.2.0/24'] } }])];
    expect(flowsOf({ objects: noSet, records: [toDb(ALLOWED)] })[0]?.result.tag).toBe('mismatch');
  });

  it('may have lost the end of a tier that holds both kinds before 3.32 (D13)', () => {
    const live = globalPolicy('default.live', { ...TO_DB, order: 20 });
    const record = toDb(PROFILE, { action: 'deny', enforced: ['0|default|gnp:default.live|deny|-1'] });
    const asked = { objects: [live, lock([])], records: [record] };
    const lost = flowsOf({ ...asked, profile: { naming: 'tier-prefixed' } });
    expect(lost[0]?.result).toMatchObject({ tag: 'expected-difference', departure: 'D13' });
    expect(flowsOf({ ...asked, profile: { naming: 'plain' } })[0]?.result.tag).toBe('mismatch');
    const byRule = { objects: [lock([{ action: 'Deny' }])], records: [toDb(ALLOWED)] };
    expect(flowsOf({ ...byRule, profile: { naming: 'tier-prefixed' } })[0]?.result.tag).toBe('mismatch');
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
  const live = globalPolicy('default.live', { ...TO_DB, order: 20 });

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
