import { execFile, execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { preProcessFile } from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import { MENU_COMMANDS } from '../../../main/host/menu-commands';
import { CONTENT_SECURITY_POLICY } from '../../../main/host/security';
import { bundlePrograms } from './bundle-programs';

const ROOT = join(import.meta.dirname, '../../..');
const OUT = join(ROOT, 'out');
const SAMPLE = join(ROOT, 'assets/samples/ship-it-safely');

/** What `drive-application.ts` prints. */
type Answers = Readonly<Record<string, unknown>>;

let folder = '';
let answers: Answers = {};

/** Starts the built application under plain Node, with the stand-in in the place of `electron`. */
async function drive(words: readonly string[]): Promise<Answers> {
  const standIn = pathToFileURL(join(folder, 'electron.mjs')).href;
  const hook = `export const resolve = (name, context, next) =>
    name === 'electron' ? { url: ${JSON.stringify(standIn)}, shortCircuit: true } : next(name, context);`;
  const register = `import { register } from 'node:module'; register(${JSON.stringify(dataModule(hook))});`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', dataModule(register), join(folder, 'drive.mjs'), join(OUT, 'main/index.js'), ...words],
    { cwd: ROOT, maxBuffer: 64 * 1024 * 1024 },
  );
  return JSON.parse(stdout) as Answers;
}

function dataModule(source: string): string {
  return `data:text/javascript,${encodeURIComponent(source)}`;
}

