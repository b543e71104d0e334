import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readWorkspace } from '../../../main/host/read-workspace';
import { bundleHosts, startApplication, startBrowserHost, type StartHost } from './built-hosts';
import { makeFolder } from './make-folder';
import { seededNumbers } from './seeded-numbers';
import { countStepEvents, NOTHING_KEPT, sumOf, type Kept } from './walk-wizard';

const SAMPLE = join(import.meta.dirname, '../../../assets/samples/ship-it-safely');
const WORKSPACE = 'ship-it-safely.rehearsal.json';

/** Each host is killed 25 times, so 50 times in all: on workspaces that are worked on at the same time, one life after the other. */
const LANES = 5;
const LIVES = 5;
/** Calls that are answered before a kill, and the milliseconds that follow: some saves, so that a kill meets every moment of one. */
const MOST_CALLS = 40;
const LONGEST_WAIT = 20;
/** One life of each lane ends while the host starts, within so many milliseconds. */
const LONGEST_START = 400;

interface Life {
  /** `null`: the host is killed whether it is ready or not. */
  readonly calls: number | null;
  readonly wait: number;
}

let folder = '';

beforeAll(async () => {
  folder = await bundleHosts();
}, 120_000);

function livesOf(seed: number): readonly Life[] {
  const numbers = seededNumbers(seed, 2 * LIVES, 1);
  return Array.from({ length: LIVES }, (_, index) => {
    const [first = 0, second = 0] = numbers.slice(2 * index);
    return index === 2
      ? { calls: null, wait: second * LONGEST_START }
      : { calls: Math.floor(first * (MOST_CALLS + 1)), wait: second * LONGEST_WAIT };
  });
}

/** What the workspace file holds, which must be whole. */
async function readKept(file: string): Promise<Kept> {
  const { workspace, recovered } = await readWorkspace(file);
  const { events = [], gates, ownPaths = [], flows = [] } = workspace;
  expect(recovered).toBe('');
  expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
  return {
    events: countStepEvents(events),
    minutes: gates?.minimumObservationMinutes ?? 0,
    ownPaths: ownPaths.length,
    flows: flows.length,
  };
}

/** How many calls are kept beyond those that were answered. None of these may be missing. */
function keptBeyond(kept: Kept, answered: Kept): number {
  for (const count of ['events', 'minutes', 'ownPaths', 'flows'] as const) {
    expect(kept[count], count).toBeGreaterThanOrEqual(answered[count]);
  }
  return sumOf(kept) - sumOf(answered);
}

/** Returns how many calls are kept in the end. */
async function liveAndDie(start: StartHost, lives: readonly Life[]): Promise<number> {
  const [place, state] = [makeFolder(), makeFolder()];
  cpSync(SAMPLE, place, { recursive: true });
  const file = join(place, WORKSPACE);
  let kept = NOTHING_KEPT;
  for (const { calls, wait } of lives) {
    const host = start(folder, file, state);
    if (calls !== null) await host.answered(calls);
    await new Promise((resolve) => setTimeout(resolve, wait));
    const answered = (await host.kill()) ?? kept;
    kept = await readKept(file);
    // The last call may have been on disk before its answer was; none that was answered is missing.
    expect([0, 1]).toContain(keptBeyond(kept, answered));
  }
  const names = readdirSync(place).filter((name) => name.startsWith(WORKSPACE) || name.startsWith(`.${WORKSPACE}`));
  expect(names.filter((name) => !name.startsWith('.'))).toEqual([WORKSPACE, `${WORKSPACE}.previous`]);
  // Prepared files of the killed are removed by the next save: at most the last life left some.
  expect(names.length).toBeLessThanOrEqual(4);
  return sumOf(kept);
}

describe.each([
  { name: 'the browser host', start: startBrowserHost, seed: 1 },
  { name: 'the Electron host', start: startApplication, seed: 2 },
])('$name', ({ start, seed }) => {
  it(`killed ${LANES * LIVES} times in the middle of the wizard loses no call that it answered`, async () => {
    const lanes = Array.from({ length: LANES }, (_, lane) => livesOf(seed * 100 + lane));
    const kept = await Promise.all(lanes.map((lives) => liveAndDie(start, lives)));
    const asked = lanes.map((lives) => lives.reduce((sum, { calls }) => sum + (calls ?? 0), 0));
    expect(kept.map((count, lane) => count >= (asked[lane] ?? 0))).toEqual(lanes.map(() => true));
  }, 180_000);
});
