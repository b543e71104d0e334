import { describe, expect, it } from 'vitest';
import { reportFlows } from '../../../../main/engine/flows/report-flows';
import { factsOf, goldmaneLine, rolloutWith, whiskerList } from './flow-records';
import { PROFILE, SHOP, toDb } from './shop-flows';

const facts = factsOf(rolloutWith(SHOP));

describe('a report on recorded flows', () => {
  it('of files without flows is empty, and says of each what it is', () => {
    const files = [
      { path: 'empty.json', text: '{"items":[]}' },
      { path: 'notes.txt', text: 'hello' },
    ];
    const why = 'This is no format of recorded flows that is known here.';
    const nothing = { records: 0, recordedIn: null, fits: [] };
    const zero = { agree: 0, explained: 0, unexplained: 0, notComparable: 0 };
    expect(reportFlows(files, facts)).toEqual({
      files: [
        { ...nothing, file: 'flows/empty.json', format: 'whisker-list', rejected: [], rejectedCount: 0 },
        { ...nothing, file: 'flows/notes.txt', format: null, rejected: [{ line: 1, why }], rejectedCount: 1 },
      ],
      flows: [],
      window: { from: '', to: '', minutes: 0 },
      counts: { ...zero, records: 0, comparable: 0, wouldBreak: 0, onlyByNet: 0, unannounced: 0 },
      agreement: '0 of 0 comparable records agree; 0 explained; 0 unexplained; 0 not comparable',
      coverage: {
        edgesSeen: [],
        pathsSeen: [],
        pathsNotSeen: [],
        pathsNeverSeen: [],
        silentWorkloads: ['workload:shop/db', 'workload:shop/web'],
      },
    });
  });

  it('has one row for what differs in nothing that is shown, with the connections that any file counts', () => {
    const record = toDb(PROFILE, { from: 'wep shop/web', connections: 3 });
    const whisker = { path: 'flows.json', text: whiskerList([record]) };
    const goldmane = { path: 'flows.ndjson', text: goldmaneLine(record) };
    const told = (files: Parameters<typeof reportFlows>[0]) =>
      reportFlows(files, facts).flows.map(({ records, connections, position }) => [
        records,
        connections,
        position.file,
      ]);
    expect(told([whisker, goldmane])).toEqual([[2, 3, 'flows/flows.json']]);
    expect(told([goldmane, whisker])).toEqual([[2, 3, 'flows/flows.ndjson']]);
    expect(told([whisker, whisker])).toEqual([[2, null, 'flows/flows.json']]);
  });
});