function builtFiles(place: string): readonly string[] {
  return readdirSync(join(OUT, place), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:js|cjs|mjs)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The modules that a built file imports or requires by name. */
function importedNames(file: string): readonly string[] {
  return preProcessFile(readFileSync(file, 'utf8'), true, true).importedFiles.map(({ fileName }) => fileName);
}

beforeAll(async () => {
  execFileSync(process.execPath, [join(ROOT, '.config/scripts/build.mjs'), '--if-stale'], { stdio: 'pipe' });
  folder = await bundlePrograms({
    electron: fileURLToPath(new URL('../../stand-in/electron.ts', import.meta.url)),
    drive: fileURLToPath(new URL('./drive-application.ts', import.meta.url)),
  });
  answers = await drive(['--some-switch', SAMPLE]);
}, 120_000);

describe('the built application', () => {
  it('is sandboxed and alone before Electron is ready, and makes one window afterwards', () => {
    expect(answers['order']).toEqual([
      'enableSandbox',
      'requestSingleInstanceLock',
      'registerSchemesAsPrivileged',
      'ready',
      'BrowserWindow',
    ]);
    expect(answers['lockData']).toEqual({ words: ['--some-switch', SAMPLE] });
    expect(answers['errorBoxes']).toEqual([]);
  });

  it('serves the window under a secure scheme that bypasses no policy', () => {
    expect(answers['schemes']).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    ]);
    expect(answers['loaded']).toBe('app://bundle/');
  });

  it('gives the page a sandboxed, isolated preload and no Node', () => {
    expect(answers['windowOptions']).toMatchObject({
      minWidth: 1024,
      minHeight: 680,
      show: false,
      webPreferences: {
        preload: join(OUT, 'preload/index.cjs'),
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webviewTag: false,
        webSecurity: true,
      },
    });
  });

  it('serves its built files with the policy of the window, and nothing else', () => {
    const pages = answers['pages'] as Readonly<Record<string, { status: number; length: number }>>;
    expect(pages['start']).toMatchObject({
      status: 200,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': CONTENT_SECURITY_POLICY,
        'x-content-type-options': 'nosniff',
      },
      length: readFileSync(join(OUT, 'renderer/index.html'), 'utf8').length,
    });
    for (const page of ['posted', 'foreign', 'outside']) expect(pages[page]).toMatchObject({ status: 404, length: 0 });
    expect(pages['file']).toMatchObject({ status: 403, length: 0 });
  });

  it('grants no permission, device or screen', () => {
    expect(answers['permissions']).toEqual({ request: false, check: false, device: false, display: {} });
  });

  it('lets no request and no navigation leave its own address, and opens nothing', () => {
    expect(answers['cancelled']).toEqual([false, true, true, true, true].map((cancel) => ({ cancel })));
    const prevented = [[false], [true], [true], [true], [true]];
    expect(answers['prevented']).toEqual({
      navigate: prevented,
      frame: prevented,
      redirect: prevented,
      webview: [true],
    });
    expect(answers['windowOpen']).toEqual({ action: 'deny' });
  });

  it('answers calls of its own page alone', () => {
    const calls = answers['calls'] as Readonly<Record<string, unknown>>;
    expect(calls['own']).toMatchObject({
      ok: true,
      result: { opened: true, capabilities: { host: 'electron', nativeDialogs: true, watchesFiles: true } },
    });
    for (const caller of ['gone', 'embedded', 'foreignOrigin', 'foreignAddress', 'unknownWindow']) {
      expect(calls[caller]).toMatchObject({ ok: false, error: { code: 'refused' } });
    }
    expect(calls['unknownMethod']).toMatchObject({ ok: false, error: { code: 'invalid' } });
  });

  it('opens the workspace of its command line, and rehearses it in its thread', () => {
    expect(answers['current']).toMatchObject({ ok: true, result: { name: 'Ship it safely' } });
    expect(answers['rehearsal']).toMatchObject({ ok: true, result: { name: 'Ship it safely' } });
  });

  it('asks with dialogs that start in a known folder, and does nothing when they are cancelled', () => {
    expect(answers['dialog']).toEqual({ ok: true, result: null });
    expect(answers['dialogOptions']).toEqual([
      expect.objectContaining({ defaultPath: '/stand-in/documents', properties: ['openDirectory'] }),
      expect.objectContaining({ buttonLabel: 'Export here', properties: ['openDirectory', 'createDirectory'] }),
    ]);
  });

  it('exports into the folder that the dialog answers, and tells the page no path', () => {
    const { answer, written, named } = answers['exported'] as { answer: unknown; written: string[]; named: boolean };
    expect(answer).toMatchObject({ ok: true, result: { tag: 'folder' } });
    expect(written).toEqual(expect.arrayContaining(['calico-rehearsal.sha256', 'checklist.html', 'checklist.md']));
    expect(named).toBe(false);
  });

  it('has a menu that sends each command to the window and opens samples itself', () => {
    expect(answers['menuLabels']).toEqual([
      'File',
      '  Open Workspace…',
      '  Open Folders…',
      '  Open Sample',
      '    Ship it safely',
      '    Shop: default deny',
      '    All Samples…',
      '  Reload Inputs',
      '  Export Review Pack…',
      '  Export Plan…',
      '  quit',
      'editMenu',
      'View',
      '  Map',
      '  Findings',
      '  Lockout',
      '  Recorded Flows',
      '  Wizard',
      '  Import Report',
      '  Light or Dark Theme',
      '  resetZoom',
      '  zoomIn',
      '  zoomOut',
      '  togglefullscreen',
      'help',
      '  about',
    ]);
    const { commands, current } = answers['menu'] as { commands: { command: string }[]; current: unknown };
    expect(commands.map(({ command }) => command).toSorted()).toEqual(MENU_COMMANDS.toSorted());
    expect(current).toMatchObject({ ok: true, result: { name: 'Shop: default deny' } });
  });

  it('says in a dialog what it cannot open, and opens its window all the same', async () => {
    const started = await drive(['/nowhere/x.rehearsal.json']);
    expect(started['errorBoxes']).toEqual([
      { title: '/nowhere/x.rehearsal.json does not exist or cannot be read.', content: 'Check the path.' },
    ]);
    expect(started['loaded']).toBe('app://bundle/');
    expect(started['current']).toEqual({ ok: true, result: null });
  }, 60_000);
});

describe('what is built', () => {
  it('imports electron in the application and its preload alone', () => {
    const importers = [...builtFiles('main'), ...builtFiles('preload')].filter((file) =>
      importedNames(file).includes('electron'),
    );
    expect(importers).toEqual([join(OUT, 'main/index.js'), join(OUT, 'preload/index.cjs')]);
  });

  it('needs no installed package: only Node, electron and its own files', () => {
    const foreign = [...builtFiles('main'), ...builtFiles('preload')].flatMap((file) =>
      importedNames(file).filter((name) => !/^(?:node:|\.{1,2}\/|electron$)/.test(name)),
    );
    expect(foreign).toEqual([]);
  });

  it('has a preload that is one CommonJS file, as the sandbox demands', () => {
    expect(builtFiles('preload')).toEqual([join(OUT, 'preload/index.cjs')]);
    expect(importedNames(join(OUT, 'preload/index.cjs'))).toEqual(['electron']);
    expect(readFileSync(join(OUT, 'preload/index.cjs'), 'utf8')).not.toMatch(/^\s*(?:import|export)\b/m);
  });

  it('has a page without inline script, style or handler, which the policy would refuse', () => {
    const page = readFileSync(join(OUT, 'renderer/index.html'), 'utf8');
    expect(page).not.toMatch(/<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)/i);
    expect(page).not.toMatch(/https?:/);
  });
});
