import type { FlowRecord, FlowSink, RecordedEnd, RecordedHit } from './flow-record';
import { MAX_RECORDS, MAX_REJECTED } from './limits';
import type { RecordWindows } from './observed-time';

/** Records that say the same of the same flow. */
export interface FlowGroup {
  /** The first of them. */
  readonly record: FlowRecord;
  readonly line: number;
  records: number;
  /** `undefined`: the format does not count them. */
  connections: number | undefined;
  /** Milliseconds since 1970. */
  start: number;
  end: number;
}

export interface FlowGroups {
  readonly groups: readonly FlowGroup[];
  readonly records: number;
  readonly rejected: readonly { readonly line: number; readonly why: string }[];
  readonly rejectedCount: number;
  /** Of every record that was made of new traffic. */
  readonly windows: RecordWindows;
}

/** Gathers what a reader hands over: each flow is decided once, however often it was recorded. */
export function gatherFlows(read: (sink: FlowSink) => void, most: number = MAX_RECORDS): FlowGroups {
  const groups = new Map<string, FlowGroup>();
  const windows = new Map<number, number>();
  const rejected: { readonly line: number; readonly why: string }[] = [];
  let records = 0;
  let rejectedCount = 0;
  const reject = (line: number, why: string) => {
    if (rejected.length < MAX_REJECTED) rejected.push({ line, why });
    rejectedCount += 1;
  };
  read({
    record(record, line) {
      records += 1;
      if (records === most) reject(line, `only the first ${most} records are read`);
      if (!record.idle) windows.set(record.start, Math.max(record.end, windows.get(record.start) ?? record.end));
      const key = recordKey(record);
      const known = groups.get(key);
      if (known === undefined) {
        const { connections, start, end } = record;
        groups.set(key, { record, line, records: 1, connections, start, end });
        return;
      }
      known.records += 1;
      if (record.connections !== undefined) known.connections = (known.connections ?? 0) + record.connections;
      known.start = Math.min(known.start, record.start);
      known.end = Math.max(known.end, record.end);
    },
    reject,
    full: () => records >= most,
  });
  return { groups: [...groups.values()], records, rejected, rejectedCount, windows };
}

/** Everything that a record says, apart from how much and when. No part can hold the separators by accident: they are control characters. */
function recordKey(record: FlowRecord): string {
  const { reporter, action, protocol, port, source, destination, service, enforced, pending, idle } = record;
  const head = `${reporter}\u0001${action}\u0001${protocol}\u0001${port}\u0001${service}\u0001${idle}`;
  return `${head}\u0002${endKey(source)}\u0002${endKey(destination)}\u0002${hitsKey(enforced)}\u0002${hitsKey(pending)}`;
}

function endKey(end: RecordedEnd): string {
  return `${end.class}\u0001${end.namespace}\u0001${end.name}\u0001${end.labels?.join('\u0003')}`;
}

function hitsKey(hits: readonly RecordedHit[]): string {
  let key = '';
  for (const { kind, namespace, name, tier, action, rule, trigger } of hits) {
    key += `${kind}\u0001${namespace}\u0001${name}\u0001${tier}\u0001${action}\u0001${rule}\u0001${trigger?.kind}\u0003`;
  }
  return key;
}
