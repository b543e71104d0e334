import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../main/engine/model/json';
import { globalPolicy, hostEndpoint, stagedGlobalPolicy } from '../evaluate/manifests';
import type { GoldmaneFields } from './flow-records';
import { ALLOWED, PROFILE, TO_DB, flowsOf, lock, toDb } from './shop-flows';

describe('what a preview does not say', () => {
  const open = globalPolicy('default.lock', {
    ...TO_DB,
    order: 10,
    ingress: [{ action: 'Allow' }],
  });
  const closed = globalPolicy('default.lock', { ...TO_DB, order: 10 });
  const below = globalPolicy('default.below', { ...TO_DB, order: 20 });
  const replacing = stagedGlobalPolicy('default.lock', { ...TO_DB, order: 10 });
  const deleting = stagedGlobalPolicy('default.lock', { stagedAction: 'Delete', tier: 'default' });
  const ignored = stagedGlobalPolicy('default.early', {
    stagedAction: 'Ignore',
    ...TO_DB,
    order: 1,
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
    [
      'nobody stays of those who brought its tier in',
      'D2',
      'opens',
      [closed],
      [deleting, { ...ignored, spec: { stagedAction: 'Ignore', ...TO_DB, order: 30 } }],
      toDb(end, { action: 'deny', enforced: [end] }),
    ],
    ['a host closes it', 'D10', 'breaks', [everyInterface], [onHosts], toDb(PROFILE, { from: 'net pub' })],
    ['the other end closes it', 'other-checkpoint', 'breaks', [], [otherEnd], toDb(PROFILE)],
  ])('is told: %s', (_, reason, outcome, objects, changes, record) => {
    const [flow] = flowsOf({ objects, changes, records: [record] });
    expect(flow).toMatchObject({ result: { tag: 'match' }, outcome, unannounced: { reason } });
  });

  it('is told without a reason where none of those known holds: a policy that passed is replaced by one that does not', () => {
    const passing = globalPolicy('default.lock', { ...TO_DB, order: 10, ingress: [{ action: 'Pass' }] });
    const enforced = ['0|default|gnp:default.lock|pass|0', '1|__PROFILE__|pro:kns.shop|allow|0'];
    const record = toDb(PROFILE, { enforced, pending: enforced });
    const [flow] = flowsOf({ objects: [passing], changes: [replacing], records: [record] });
    expect(flow).toMatchObject({ result: { tag: 'match' }, outcome: 'breaks' });
    expect(flow?.unannounced).toEqual({
      reason: 'unknown',
      why: 'the preview says allow by profile kns.shop; in the end it is deny by default.lock · end of tier default',
    });
  });

  it('is nothing where it says what the end does', () => {
    const record = toDb(ALLOWED, { action: 'deny', enforced: ['0|default|gnp:default.below|deny|-1'] });
    const [flow] = flowsOf({ objects: [below], changes: [lock([{ action: 'Allow' }])], records: [record] });
    expect(flow).toMatchObject({ result: { tag: 'match' }, outcome: 'opens', unannounced: null });
  });
});
