import { countOf } from '../../model/count-words';
import type { Edge } from '../../model/edge';
import { nameParties } from '../../model/edge';
import type { FlowReport, RecordedFlow } from '../../model/flow-report';
import type { MachineCheck } from '../../model/plan';
import type { PlanFacts } from '../plan-facts';
import type { CheckLine } from './check';
import { checkByFindings, machineCheck, textLine } from './check';
import { nameOfPath } from './path-checks';
import { sentences } from './sentences';

const NO_FLOWS =
  'No recorded flows. Absence of a flow proves nothing, and Whisker keeps about one hour: record over a working day at least, and drop the files in.';

type ObserveFacts = Pick<PlanFacts, 'edges' | 'wholeRollout' | 'parties' | 'flows' | 'findings' | 'protectedPaths'> & {
  readonly stepChanges: Pick<PlanFacts['stepChanges'], 'observe'>;
};

/** What recordings prove, and what the model alone can tell. */
export function checkObserve(facts: ObserveFacts): readonly MachineCheck[] {
  return [checkForeseen(facts), ...checkRecordings(facts), checkNeverSeen(facts)];
}

/** Would-be verdicts need no recording; while the net is there they are not what flow logs preview. */
function checkForeseen({ edges, wholeRollout, stepChanges, parties }: ObserveFacts): MachineCheck {
  const id = 'observe.foreseen';
  const title = 'The rollout closes nothing that is open today';
  const { compared } = stepChanges.observe;
  const { closed: closing, becameUndecided } = wholeRollout;
  const listed = edges.filter(({ verdicts }) => verdicts.now.verdict === 'allow' && verdicts.final.verdict === 'deny');
  const untold = Math.max(
    becameUndecided,
    edges.filter(({ verdicts }) => verdicts.final.verdict === 'undecided').length,
  );
  if (compared === 0)
    return machineCheck(id, title, 'grey', 'There is nothing to compare: the snapshot holds no two ends.');
  if (closing + untold === 0) {
    return machineCheck(
      id,
      title,
      'green',
      'Every connection that is open today is open in world final, computed for every pair.',
    );
  }
  const nameOf = nameParties(parties);
  return machineCheck(
    id,
    title,
    'amber',
    sentences(
      closing === 0
        ? ''
        : `${countOf(closing, 'path')} will close. Whisker’s pending column does not show the most of it while the net is there: it ends in the net’s Allow.`,
      untold === 0 ? '' : `${countOf(untold, 'path')} cannot be told from the files.`,
    ),
    listed.map((edge) => edgeLine(edge, nameOf)),
  );
}

function edgeLine({ from, to, traffic, verdicts }: Edge, nameOf: (party: string) => string): CheckLine {
  const { by, position } = verdicts.final;
  return {
    text: `${nameOf(from)} → ${nameOf(to)} ${traffic}: denied in the end by ${by}`,
    position,
  };
}

function checkRecordings(facts: ObserveFacts): readonly MachineCheck[] {
  const { flows, findings } = facts;
  if (flows === null) {
    return [
      machineCheck('observe.flows', 'Flows were recorded', 'grey', NO_FLOWS),
      machineCheck(
        'observe.agreement',
        'The recordings agree with the engine',
        'grey',
        'No recorded flows: nothing was compared.',
      ),
      machineCheck(
        'observe.breaking',
        'No recorded flow will be cut',
        'grey',
        'No recorded flows: nobody knows what is in use.',
      ),
      machineCheck(
        'observe.coverage',
        'Recordings cover what can be covered',
        'grey',
        'No recorded flows: nothing is covered.',
      ),
    ];
  }
  return [
    checkFiles(flows),
    checkWindow(flows),
    checkAgreement(flows),
    checkBreaking(flows),
    checkByFindings(findings, {
      id: 'observe.drift',
      title: 'The snapshot is the cluster that was recorded',
      codes: ['F4'],
      clear: 'No recorded verdict contradicts the policies of the snapshot.',
    }),
    checkCoverage(flows, facts),
  ];
}

function checkFiles({ files, counts }: FlowReport): MachineCheck {
  const id = 'observe.flows';
  const title = 'Flows were recorded';
  const rejected = files.reduce((sum, file) => sum + file.rejectedCount, 0);
  const told = `${countOf(counts.records, 'record')} in ${countOf(files.length, 'file')}`;
  const lines = files.flatMap(({ file, rejected: some }) =>
    some.map(({ line, why }): CheckLine => ({ text: why, position: { file, line, column: 1 } })),
  );
  if (counts.records === 0) return machineCheck(id, title, 'grey', `${told}: ${NO_FLOWS}`, lines);
  if (rejected > 0)
    return machineCheck(id, title, 'amber', `${told}; ${countOf(rejected, 'line')} could not be read.`, lines);
  return machineCheck(id, title, 'green', `${told}, all read.`);
}

const DAY = 24 * 60;

/** A short window misses rare jobs: 5 would-be denials in three minutes were 41 over seven days. */
function checkWindow({ window }: FlowReport): MachineCheck {
  const id = 'observe.window';
  const title = 'The recordings cover a week';
  if (window.minutes === 0) return machineCheck(id, title, 'grey', 'The records carry no time that spans anything.');
  const span = `${window.from} to ${window.to}, ${describeMinutes(window.minutes)} of it recorded`;
  if (window.minutes >= 7 * DAY) return machineCheck(id, title, 'green', `${span}.`);
  const missing =
    window.minutes >= DAY ? 'weekly jobs are not in it' : 'nightly jobs, backups and fail-over are not in it';
  return machineCheck(id, title, 'amber', `${span}: ${missing}.`);
}

