import { describe, expect, it } from 'vitest';
import type { FlowResult } from '../../../main/engine/model/flow-report';
import { describeCoverage, formatSpan, pathsOf } from '../../../renderer/flows/coverage-words';
import { edgeOfFlow } from '../../../renderer/flows/edge-of-flow';
import { describeFile, describeRecordingWorld } from '../../../renderer/flows/file-words';
import { compareRows } from '../../../renderer/flows/flow-comparison';
import { FLOW_FILTERS, passesFilter } from '../../../renderer/flows/flow-filter';
import { countFlow, describeOutcome, describeResult } from '../../../renderer/flows/flow-words';
import { INVENTED_FLOWS } from '../invented-flows';
import { INVENTED_REHEARSAL } from '../invented-rehearsal';

const [breaks, unexplained, agrees, host] = INVENTED_FLOWS.flows;
if (breaks === undefined || unexplained === undefined || agrees === undefined || host === undefined) {
  throw new Error('four flows are invented');
}

describe('a recorded flow', () => {
  it('is told by what the rollout does to it', () => {
    expect(INVENTED_FLOWS.flows.map((flow) => describeOutcome(flow).word)).toEqual([
      'will break',
      'stays allowed',
      'stays allowed',
      'stays allowed',
    ]);
    expect(describeOutcome({ outcome: 'stays', now: 'deny' })).toEqual({ mark: 'blocked', word: 'stays blocked' });
  });

  it('has a word for every result, and only disagreement is bad', () => {
    const results: readonly FlowResult[] = [
      { tag: 'match' },
      { tag: 'match-verdict', why: '' },
      { tag: 'match-set' },
      { tag: 'expected-difference', departure: 'D5', why: '' },
      { tag: 'stale-connection', why: '' },
      { tag: 'snapshot-drift', why: '' },
      { tag: 'not-comparable', why: '' },
      { tag: 'unresolved', why: '' },
      { tag: 'mismatch', why: '' },
    ];
    const words = results.map(describeResult);
    expect(new Set(words.map(({ word }) => word)).size).toBe(results.length);
    expect(words.filter(({ tone }) => tone === 'bad').map(({ word }) => word)).toEqual([
      'snapshot differs',
      'unexplained',
    ]);
  });

  it('counts connections where its format does', () => {
    expect(countFlow(breaks)).toBe('118 connections in 9 records');
    expect(countFlow({ records: 1, connections: null })).toBe('1 record');
  });

  it('is found by the filters', () => {
    const found = FLOW_FILTERS.map((filter) =>
      INVENTED_FLOWS.flows.filter((flow) => passesFilter(flow, filter)).map(({ id }) => id),
    );
    expect(found).toEqual([
      ['breaks', 'unexplained', 'agrees', 'host'],
      ['breaks'],
      ['breaks'],
      ['unexplained'],
      ['host'],
    ]);
  });

  it('shows what was recorded beside what the engine computes', () => {
    expect(compareRows(unexplained).map(({ name, differs }) => [name, differs])).toEqual([
      ['Enforced', false],
      ['Preview', true],
    ]);
    expect(compareRows(host)[1]).toMatchObject({ recorded: { verdict: 'not recorded', by: '' }, differs: false });
  });

  it('leads to the connection of the map that it runs along', () => {
    expect(edgeOfFlow(breaks, INVENTED_REHEARSAL)?.traffic).toBe('tcp 8080');
    expect(edgeOfFlow({ ...breaks, traffic: 'tcp 9999' }, INVENTED_REHEARSAL)?.traffic).toBe('other traffic');
    expect(edgeOfFlow(unexplained, INVENTED_REHEARSAL)).toBeUndefined();
  });
});

describe('what recordings cover', () => {
  it('is said with what they do not', () => {
    expect(describeCoverage(INVENTED_FLOWS, 11)).toBe('Covered 6 min; 1 of 11 workloads has no record.');
    const silentWorkloads = ['workload:a/a', 'workload:a/b', 'workload:a/c', 'workload:a/d'];
    const coverage = { ...INVENTED_FLOWS.coverage, silentWorkloads };
    expect(describeCoverage({ ...INVENTED_FLOWS, coverage }, 11)).toBe(
      'Covered 6 min; 4 of 11 workloads have no record.',
    );
    const nothing = { from: '', to: '', minutes: 0 };
    expect(describeCoverage({ ...INVENTED_FLOWS, window: nothing }, 11)).toBe('Nothing was recorded.');
  });

  it.each([
    [6, '6 min'],
    [60, '1 h'],
    [200, '3 h 20 min'],
    [1440, '1 d'],
    [10_200, '7 d 2 h'],
  ])('is %i minutes: %s', (minutes, text) => {
    expect(formatSpan(minutes)).toBe(text);
  });

  it('names paths in the order of the rehearsal', () => {
    const ids = INVENTED_FLOWS.coverage.pathsNeverSeen;
    expect(pathsOf(ids.toReversed(), INVENTED_REHEARSAL.protectedPaths).map(({ id }) => id)).toEqual(ids);
  });
});

describe('a file of recorded flows', () => {
  it('says what was read and in which world it was recorded', () => {
    const [monday, broken] = INVENTED_FLOWS.files;
    if (monday === undefined || broken === undefined) throw new Error('two files are invented');
    expect(describeFile(monday)).toBe('Whisker, list: 121 records, every line read.');
    expect(describeFile({ ...monday, rejectedCount: 2 })).toBe('Whisker, list: 121 records, 2 lines not read.');
    expect(describeFile(broken)).toBe('Not read.');
    expect(describeRecordingWorld(monday)).toBe(
      'Recorded with the safety net, while the change set was staged: 10 of 11 records fit.',
    );
    expect(describeRecordingWorld({ ...monday, recordedIn: { net: false, changes: false } })).toBe(
      'Recorded before the rollout began.',
    );
    expect(describeRecordingWorld(broken)).toBe('');
  });
});
