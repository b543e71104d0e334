import { beforeAll, describe, expect, it } from 'vitest';
import type { FlowReport } from '../../../../../main/engine/model/flow-report';
import type { FlowFile } from '../../../../../main/engine/model/inputs';
import type { MachineCheck } from '../../../../../main/engine/model/plan';
import type { Rehearsal } from '../../../../../main/engine/model/rehearsal';
import { checkObserve } from '../../../../../main/engine/plan/checks/observe-checks';
import type { EngineInput } from '../../../../../main/engine/pipeline';
import { openSession } from '../../../../../main/engine/pipeline';
import { readInputs } from '../../../../../main/host/read-inputs';
import { CLUSTER, found, stateOf } from './checks-of';
import { LOCK } from './policies';

const CASE = new URL('../../../../corpus/recorded-flows/case.rehearsal.json', import.meta.url).pathname;

let input: EngineInput;
/** The case with all of its recordings. */
let recorded: Rehearsal;

beforeAll(async () => {
  ({ input } = await readInputs({ tag: 'workspace', file: CASE }));
  recorded = rehearseWith(input.flows);
}, 60_000);

function rehearseWith(flows: readonly FlowFile[]): Rehearsal {
  return openSession({ ...input, flows }).rehearse(() => undefined);
}

/** What Observe says in a rehearsal of the case. */
function observe({ plan }: Rehearsal): (id: string) => MachineCheck {
  const checks = plan.steps.find(({ step }) => step === 'observe')?.machineChecks ?? [];
  return (id) => {
    const check = checks.find((candidate) => candidate.id === `observe.${id}`);
    if (check === undefined) throw new Error(`no check ${id}`);
    return check;
  };
}

describe('observing without recordings', () => {
  it('foresees what will close, as that needs no recording', () => {
    expect(found('observe.foreseen', CLUSTER)).toEqual({
      state: 'green',
      detail: 'Every connection that is open today is open in world final, computed for every pair.',
      evidence: [],
    });
    expect(found('observe.foreseen', CLUSTER, [LOCK])).toEqual({
      state: 'amber',
      detail:
        '2 paths will close. Whisker’s pending column does not show the most of it while the net is there: it ends in the net’s Allow.',
      evidence: [
        'internet → prod/db tcp 5432: denied in the end by lock · end of tier default',
        'internet → prod/db other traffic: denied in the end by lock · end of tier default',
      ],
    });
    expect(stateOf('observe.foreseen', [])).toBe('grey');
  });

  it('proves nothing else', () => {
    const ids = ['flows', 'agreement', 'breaking', 'coverage'];
    expect(ids.map((id) => stateOf(`observe.${id}`, CLUSTER, [LOCK]))).toEqual(ids.map(() => 'grey'));
    const nothingReadable = observe(rehearseWith([{ path: 'x.json', text: 'not a recording' }]));
    expect(['flows', 'window', 'agreement', 'breaking'].map((id) => nothingReadable(id).state)).toEqual([
      'grey',
      'grey',
      'grey',
      'grey',
    ]);
  });

  it('says nothing of protected paths where none is known', () => {
    const never = checkObserve({
      edges: [],
      wholeRollout: { opened: 0, closed: 0, becameUndecided: 0 },
      stepChanges: { observe: { compared: 0, opened: 0, closed: 0, becameUndecided: 0, listed: [] } },
      parties: [],
      flows: null,
      findings: [],
      protectedPaths: [],
    }).at(-1);
    expect([never?.id, never?.state, never?.detail]).toEqual([
      'observe.never-seen',
      'grey',
      'No protected path could be checked.',
    ]);
  });

  it('says which protected paths no recording can ever show', () => {
    expect(found('observe.never-seen', CLUSTER, [LOCK], { adminCidrs: ['10.9.0.0/24'] })).toMatchObject({
      state: 'grey',
      evidence: [
        'L01 SSH from an admin network to a node, 10.9.0.0/24 → node1, tcp 22: flow logs say nothing about host endpoints',
        'L02 SSH from outside the admin networks, 10.9.1.0, just outside 10.9.0.0/24 → node1, tcp 22: flow logs say nothing about host endpoints',
        'L15 A node to itself, node1 → kubelet on its loopback, tcp 10248: flow logs say nothing about host endpoints',
      ],
    });
  });
});

