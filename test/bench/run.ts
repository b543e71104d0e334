/**
 * `npm run bench [-- --json]`: generates clusters of three sizes, measures what the issues set goals for, and prints a table, then how
 * cost grows. Every run is a process of its own. Goals are reported, not enforced: the figures of another machine are other figures.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { ScalingRow } from './figures';
import { rehearsalFigures, scalingRows } from './figures';
import { isMet } from './figure';
import { runMeasurement } from './measure-in-process';
import { printFigures } from './print-figures';

const values = readOptions();

if (values.measure !== undefined && values.input !== undefined) runMeasurement(values.measure, values.input);
else runBench(values.json);

/** A run that cannot be is told how to be one. `measure` and `input` are for the processes that it starts itself. */
function readOptions() {
  try {
    return parseArgs({
      options: {
        json: { type: 'boolean', default: false },
        measure: { type: 'string' },
        input: { type: 'string' },
      },
    }).values;
  } catch {
    console.error('usage: npm run bench [-- --json]');
    process.exit(2);
  }
}

function runBench(json: boolean): void {
  const machine = { cores: availableParallelism(), node: process.version };
  const figures = rehearsalFigures();
  const scaling = scalingRows();
  if (json) {
    console.log(
      JSON.stringify(
        { machine, figures: figures.map((figure) => ({ ...figure, met: isMet(figure) })), scaling },
        null,
        2,
      ),
    );
    return;
  }
  console.log(`${machine.cores} cores, Node ${machine.node}; medians\n`);
  console.log(printFigures(figures));
  console.log('\nHow the connectivity of five worlds grows (best of five, warm)\n');
  console.log(printScaling(scaling));
}

function printScaling(rows: readonly ScalingRow[]): string {
  const header = ['workloads', 'policies', 'parties', 'pairs', 'seconds', 'µs a pair'];
  const cells = rows.map(({ workloads, policies, parties, pairs, seconds, microsecondsPerPair }) => [
    ...[workloads, policies, parties, pairs].map(String),
    seconds.toFixed(3),
    microsecondsPerPair.toFixed(2),
  ]);
  return [header, ...cells].map((line) => line.map((cell) => cell.padStart(9)).join('  ')).join('\n');
}
