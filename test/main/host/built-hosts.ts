import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundlePrograms } from './bundle-programs';
import { nextEvent } from './next-event';

/** A host that records one event after the other. */
export interface RecordingHost {
  readonly process: ChildProcess;
  /** The number of the last event that was answered; 0: none was. */
  lastAnswered(): number;
}

function entry(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

/** Both hosts as programs of their own, with the fake engine in their thread. Returns the folder that stands for the package. */
export async function bundleHosts(): Promise<string> {
  const folder = await bundlePrograms({
    'out/main/cli': entry('../../../main/cli/index.ts'),
    'out/main/index': entry('../../../main/index.ts'),
    'out/main/fake-worker': entry('./fake-engine-worker.ts'),
    electron: entry('../../stand-in/electron.ts'),
    record: entry('./record-in-application.ts'),
  });
  mkdirSync(join(folder, 'out/renderer'));
  const files = {
    'package.json': '{"type":"module","version":"0.0.0"}',
    'out/main/worker.js': "import './fake-worker.mjs';",
    'out/renderer/index.html': '<!doctype html>',
  };
  for (const [path, content] of Object.entries(files)) writeFileSync(join(folder, path), content);
  return folder;
}

function start(words: readonly string[], state: string): ChildProcess {
  const env = { ...process.env, XDG_STATE_HOME: state, STAND_IN_FOLDER: state };
  return spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'], env });
}

/** What the host prints up to the first match, and whether it goes on printing. Throws when it ends before. */
async function waitForOutput(host: ChildProcess, wanted: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    host.once('exit', () => reject(new Error(`the host ended before it was ready: ${printed}`)));
    host.stdout?.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      const [, found] = wanted.exec(printed) ?? [];
      if (found !== undefined) resolve(found);
    });
  });
}

/** The Electron application on the stand-in: its page records, and the driver prints what was answered. */
export async function recordInApplication(folder: string, file: string, state: string): Promise<RecordingHost> {
  const standIn = pathToFileURL(join(folder, 'electron.mjs')).href;
  const hook = `export const resolve = (name, context, next) =>
    name === 'electron' ? { url: ${JSON.stringify(standIn)}, shortCircuit: true } : next(name, context);`;
  const register = `import { register } from 'node:module'; register(${JSON.stringify(dataModule(hook))});`;
  const main = join(folder, 'out/main/index.mjs');
  const host = start(['--import', dataModule(register), join(folder, 'record.mjs'), main, file], state);
  let printed = '';
  host.stdout?.setEncoding('utf8').on('data', (text: string) => (printed += text));
  await waitForOutput(host, /(ready)\n/);
  // A line that was cut off was not answered whole.
  return { process: host, lastAnswered: () => Number(printed.split('\n').at(-2)?.replace('ready', '') ?? 0) };
}

function dataModule(source: string): string {
  return `data:text/javascript,${encodeURIComponent(source)}`;
}

interface Answer {
  readonly cookie: string;
  readonly body: string;
}

function post(origin: string, path: string, headers: Record<string, string>, body: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = { 'content-type': 'application/json', origin, ...headers };
    const call = request(origin + path, { method: 'POST', headers: sent, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      response.once('error', reject);
      const [cookie = ''] = (response.headers['set-cookie']?.[0] ?? '').split(';');
      response.once('end', () => resolve({ cookie, body: text }));
    });
    call.once('error', reject);
    call.end(JSON.stringify(body));
  });
}

/** The browser host, and a window of it that records until nobody answers any more. */
export async function recordInBrowserHost(folder: string, file: string, state: string): Promise<RecordingHost> {
  const host = start([join(folder, 'out/main/cli.mjs'), 'serve', '--no-open', file], state);
  const address = new URL(await waitForOutput(host, /(http:\/\/\S+)/));
  const token = address.hash.slice('#t='.length);
  const { cookie, body } = await post(address.origin, '/session', {}, { token });
  const { csrf } = JSON.parse(body) as { readonly csrf: string };
  let last = 0;

  async function record(): Promise<void> {
    for (let number = 0; ; number += 1) {
      const call = { method: 'wizard.record', params: { event: nextEvent(number) } };
      const answer = await post(address.origin, '/rpc', { cookie, 'x-rehearsal-client': csrf }, call);
      const { ok, result } = JSON.parse(answer.body) as { ok: boolean; result?: { events: readonly { id: number }[] } };
      if (!ok) throw new Error(answer.body);
      last = result?.events.at(-1)?.id ?? 0;
    }
  }

  // Ends with an error when the host is gone; a refusal shows as a host that answered nothing.
  void record().catch(() => undefined);
  return { process: host, lastAnswered: () => last };
}

/** Ends a host at once, as the kernel ends a process. */
export async function killHost({ process: host }: RecordingHost): Promise<void> {
  const closed = once(host, 'close');
  host.kill('SIGKILL');
  const [, signal] = (await closed) as [number | null, string | null];
  if (signal !== 'SIGKILL') throw new Error('the host ended by itself');
}
