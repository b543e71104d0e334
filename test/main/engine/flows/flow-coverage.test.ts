import { describe, expect, it } from 'vitest';
import { reportFlows } from '../../../../main/engine/flows/report-flows';
import type { Edge } from '../../../../main/engine/model/edge';
import type { FlowReport } from '../../../../main/engine/model/flow-report';
import type { GoldmaneFields } from './flow-records';
import { factsOf, goldmaneLine, rolloutWith } from './flow-records';
import { PROFILE, SHOP, toDb } from './shop-flows';

const [WEB, DB] = ['workload:shop/web', 'workload:shop/db'];
const OPEN = { verdict: 'allow', by: 'no policy', position: null, onlyByNet: false, onlyByFailsafe: false } as const;

function edge(id: string, from: string, to: string, traffic: string): Edge {
  const verdicts = { now: OPEN, net: OPEN, staged: OPEN, promoted: OPEN, final: OPEN };
  return { id, from, to, traffic, sample: { protocol: 6, port: 80 }, other: false, verdicts, protected: false };
}

const EDGES: readonly Edge[] = [
  edge('postgres', WEB, DB, 'tcp 5432'),
  edge('metrics', WEB, DB, 'tcp 9187'),
  edge('rest', WEB, DB, 'other traffic'),
  edge('back', DB, WEB, 'all traffic'),
];

function coverageOf(...records: readonly GoldmaneFields[]): FlowReport['coverage'] {
  const text = records.map(goldmaneLine).join('\n');
  return reportFlows([{ path: 'flows.ndjson', text }], factsOf(rolloutWith(SHOP), EDGES)).coverage;
}

describe('the edges that recordings have shown', () => {
  const record = (port: number) => toDb(PROFILE, { port });

  it.each<[string, readonly GoldmaneFields[], readonly string[]]>([
    ['those that hold the port', [record(5432)], ['postgres']],
    ['where none does, what is about the rest', [record(8080)], ['rest']],
    ['each once, in the order of the rehearsal', [record(9187), record(5432), record(9187)], ['postgres', 'metrics']],
    ['in the direction of the flow', [toDb(PROFILE, { from: 'wep shop/db', to: 'wep shop/web' })], ['back']],
    ['none between ends without an edge', [toDb(PROFILE, { from: 'net pub' })], []],
    ['none by a record that was exported again', [toDb(PROFILE, { packets: 0, connections: 0 })], []],
  ])('are %s', (_, records, seen) => {
    expect(coverageOf(...records).edgesSeen).toEqual(seen);
  });

  it('leave workloads without a record silent', () => {
    expect(coverageOf(toDb(PROFILE, { from: 'net pub' })).silentWorkloads).toEqual([WEB]);
  });
});
