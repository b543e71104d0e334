import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { EngineInput } from '../../main/engine/pipeline';
import { benchInput } from './bench-input';
import type { BenchSize } from './bench-size';
import type { Measured, MeasurementName } from './measurements';
import { MEASUREMENTS } from './measurements';

const FOLDER = '.cache/bench';

/** An input that was written to disk: processes that measure do not also have to invent it. */
export interface StoredInput {
  readonly size: BenchSize;
  readonly file: string;
  readonly megabytes: number;
}

export function storeInput(size: BenchSize): StoredInput {
  const input = benchInput(size);
  const file = path.join(FOLDER, `${size.workloads}-${size.policies}.json`);
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(file, JSON.stringify(input));
  return { size, file, megabytes: input.files.reduce((sum, { text }) => sum + text.length, 0) / 1e6 };
}

/** Runs one measurement of this program in a process of its own, as often as asked. */
export function measureInProcesses(name: MeasurementName, input: StoredInput, runs: number): readonly Measured[] {
  return Array.from({ length: runs }, () => {
    const [, program = ''] = process.argv;
    const child = spawnSync(process.execPath, [program, '--measure', name, '--input', input.file], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (child.status !== 0) throw new Error(`measuring ${name} of ${input.size.name} failed`);
    return JSON.parse(child.stdout) as Measured;
  });
}

/** The other side: what the started process does. */
export function runMeasurement(name: string, file: string): void {
  const input = JSON.parse(readFileSync(file, 'utf8')) as EngineInput;
  const measure = Object.entries(MEASUREMENTS).find(([known]) => known === name)?.[1];
  if (measure === undefined) throw new RangeError(`nothing is measured under the name ${name}`);
  console.log(JSON.stringify(measure(input)));
}