function describeMinutes(minutes: number): string {
  if (minutes < 120) return countOf(minutes, 'minute');
  return minutes < 2 * DAY ? countOf(Math.floor(minutes / 60), 'hour') : countOf(Math.floor(minutes / DAY), 'day');
}

/** The proof that the engine can be trusted for the rows that nobody records. */
function checkAgreement({ counts, agreement, flows }: FlowReport): MachineCheck {
  const id = 'observe.agreement';
  const title = 'The recordings agree with the engine';
  if (counts.comparable === 0) return machineCheck(id, title, 'grey', `${agreement}: nothing could be compared.`);
  if (counts.unexplained === 0) return machineCheck(id, title, 'green', `${agreement}.`);
  const lines = flows.flatMap((flow) => (flow.result.tag === 'mismatch' ? [flowLine(flow, flow.result.why)] : []));
  return machineCheck(
    id,
    title,
    'amber',
    `${agreement}. Do not trust verdicts about these ends before this is settled.`,
    lines,
  );
}

function checkBreaking({ counts, flows }: FlowReport): MachineCheck {
  const id = 'observe.breaking';
  const title = 'No recorded flow will be cut';
  const breaking = flows.filter(({ outcome }) => outcome === 'breaks');
  const netOnly = flows.filter(({ outcome }) => outcome === 'only-by-net');
  const untold = flows.filter(({ outcome }) => outcome === 'undecided').length;
  if (counts.records === 0) return machineCheck(id, title, 'grey', 'No records: nobody knows what is in use.');
  if (breaking.length + netOnly.length + untold === 0) {
    return machineCheck(
      id,
      title,
      'green',
      `Of ${countOf(flows.length, 'recorded flow')} every one is open in the end, or was closed before.`,
    );
  }
  return machineCheck(
    id,
    title,
    'amber',
    sentences(
      breaking.length === 0
        ? ''
        : `${countOf(breaking.length, 'recorded flow')} will be cut (${countOf(counts.wouldBreak, 'record')}): accept each, or give it a rule.`,
      netOnly.length === 0
        ? ''
        : `${countOf(netOnly.length, 'recorded flow')} ${netOnly.length === 1 ? 'lives by the net alone and ends' : 'live by the net alone and end'} with it.`,
      untold === 0 ? '' : `${countOf(untold, 'recorded flow')} cannot be told.`,
    ),
    [...breaking, ...netOnly].map((flow) =>
      flowLine(
        flow,
        `${flow.outcome === 'breaks' ? 'denied in the end' : 'open by the net alone'} (${flow.by})${flow.unannounced === null ? '' : `; not announced: ${flow.unannounced.why}`}`,
      ),
    ),
  );
}

function flowLine({ from, to, traffic, records, position }: RecordedFlow, what: string): CheckLine {
  return { text: `${from} → ${to} ${traffic}, ${countOf(records, 'record')}: ${what}`, position };
}

function checkCoverage({ coverage }: FlowReport, { parties, protectedPaths, edges }: ObserveFacts): MachineCheck {
  const { pathsSeen, silentWorkloads } = coverage;
  const notSeen = new Set(coverage.pathsNotSeen);
  const pathsNotSeen = protectedPaths.filter(
    ({ id: path, verdicts }) => notSeen.has(path) && verdicts.final.tag !== 'absent',
  );
  const id = 'observe.coverage';
  const title = 'Recordings cover what can be covered';
  const seen = `Seen were ${coverage.edgesSeen.length} of ${countOf(edges.length, 'listed path')}, and ${countOf(pathsSeen.length, 'protected path')}`;
  if (pathsNotSeen.length + silentWorkloads.length === 0) {
    return machineCheck(id, title, 'green', `${seen}; every workload has a record.`);
  }
  const nameOf = nameParties(parties);
  return machineCheck(
    id,
    title,
    'amber',
    `${seen}; ${countOf(pathsNotSeen.length, 'protected path')} that flow logs could show ${pathsNotSeen.length === 1 ? 'was' : 'were'} not, and ${countOf(silentWorkloads.length, 'workload')} ${silentWorkloads.length === 1 ? 'has' : 'have'} no record. What was not seen may be rare, not absent.`,
    [
      ...pathsNotSeen.map((path) => textLine(`not seen: ${nameOfPath(path)}`)),
      ...silentWorkloads.map((party) => textLine(`no record: ${nameOf(party)}`)),
    ],
  );
}

/** Flow logs never speak of hosts: these rows are computed, not observed. */
function checkNeverSeen({ protectedPaths }: ObserveFacts): MachineCheck {
  const id = 'observe.never-seen';
  const title = 'Flow logs can show every protected path';
  const asked = protectedPaths.filter(({ verdicts }) => verdicts.final.tag !== 'absent');
  const never = asked.filter(({ observable }) => !observable);
  if (asked.length === 0) return machineCheck(id, title, 'grey', 'No protected path could be checked.');
  if (never.length === 0) return machineCheck(id, title, 'green', 'Each of those that could be checked.');
  return machineCheck(
    id,
    title,
    'grey',
    `${countOf(never.length, 'protected path')} can never be seen: flow logs show no host endpoint. SSH, the API server and the kubelet are among what no amount of observing proves; only the computed verdicts count.`,
    never.map((path) => textLine(`${nameOfPath(path)}: ${path.observableBecause}`)),
  );
}