describe('a report of recordings', () => {
  /** What Observe says of the report of the case after somebody changed it. */
  function judge(
    id: string,
    change: (report: FlowReport) => Partial<FlowReport>,
  ): Pick<MachineCheck, 'state' | 'detail'> {
    const { flows, edges, plan, parties, findings, protectedPaths } = recorded;
    const observed = plan.steps.find(({ step }) => step === 'observe');
    if (flows === null || observed === undefined) throw new Error('no flows');
    const checks = checkObserve({
      flows: { ...flows, ...change(flows) },
      edges,
      wholeRollout: { opened: 0, closed: 0, becameUndecided: 0 },
      stepChanges: { observe: observed.changes },
      parties,
      findings,
      protectedPaths,
    });
    const check = checks.find((candidate) => candidate.id === id);
    if (check === undefined) throw new Error(`no check ${id}`);
    return { state: check.state, detail: check.detail };
  }

  it('counts several flows that live by the net alone, and says that they end', () => {
    const ending = judge('observe.breaking', ({ flows }) => ({
      flows: flows.slice(0, 2).map((flow) => ({ ...flow, outcome: 'only-by-net' as const })),
    }));
    expect(ending).toEqual({
      state: 'amber',
      detail: '2 recorded flows live by the net alone and end with it.',
    });
  });

  it('says what was not seen, of one path and one workload too', () => {
    const shown = recorded.protectedPaths.find(({ verdicts }) => verdicts.final.tag !== 'absent');
    const [party] = recorded.parties;
    if (shown === undefined || party === undefined) throw new Error('no path or party');
    const covered = judge('observe.coverage', () => ({
      coverage: {
        edgesSeen: [],
        pathsSeen: [],
        pathsNotSeen: [shown.id],
        pathsNeverSeen: [],
        silentWorkloads: [party.id],
      },
    }));
    expect(covered.state).toBe('amber');
    expect(covered.detail.slice(covered.detail.indexOf(';'))).toBe(
      '; 1 protected path that flow logs could show was not, and 1 workload has no record. What was not seen may be rare, not absent.',
    );
  });

  it('covers a week, or says what is missing', () => {
    const window = (minutes: number) => judge('observe.window', () => ({ window: { from: 'a', to: 'b', minutes } }));
    expect([0, 60 * 24, 60 * 24 * 3, 60 * 24 * 7].map(window)).toEqual([
      { state: 'grey', detail: 'The records carry no time that spans anything.' },
      { state: 'amber', detail: 'a to b, 24 hours of it recorded: weekly jobs are not in it.' },
      { state: 'amber', detail: 'a to b, 3 days of it recorded: weekly jobs are not in it.' },
      { state: 'green', detail: 'a to b, 7 days of it recorded.' },
    ]);
  });

  it('is to be settled where a record contradicts the engine', () => {
    const mismatch = judge('observe.agreement', ({ counts, flows }) => ({
      counts: { ...counts, unexplained: 1 },
      agreement: '37 of 38 comparable records agree; 0 explained; 1 unexplained; 3 not comparable',
      flows: flows.map((flow, index) => (index === 0 ? { ...flow, result: { tag: 'mismatch', why: 'no' } } : flow)),
    }));
    expect(mismatch).toEqual({
      state: 'amber',
      detail:
        '37 of 38 comparable records agree; 0 explained; 1 unexplained; 3 not comparable. Do not trust verdicts about these ends before this is settled.',
    });
  });

  it('is green where every recorded flow stays as it is, and every workload was seen', () => {
    const steady = judge('observe.breaking', ({ flows }) => ({
      flows: flows.map((flow) => ({ ...flow, outcome: 'stays' as const })),
    }));
    expect(steady.state).toBe('green');
    const covered = judge('observe.coverage', ({ coverage }) => ({
      coverage: { ...coverage, pathsNotSeen: [], silentWorkloads: [] },
    }));
    expect([covered.state, covered.detail.endsWith('; every workload has a record.')]).toEqual(['green', true]);
    const untold = judge('observe.breaking', ({ flows }) => ({
      flows: flows.slice(0, 1).map((flow) => ({ ...flow, outcome: 'undecided' as const })),
    }));
    expect(untold).toEqual({ state: 'amber', detail: '1 recorded flow cannot be told.' });
  });
});

describe('observing with recordings', () => {
  it('counts what was read, and asks about what was not', () => {
    expect(observe(recorded)('flows')).toMatchObject({ state: 'green', detail: '41 records in 8 files, all read.' });
    const spoilt = input.flows.map(({ path, text }) =>
      path === 'goldmane-emitter.ndjson' ? { path, text: `${text}{"half": \n` } : { path, text },
    );
    expect(observe(rehearseWith(spoilt))('flows')).toMatchObject({
      state: 'amber',
      detail: '41 records in 8 files; 1 line could not be read.',
    });
  });

  it('tells what a short window misses', () => {
    expect(observe(recorded)('window')).toMatchObject({
      state: 'amber',
      detail:
        '2026-08-22T12:00:00Z to 2026-08-22T12:30:15Z, 31 minutes of it recorded: nightly jobs, backups and fail-over are not in it.',
    });
  });

  it('compares every recorded verdict with the engine', () => {
    expect(observe(recorded)('agreement')).toMatchObject({
      state: 'green',
      detail: '38 of 38 comparable records agree; 0 explained; 0 unexplained; 3 not comparable.',
    });
  });

  it('lists first what will be cut, then what lives by the net alone', () => {
    const { state, detail, evidence } = observe(recorded)('breaking');
    expect([state, detail]).toEqual([
      'amber',
      '6 recorded flows will be cut (15 records): accept each, or give it a rule. 1 recorded flow lives by the net alone and ends with it.',
    ]);
    expect(evidence[0]).toMatchObject({
      text: 'shop-web/web-6c9f7d8b54-* → public network tcp 443, 6 records: denied in the end (default.shop-egress-lockdown · end of tier default)',
      position: { file: 'flows/calico-node-flows-cli.txt', line: expect.any(Number) as number },
    });
    expect(evidence).toHaveLength(7);
  });

  it('says what was not seen though flow logs can show it, and names nothing that the snapshot does not have', () => {
    const { state, detail, evidence } = observe(recorded)('coverage');
    expect(state).toBe('amber');
    expect(detail).toMatch(
      /^Seen were \d+ of \d+ listed paths, and 2 protected paths; \d+ protected paths that flow logs could show were not, and 0 workloads have no record\./,
    );
    expect(evidence[0]?.text).toBe('not seen: L08 API server from pods, pods of kube-system → cp-1, tcp 6443');
    expect(evidence.filter(({ text }) => text.includes('not checked'))).toEqual([]);
  });

  it('changes nothing of what the net and staging were judged by', () => {
    const stepsOf = ({ plan }: Rehearsal) => plan.steps.filter(({ step }) => step === 'net' || step === 'stage');
    expect(stepsOf(recorded)).toEqual(stepsOf(rehearseWith([])));
  });
});
