import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readWorkspace } from '../../../main/host/read-workspace';
import { bundleHosts, killHost, recordInApplication, recordInBrowserHost, type RecordingHost } from './built-hosts';
import { makeFolder } from './make-folder';
import { seededNumbers } from './seeded-numbers';

/** Workspaces that are worked on at the same time, and how often the host of each is killed: 50 times in all. */
const LANES = 5;
const ROUNDS = 10;
/** Milliseconds: some hundred saves, so that a kill meets every moment of one. */
const LONGEST_LIFE = 250;

const WORKSPACE = { version: 1, name: 'Shop', snapshot: ['snapshot'], changes: [], adminCidrs: [] };

let folder = '';

beforeAll(async () => {
  folder = await bundleHosts();
}, 120_000);

/** Kills one host after the other on one workspace, and returns how many events were answered in all. */
async function workUntilKilled(
  record: (folder: string, file: string, state: string) => Promise<RecordingHost>,
  lives: readonly number[],
): Promise<number> {
  const place = makeFolder({ 'shop.rehearsal.json': JSON.stringify(WORKSPACE), 'snapshot/a.yaml': 'a: 1' });
  const [file, state] = [join(place, 'shop.rehearsal.json'), makeFolder()];
  let answered = 0;
  for (const life of lives) {
    const host = await record(folder, file, state);
    await new Promise((resolve) => setTimeout(resolve, life));
    await killHost(host);
    answered = Math.max(answered, host.lastAnswered());
    const { workspace, recovered } = await readWorkspace(file);
    const ids = (workspace.events ?? []).map(({ id }) => id);
    expect(recovered).toBe('');
    expect(ids).toEqual(ids.map((_, index) => index + 1));
    // The last event may have been on disk before its answer was; none that was answered is missing.
    expect(ids.length).toBeGreaterThanOrEqual(answered);
    answered = ids.length;
  }
  expect(
    readdirSync(place)
      .filter((name) => !name.startsWith('.'))
      .toSorted(),
  ).toEqual(['shop.rehearsal.json', 'shop.rehearsal.json.previous', 'snapshot']);
  return answered;
}

describe.each([
  { name: 'the browser host', record: recordInBrowserHost },
  { name: 'the Electron host', record: recordInApplication },
])('$name', ({ name, record }) => {
  it(`killed ${LANES * ROUNDS} times in the middle of the wizard loses no event that it answered`, async () => {
    const lives = seededNumbers(name.length, LANES * ROUNDS, LONGEST_LIFE);
    const lanes = Array.from({ length: LANES }, (_, lane) => lives.slice(lane * ROUNDS, (lane + 1) * ROUNDS));
    const answered = await Promise.all(lanes.map((lane) => workUntilKilled(record, lane)));
    expect(Math.min(...answered)).toBeGreaterThan(ROUNDS);
  }, 120_000);
});
