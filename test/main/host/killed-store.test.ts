import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { readWorkspace } from '../../../main/host/read-workspace';
import { bundlePrograms } from './bundle-programs';
import { makeFolder } from './make-folder';
import { seededNumbers } from './seeded-numbers';

const ROUNDS = 50;
/** Saves take a millisecond or a few: within this many milliseconds a kill meets every moment of them. */
const LONGEST_LIFE = 60;

const WORKSPACE = { version: 1, name: 'Shop', snapshot: [], changes: [], adminCidrs: [] };

let program = '';

beforeAll(async () => {
  const entry = fileURLToPath(new URL('./record-until-killed.ts', import.meta.url));
  const folder = await bundlePrograms({ record: entry });
  // The program looks for its package around it.
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  program = join(folder, 'record.mjs');
}, 60_000);

/** Lets the program record for some milliseconds, kills it, and returns the last number that it was answered. */
async function recordAndKill(file: string, life: number): Promise<number> {
  const child = spawn(process.execPath, [program, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  let printed = '';
  const ready = new Promise<void>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      if (printed.startsWith('ready\n')) resolve();
    });
  });
  await Promise.race([ready, exited]);
  await new Promise((resolve) => setTimeout(resolve, life));
  child.kill('SIGKILL');
  expect(await exited).toEqual([null, 'SIGKILL']);
  // What is left in the pipe was printed before the kill. A line that was cut off was not answered whole.
  if (!child.stdout.readableEnded) await once(child.stdout, 'end');
  return Number(printed.split('\n').at(-2)?.replace('ready', '') ?? 0);
}

describe('a store that is killed', () => {
  it(`${ROUNDS} times while it saves has every event that was answered, in a whole file, and goes on`, async () => {
    const folder = makeFolder({ 'shop.rehearsal.json': JSON.stringify(WORKSPACE) });
    const file = join(folder, 'shop.rehearsal.json');
    const lives = seededNumbers(20_261_121, ROUNDS, LONGEST_LIFE);
    const answered: number[] = [];
    for (const life of lives) {
      const last = await recordAndKill(file, life);
      const { workspace, recovered } = await readWorkspace(file);
      const ids = (workspace.events ?? []).map(({ id }) => id);
      expect(recovered).toBe('');
      expect(ids).toEqual(ids.map((_, index) => index + 1));
      // The last save may have been on disk before its answer was.
      expect(ids.length).toBeGreaterThanOrEqual(Math.max(last, answered.at(-1) ?? 0));
      answered.push(Math.max(last, answered.at(-1) ?? 0));
    }
    expect(answered.at(-1)).toBeGreaterThan(ROUNDS);
    const names = readdirSync(folder).filter((name) => !name.startsWith('.'));
    expect(names.toSorted()).toEqual(['shop.rehearsal.json', 'shop.rehearsal.json.previous']);
    // Prepared files of the killed are removed by the next save: at most the last one left some.
    expect(readdirSync(folder).length - names.length).toBeLessThanOrEqual(2);
  }, 60_000);
});
