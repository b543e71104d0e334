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

/** From files to first verdicts, with what it is made of. */
export function rehearsalFigures(): readonly Figure[] {
  const [small, medium, large] = [storeInput(SIZES.S), storeInput(SIZES.M), storeInput(SIZES.L)];
  return [
    ...sizeFigures(small, 5, atMost(0.3), null),
    ...sizeFigures(medium, 5, atMost(2), atMost(1)),
    ...sizeFigures(large, 3, atMost(8), null),
    ...decisionFigures(medium),
    ...editFigures(large),
  ];
}

function sizeFigures(input: StoredInput, runs: number, total: Goal, connectivity: Goal | null): readonly Figure[] {
  const { name } = input.size;
  const rehearsals = measureInProcesses('rehearsal', input, runs);
  const loads = measureInProcesses('load', input, runs);
  const large = input.size === SIZES.L;
  return [
    figureOf(`${name}: files to first verdicts`, 's', rehearsals, 'total', total, describeInput(input)),
    figureOf(`${name}: · load alone`, 's', loads, 'load'),
    figureOf(`${name}: · load, cluster, worlds, classes`, 's', rehearsals, 'open'),
    figureOf(`${name}: · whole connectivity, five worlds`, 's', rehearsals, 'connectivity', connectivity),
    figureOf(`${name}: · protected paths, edges, findings`, 's', rehearsals, 'rest'),
    figureOf(`${name}: · processor time, all threads`, 's', rehearsals, 'processor'),
    figureOf(`${name}: peak memory`, 'MB', rehearsals, 'peak', large ? atMost(2048) : null),
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
  const note = 'everything is run again: there is no incremental path';
  return [
    figureOf(
      'L: one policy edited and re-decided',
      's',
      measureInProcesses('edit', input, 3),
      'again',
      atMost(0.3),
      note,
    ),
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
