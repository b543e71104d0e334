import type { FlowOutcome, FlowResult, RecordedFlow } from '../model/flow-report';
import { compareCodePoints } from '../selector/compare-code-points';
import { commonVerdict, pendingVerdict } from './compare-flow';
import type { ComparedFlow, RecordedEnds } from './compare-in-world';
import { describeDecider, describeRecorded } from './describe-decider';
import type { FoundEdges } from './find-edges';
import type { FlowGroup } from './flow-groups';
import { describeEnd, describeTraffic, formatTime } from './flow-words';
import type { ForeseenFlow } from './foresee-flow';
import type { Confidence } from './resolve-end';

/** One group of equal records of one file, with all that was found out about it. */
export interface FoundFlow {
  readonly file: string;
  readonly group: FlowGroup;
  readonly ends: RecordedEnds;
  readonly compared: ComparedFlow;
  readonly foreseen: ForeseenFlow;
  readonly edges: FoundEdges;
}

/** Flows as rows, worst first; those that differ in nothing that is shown are one row. */
export function flowRows(found: readonly FoundFlow[]): readonly RecordedFlow[] {
  const rows = new Map<string, RowDraft>();
  for (const flow of found) {
    const row = flowRow(flow);
    const { group } = flow;
    const key = JSON.stringify(row);
    const known = rows.get(key);
    if (known === undefined) {
      const { records, connections, start, end, line } = group;
      rows.set(key, { row, file: flow.file, line, records, connections, start, end });
      continue;
    }
    known.records += group.records;
    if (group.connections !== undefined) known.connections = (known.connections ?? 0) + group.connections;
    known.start = Math.min(known.start, group.start);
    known.end = Math.max(known.end, group.end);
  }
  return numberIds([...rows.values()].map(finishRow).toSorted(compareRows));
}

/** A row before it is known how many records are in it. */
type FlowRow = Omit<RecordedFlow, 'position' | 'records' | 'connections' | 'firstSeen' | 'lastSeen'>;

interface RowDraft {
  readonly row: FlowRow;
  /** Of the first record. */
  readonly file: string;
  readonly line: number;
  records: number;
  connections: number | undefined;
  start: number;
  end: number;
}

function finishRow({ row, file, line, records, connections, start, end }: RowDraft): RecordedFlow {
  return {
    ...row,
    position: { file, line, column: 1 },
    records,
    connections: connections ?? null,
    firstSeen: formatTime(start),
    lastSeen: formatTime(end),
  };
}

function flowRow({ group: { record }, ends, compared, foreseen, edges }: FoundFlow): FlowRow {
  const { reporter, action, source, destination } = record;
  const [from, to] = [describeEnd(source, ends.source.class), describeEnd(destination, ends.destination.class)];
  const traffic = describeTraffic(record);
  const { now, final, outcome, unannounced, split } = foreseen;
  const half = (which: 'enforced' | 'pending') => {
    const answers = compared.asRecorded.map((piece) => piece[which]);
    const names = new Set(answers.map(({ decider }) => describeDecider(decider)));
    return { verdict: commonVerdict(answers.map(({ verdict }) => verdict)), by: [...names].join(' or ') };
  };
  const [enforced, pending] = [half('enforced'), half('pending')];
  return {
    id: `${reporter} ${from} > ${to} ${traffic}`,
    reporter,
    from,
    to,
    traffic,
    fromParty: ends.source.parties[0] ?? null,
    toParty: ends.destination.parties[0] ?? null,
    edges: edges.complete ? edges.ids : [],
    recordedAction: action,
    recordedPending: pendingVerdict(record.pending),
    recordedBy: describeRecorded(record.enforced),
    recordedPendingBy: describeRecorded(record.pending),
    enforced: enforced.verdict,
    pending: pending.verdict,
    enforcedBy: enforced.by,
    pendingBy: pending.by,
    now,
    final: final.verdict,
    by: final.by,
    byPosition: final.position,
    outcome,
    unannounced,
    confidence: lowestConfidence(ends),
    pieces: split,
    result: compared.result,
  };
}

const CONFIDENCES: readonly Confidence[] = ['none', 'synthetic', 'approximate', 'exact'];

function lowestConfidence({ source, destination }: RecordedEnds): Confidence {
  const rank = ({ confidence }: { readonly confidence: Confidence }) => CONFIDENCES.indexOf(confidence);
  return rank(source) <= rank(destination) ? source.confidence : destination.confidence;
}

const OUTCOMES: readonly FlowOutcome[] = ['breaks', 'only-by-net', 'undecided', 'opens', 'stays'];
const RESULTS: readonly FlowResult['tag'][] = [
  'mismatch',
  'snapshot-drift',
  'stale-connection',
  'expected-difference',
  'match-verdict',
  'match-set',
  'match',
  'unresolved',
  'not-comparable',
];

function compareRows(left: RecordedFlow, right: RecordedFlow): number {
  return (
    OUTCOMES.indexOf(left.outcome) - OUTCOMES.indexOf(right.outcome) ||
    (right.connections ?? 0) - (left.connections ?? 0) ||
    right.records - left.records ||
    RESULTS.indexOf(left.result.tag) - RESULTS.indexOf(right.result.tag) ||
    compareCodePoints(left.id, right.id) ||
    compareCodePoints(JSON.stringify(left), JSON.stringify(right))
  );
}

function numberIds(rows: readonly RecordedFlow[]): readonly RecordedFlow[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const count = (seen.get(row.id) ?? 0) + 1;
    seen.set(row.id, count);
    return count === 1 ? row : { ...row, id: `${row.id} (${count})` };
  });
}
