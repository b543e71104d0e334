import { SIZES, scaledSize } from './bench-size';
import type { Figure, Goal } from './figure';
import { atLeast, atMost, median } from './figure';
import type { StoredInput } from './measure-in-process';
import { measureInProcesses, storeInput } from './measure-in-process';
import type { Measured } from './measurements';

/** What every figure of the table is made of: one number of several runs. */
function figureOf(
  row: string,
  unit: string,
  runs: readonly Measured[],
  key: string,
  goal: Goal | null = null,
  note = '',
): Figure {
  return { row, unit, median: median(runs.map((run) => run[key] ?? Number.NaN)), runs: runs.length, goal, note };
}

function describeInput({ size, megabytes }: StoredInput): string {
  return `${size.pods} pods in ${size.workloads} workloads, ${size.policies} policies, ${megabytes.toFixed(1)} MB of YAML`;
}

/** Everything that the issues set a goal for, with what it is made of. */
export function rehearsalFigures(): readonly Figure[] {
  const [small, medium, large] = [storeInput(SIZES.S), storeInput(SIZES.M), storeInput(SIZES.L)];
  return [
    ...sizeFigures(small, { runs: 5, verdicts: 0.3, paths: null, connectivity: null, memory: null }),
    ...sizeFigures(medium, { runs: 5, verdicts: 2, paths: 3, connectivity: 1, memory: null }),
    ...sizeFigures(large, { runs: 5, verdicts: null, paths: null, connectivity: 8, memory: 2048 }),
    ...decisionFigures(medium),
    ...editFigures(large),
    ...rolloutFigures(medium),
  ];
}

/** How often one size is run, and the goals that the issues set for it. */
interface SizeGoals {
  readonly runs: number;
  readonly verdicts: number | null;
  readonly paths: number | null;
  readonly connectivity: number | null;
  readonly memory: number | null;
}

function sizeFigures(input: StoredInput, goals: SizeGoals): readonly Figure[] {
  const { name } = input.size;
  const rehearsals = measureInProcesses('rehearsal', input, goals.runs);
  const loads = measureInProcesses('load', input, goals.runs);
  const row = (what: string, key: string, goal: number | null = null, note = '') =>
    figureOf(`${name}: ${what}`, 's', rehearsals, key, goal === null ? null : atMost(goal), note);
  return [
    row('files to first verdicts', 'connected', goals.verdicts, describeInput(input)),
    figureOf(`${name}: · load alone`, 's', loads, 'load'),
    row('· load, cluster, worlds, classes', 'open'),
    row('· whole connectivity, five worlds', 'connectivity', goals.connectivity),
    row('five worlds, edges, protected paths, findings, from files', 'judged', goals.paths),
    row('everything, from files', 'total', null, 'the order of the promotion and the plan too'),
    row('· processor time, all threads', 'processor'),
    figureOf(`${name}: peak memory`, 'MB', rehearsals, 'peak', goals.memory === null ? null : atMost(goals.memory)),
  ];
}

function decisionFigures(input: StoredInput): readonly Figure[] {
  const runs = measureInProcesses('decisions', input, 1);
  const medianOfFive = (figure: Figure): Figure => ({ ...figure, runs: 5 });
  return [
    figureOf('M: single-flow trace, whole path', '/s', runs, 'connections', atLeast(200_000), 'decideConnection'),
    figureOf('M: single-flow trace, one checkpoint', '/s', runs, 'checkpoints', atLeast(200_000), 'decide'),
    figureOf('M: selector matches', '/s', runs, 'selectors', atLeast(5_000_000), 'every selector on every label set'),
    figureOf('M: the set of one pair of classes', 'µs', runs, 'pair', atMost(20), 'five worlds, nothing known before'),
  ].map(medianOfFive);
}

function editFigures(input: StoredInput): readonly Figure[] {
  const edits = measureInProcesses('edit', input, 1);
  const row = (what: string, key: string, goal: Goal | null = null, note = ''): Figure => ({
    ...figureOf(`L: ${what}`, 's', edits, key, goal, note),
    runs: 5,
  });
  return [
    row(
      'one policy edited, every pair re-decided',
      'again',
      atMost(0.3),
      'five worlds, from files; edges, paths and plan come after',
    ),
    row('· load, cluster, worlds, classes', 'open'),
    row('· processor time, all threads', 'processor'),
    { ...row('· the first edit, code not warm', 'first'), runs: 1 },
  ];
}

/** What the steps of a rollout wait for. */
function rolloutFigures(input: StoredInput): readonly Figure[] {
  const orders = measureInProcesses('promotion', input, 5);
  const flows = measureInProcesses('flows', input, 5);
  return [
    figureOf('M: order of 40 staged policies', 's', orders, 'seconds', atMost(10), 'with what each move changes'),
    figureOf('M: 100,000 recorded flows reconciled', 's', flows, 'reconcile', atMost(10), '20,000 of them distinct'),
    figureOf('M: · reading them alone', 's', flows, 'read'),
  ];
}

/** A row of the table that shows how cost grows. */
export interface ScalingRow {
  readonly workloads: number;
  readonly policies: number;
  readonly parties: number;
  readonly pairs: number;
  readonly seconds: number;
  readonly microsecondsPerPair: number;
}

const FIXED_POLICIES = 400;
const FIXED_WORKLOADS = 200;
const STEPS = [100, 200, 400, 800] as const;

/** Classes are added to a number of policies, then policies to a number of classes. The output is one answer per pair and world. */
export function scalingRows(): readonly ScalingRow[] {
  return [
    ...STEPS.map((workloads) => scalingRow(workloads, FIXED_POLICIES)),
    ...STEPS.map((policies) => scalingRow(FIXED_WORKLOADS, policies)),
  ];
}

function scalingRow(workloads: number, policies: number): ScalingRow {
  const [run] = measureInProcesses('repeated', storeInput(scaledSize(workloads, policies)), 1);
  const { parties = 0, pairs = 0, connectivity = 0 } = run ?? {};
  return {
    workloads,
    policies,
    parties,
    pairs,
    seconds: connectivity,
    microsecondsPerPair: (connectivity * 1e6) / pairs,
  };
}
