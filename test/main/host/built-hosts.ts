import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundlePrograms } from './bundle-programs';
import { walkWizard, type Call, type Kept } from './walk-wizard';

/** A host, started on a workspace, whose window walks through the wizard until the host is killed. */
export interface WalkedHost {
  /** Settles when the host is ready and so many calls were answered. Rejects when the host ends or the walk fails before. */
  answered(calls: number): Promise<void>;
  /** Ends the host at once, as the kernel ends a process. Returns what was kept as it last answered; `null`: it never did. */
  kill(): Promise<Kept | null>;
}

export type StartHost = (folder: string, workspace: string, state: string) => WalkedHost;

function entry(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

/** Both hosts as programs of their own. Returns the folder that stands for the package. */
export async function bundleHosts(): Promise<string> {
  const folder = await bundlePrograms({
    'out/main/cli': entry('../../../main/cli/index.ts'),
    'out/main/index': entry('../../../main/index.ts'),
    'out/main/worker': entry('../../../main/host/worker.ts'),
    electron: entry('../../stand-in/electron.ts'),
    walk: entry('./walk-in-application.ts'),
  });
  mkdirSync(join(folder, 'out/renderer'));
  const files = {
    'package.json': '{"type":"module","version":"0.0.0"}',
    'out/main/worker.js': "import './worker.mjs';",
    'out/renderer/index.html': '<!doctype html>',
  };
  for (const [path, content] of Object.entries(files)) writeFileSync(join(folder, path), content);
  return folder;
}

/** The process of a host, and what its window was told. */
class Walk implements WalkedHost {
  readonly process: ChildProcess;
  private readonly closed: Promise<NodeJS.Signals | null>;
  private readonly told: Kept[] = [];
  private failure: Error | undefined;
  private wake: () => void = () => undefined;

  constructor(words: readonly string[], state: string) {
    const env = { ...process.env, XDG_STATE_HOME: state, STAND_IN_FOLDER: state };
    this.process = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'], env });
    this.closed = new Promise((resolve) => {
      this.process.once('close', (_code, signal) => {
        this.fail(new Error('the host ended by itself'));
        resolve(signal);
      });
    });
  }

  /** Hands over what the host prints, line by line; a line that was cut off is none. */
  onLine(listener: (line: string) => void): void {
    let rest = '';
    this.process.stdout?.setEncoding('utf8').on('data', (text: string) => {
      const lines = `${rest}${text}`.split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(listener);
    });
  }

  tell(kept: Kept): void {
    this.told.push(kept);
    this.wake();
  }

  /** The first failure counts: those that follow come of it. */
  fail(thrown: unknown): void {
    this.failure ??= thrown instanceof Error ? thrown : new Error(String(thrown));
    this.wake();
  }

  async answered(calls: number): Promise<void> {
    while (this.told.length <= calls) {
      if (this.failure !== undefined) throw this.failure;
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  async kill(): Promise<Kept | null> {
    if (this.failure !== undefined) throw this.failure;
    this.process.kill('SIGKILL');
    const signal = await this.closed;
    if (signal !== 'SIGKILL') throw new Error('the host ended by itself');
    return this.told.at(-1) ?? null;
  }
}

function dataModule(source: string): string {
  return `data:text/javascript,${encodeURIComponent(source)}`;
}

/** The Electron application on the stand-in: its page walks. */
export const startApplication: StartHost = (folder, workspace, state) => {
  const standIn = pathToFileURL(join(folder, 'electron.mjs')).href;
  const hook = `export const resolve = (name, context, next) =>
    name === 'electron' ? { url: ${JSON.stringify(standIn)}, shortCircuit: true } : next(name, context);`;
  const register = `import { register } from 'node:module'; register(${JSON.stringify(dataModule(hook))});`;
  const main = join(folder, 'out/main/index.mjs');
  const walk = new Walk(['--import', dataModule(register), join(folder, 'walk.mjs'), main, workspace], state);
  walk.onLine((line) => walk.tell(JSON.parse(line) as Kept));
  return walk;
};

interface Answer {
  readonly cookie: string;
  readonly body: unknown;
}

function post(origin: string, path: string, headers: Record<string, string>, body: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = { 'content-type': 'application/json', origin, ...headers };
    const call = request(origin + path, { method: 'POST', headers: sent, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      response.once('error', reject);
      const [cookie = ''] = (response.headers['set-cookie']?.[0] ?? '').split(';');
      response.once('end', () => resolve({ cookie, body: JSON.parse(text) as unknown }));
    });
    call.once('error', reject);
    call.end(JSON.stringify(body));
  });
}

/** The browser host, and a window of it that walks. */
export const startBrowserHost: StartHost = (folder, workspace, state) => {
  const walk = new Walk([join(folder, 'out/main/cli.mjs'), 'serve', '--no-open', workspace], state);

  async function walkAt(address: URL): Promise<void> {
    const { origin, hash } = address;
    const { cookie, body } = await post(origin, '/session', {}, { token: hash.slice('#t='.length) });
    const keys = { cookie, 'x-rehearsal-client': (body as { readonly csrf: string }).csrf };
    const call = (async (method, params) => (await post(origin, '/rpc', keys, { method, params })).body) as Call;
    await walkWizard(call, (kept) => walk.tell(kept));
  }

  walk.onLine((line) => {
    const [address] = /http:\/\/\S+/.exec(line) ?? [];
    // The connection breaks when the host is killed: then `closed` has said so, or is about to.
    if (address !== undefined) void walkAt(new URL(address)).catch((thrown: unknown) => walk.fail(thrown));
  });
  return walk;
};
