import { describe, expect, it } from 'vitest';
import { flowFindings } from '../../../../main/engine/flows/flow-findings';
import type { Evidence } from '../../../../main/engine/model/finding';
import type { JsonObject } from '../../../../main/engine/model/json';
import { globalPolicy } from '../evaluate/manifests';
import type { GoldmaneFields } from './flow-records';
import { reportRecords, rolloutWith } from './flow-records';
import { DENIED, PROFILE, SHOP, TO_DB, lock, toDb } from './shop-flows';

/** What is found, and the evidence of it in one line each. */
function found(objects: readonly JsonObject[], records: readonly GoldmaneFields[]) {
  const report = reportRecords(rolloutWith([...SHOP, ...objects]), records);
  return flowFindings(report).map(({ code, severity, title, evidence }) => [
    `${code} ${severity} ${title}`,
    ...evidence.map(textOf),
  ]);
}

function textOf(evidence: Evidence): string {
  if (evidence.tag !== 'verdicts') return evidence.text;
  const { from, to, traffic, before, after } = evidence;
  const side = ({ world, verdict, by }: typeof before) => `${world} ${verdict} by ${by}`;
  return `${from} → ${to} ${traffic}: ${side(before)}, ${side(after)}`;
}

const LIVE = globalPolicy('default.live', { ...TO_DB, order: 20 });
const NET = '0|default|gnp:default.zzz-final-allow-everything|allow|0';
const BY_NET = toDb(NET, { enforced: [NET] });

describe('what recordings prove of a rollout', () => {
  it('is nothing where nothing changes and everything agrees', () => {
    expect(found([], [toDb(PROFILE)])).toEqual([]);
  });

  it('is that traffic which was seen will be cut, by whom, and in how many records', () => {
    const records = [toDb(DENIED), toDb(DENIED, { start: 1_787_400_100 }), toDb(DENIED, { port: 1, enforced: [] })];
    expect(found([lock([])], records)).toEqual([
      [
        'F1 warns Recorded traffic will be cut: 2 flows, 3 records.',
        'shop/web → shop/db tcp 5432: now allow by recorded: profile kns.shop, final deny by lock · end of tier default',
        'shop/web → shop/db tcp 1: now allow by as recorded, final deny by lock · end of tier default',
      ],
    ]);
  });

  it('is that traffic lives by the safety net alone', () => {
    expect(found([LIVE], [BY_NET])).toEqual([
      [
        'F2 warns Recorded traffic lives by the safety net alone: 1 flow, 1 record.',
        'shop/web → shop/db tcp 5432: now deny by recorded: GlobalNetworkPolicy zzz-final-allow-everything of tier default rule 0, final deny by default.live · end of tier default',
      ],
    ]);
  });

  it('is that recording and engine disagree without an explanation', () => {
    const other = toDb('0|default|sgnp:lock|allow|1');
    expect(found([lock([{ action: 'Deny' }])], [other])[1]).toEqual([
      'F3 warns The recording and the engine disagree without an explanation: 1 flow, 1 record.',
      "shop/web → shop/db tcp 5432: recorded preview: allow by StagedGlobalNetworkPolicy lock of tier default rule 1; the engine's: deny by StagedGlobalNetworkPolicy lock of tier default rule 0",
    ]);
  });

  it('is that the cluster was not as the snapshot has it', () => {
    const gone = '0|default|gnp:default.old|deny|0';
    expect(found([], [toDb(gone, { action: 'deny', enforced: [gone] })])).toEqual([
      [
        'F4 warns The cluster was not as the snapshot has it when flows were recorded: 1 flow.',
        'shop/web → shop/db tcp 5432: the record names GlobalNetworkPolicy old, which the snapshot does not have; recorded: deny by GlobalNetworkPolicy old of tier default rule 0',
      ],
    ]);
  });

  it('is that flow logs do not announce what will be cut', () => {
    expect(found([lock([])], [BY_NET]).slice(1)).toEqual([
      [
        'F5 informs Flow logs do not announce that recorded traffic will be cut: 1 flow.',
        'shop/web → shop/db tcp 5432: the preview says allow by GlobalNetworkPolicy zzz-final-allow-everything of tier default rule 0, which is removed in the end',
      ],
    ]);
  });
});
