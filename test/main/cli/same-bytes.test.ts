import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundlePrograms } from '../host/bundle-programs';
import { makeFolder } from '../host/make-folder';

const SAMPLES = fileURLToPath(new URL('../../../assets/samples', import.meta.url));

/** Another time, and other random numbers, in everything that the process does. */
const OTHER_CLOCK = `const System = Date;
  globalThis.Date = class extends System {
    constructor(...given) { if (given.length > 0) super(...given); else super(86_400_000); }
    static now() { return 86_400_000; }
  };
  Math.random = () => 0.25;`;

interface Machine {
  /** Holds the workspace, and is where the command stands. */
  readonly place: string;
  readonly workspace: string;
  readonly output: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly options: readonly string[];
}

let program = '';
let machines: readonly [Machine, Machine];

beforeAll(async () => {
  const folder = await bundlePrograms({ cli: fileURLToPath(new URL('../../../main/cli/index.ts', import.meta.url)) });
  // The program looks for its package around it.
  writeFileSync(join(folder, 'package.json'), '{"type":"module","version":"0.0.0"}');
  program = join(folder, 'cli.mjs');
  const [here, there] = [makeFolder(), makeFolder({ 'a/much/longer/path/with spaces/notes.txt': '' })];
  const far = join(there, 'a/much/longer/path/with spaces');
  cpSync(join(SAMPLES, 'shop-default-deny'), here, { recursive: true });
  cpSync(join(SAMPLES, 'shop-default-deny'), join(far, 'whose-copy-is-this'), { recursive: true });
  machines = [
    {
      place: here,
      workspace: 'shop-default-deny.rehearsal.json',
      output: 'out',
      environment: { TZ: 'UTC', LANG: 'C', LC_ALL: 'C' },
      options: [],
    },
    {
      place: far,
      workspace: 'whose-copy-is-this',
      output: '../elsewhere/out',
      environment: { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', USER: 'somebody' },
      options: ['--import', `data:text/javascript,${encodeURIComponent(OTHER_CLOCK)}`],
    },
  ];
}, 60_000);

/** Runs a command on one machine, and returns what it wrote, by path, as text that keeps every byte. */
async function write(command: 'plan' | 'report', machine: Machine): Promise<ReadonlyMap<string, string>> {
  const output = `${machine.output}-${command}`;
  await promisify(execFile)(process.execPath, [...machine.options, program, command, '-o', output, machine.workspace], {
    cwd: machine.place,
    env: { ...process.env, ...machine.environment },
  });
  const folder = join(machine.place, output);
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).toSorted();
  return new Map(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'latin1')]));
}

describe.each(['plan', 'report'] as const)('rehearse %s', (command) => {
  it('writes the same bytes on another machine, in another zone, language and year, and tells nothing of either', async () => {
    const [here, there] = await Promise.all(machines.map((machine) => write(command, machine)));
    expect(there).toEqual(here);
    const texts = [...(here ?? [])];
    const traces = [tmpdir(), homedir(), process.cwd(), new Date().toISOString().slice(0, 10), 'whose-copy'];
    const found = texts.flatMap(([path, text]) =>
      traces.filter((trace) => trace.length > 3 && text.includes(trace)).map((trace) => `${path} holds ${trace}`),
    );
    expect(found).toEqual([]);
    const listed = (here?.get('calico-rehearsal.sha256') ?? '').trimEnd().split('\n');
    const sums = texts
      .filter(([path]) => path !== 'calico-rehearsal.sha256')
      .map(([path, text]) => `${createHash('sha256').update(text, 'latin1').digest('hex')}  ${path}`);
    expect(sums.length).toBeGreaterThan(5);
    expect(listed.toSorted()).toEqual(sums.toSorted());
  }, 60_000);
});
