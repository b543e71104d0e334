import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../main/engine/model/json';
import type { FlowOutcome } from '../../../../main/engine/model/flow-report';
import { globalPolicy, namespace, pod, stagedGlobalPolicy } from '../evaluate/manifests';
import type { GoldmaneFields } from './flow-records';
import { PROFILE, TO_DB, flowsOf, lock, toDb } from './shop-flows';

/** Nobody knows the labels of its namespace. */
const GUEST = pod('other/guest', '10.65.0.3 fd00::3', { labels: { app: 'guest' } });
const BY_TEAM = { ...TO_DB, ingress: [{ action: 'Allow', source: { namespaceSelector: "team == 'a'" } }] };
const teams = globalPolicy('default.teams', { ...BY_TEAM, order: 20 });
const noTeams = stagedGlobalPolicy('default.teams', { stagedAction: 'Delete', tier: 'default' });
const later = stagedGlobalPolicy('default.teams', { ...BY_TEAM, order: 20 });
const closing = lock([{ action: 'Deny' }]);
const CLOSED = '0|default|sgnp:lock|deny|0';

describe('what the rollout does to a recorded flow', () => {
  const record = (fields: Partial<GoldmaneFields> = {}) => toDb(PROFILE, { from: 'wep other/guest', ...fields });
  const denied = { action: 'deny', enforced: [CLOSED] } as const;

  it.each<[string, FlowOutcome, readonly JsonObject[], readonly JsonObject[], GoldmaneFields]>([
    ['where the end cannot be told', 'undecided', [], [later], record()],
    ['where today cannot be told, and it is open in the end', 'undecided', [teams], [noTeams], record()],
    ['where today cannot be told, and a deny was recorded', 'undecided', [teams], [closing], record(denied)],
    ['where today cannot be told, but it was recorded as open at its end', 'breaks', [teams], [closing], record()],
    [
      'where today cannot be told, and its half alone was recorded as open',
      'undecided',
      [teams],
      [closing],
      record({ reporter: 'src' }),
    ],
  ])('%s: %s', (_, outcome, objects, changes, asked) => {
    const flows = flowsOf({ objects: [GUEST, ...objects], changes, records: [asked], profile: { complete: false } });
    expect(flows.map((flow) => flow.outcome)).toEqual([outcome]);
  });

  it('is told for each address family, where they are treated differently', () => {
    const db = pod('shop/db', '10.65.0.2 fd00::2', { labels: { app: 'db' } });
    const [flow] = flowsOf({
      objects: [namespace('other'), GUEST, db, lock([{ action: 'Allow', ipVersion: 4 }, { action: 'Deny' }])],
      records: [record()],
    });
    expect(flow?.pieces.map(({ what, final }) => [what, final])).toEqual([
      ['other/guest → shop/db', 'allow'],
      ['other/guest → shop/db, IPv6', 'deny'],
    ]);
  });
});
