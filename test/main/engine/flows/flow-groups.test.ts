import { describe, expect, it } from 'vitest';
import { gatherFlows } from '../../../../main/engine/flows/flow-groups';
import type { FlowRecord } from '../../../../main/engine/flows/flow-record';

const END = { class: 'wep', namespace: 'shop', name: 'web-*', labels: undefined } as const;
const COUNTED: FlowRecord = {
  start: 2000,
  end: 3000,
  reporter: 'dst',
  action: 'allow',
  protocol: 6,
  port: 80,
  source: END,
  destination: END,
  service: undefined,
  enforced: [],
  pending: [],
  idle: false,
  connections: 2,
};
const UNCOUNTED: FlowRecord = { ...COUNTED, connections: undefined, start: 1000, end: 4000 };

function gather(...records: readonly FlowRecord[]) {
  return gatherFlows((sink) => {
    for (const [index, record] of records.entries()) sink.record(record, index + 1);
  });
}

describe('records that say the same of the same flow', () => {
  it.each([
    [[COUNTED, UNCOUNTED, COUNTED], { records: 3, connections: 4, start: 1000, end: 4000 }],
    [[UNCOUNTED, COUNTED], { records: 2, connections: 2, start: 1000, end: 4000 }],
    [[UNCOUNTED, UNCOUNTED], { records: 2, connections: undefined, start: 1000, end: 4000 }],
  ])('are one group, with the connections that any of them counts, from the first to the last', (records, told) => {
    const { groups } = gather(...records);
    expect(groups).toEqual([{ record: records[0], line: 1, ...told }]);
  });

  it('are several groups where they differ in anything else', () => {
    const { groups } = gather(COUNTED, { ...COUNTED, idle: true }, { ...COUNTED, port: 81 }, COUNTED);
    expect(groups.map(({ line, records }) => [line, records])).toEqual([
      [1, 2],
      [2, 1],
      [3, 1],
    ]);
  });
});

describe('a file of more records than are read', () => {
  it('says so once, and wants no more', () => {
    const { records, rejected, groups } = gatherFlows((sink) => {
      for (let line = 1; !sink.full(); line += 1) sink.record(COUNTED, line);
    }, 3);
    expect([records, groups.length]).toEqual([3, 1]);
    expect(rejected).toEqual([{ line: 3, why: 'only the first 3 records are read' }]);
  });
});
