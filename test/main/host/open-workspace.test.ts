import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createDispatch, type Dispatch } from '../../../main/host/dispatch';
import { EngineWorker } from '../../../main/host/engine-worker';
import { OpenWorkspace } from '../../../main/host/open-workspace';
import { createServices } from '../../../main/host/services';
import type { Envelope, Events } from '../../../preload/contract';
import { bundlePrograms } from './bundle-programs';
import { makeFolder } from './make-folder';

let path = '';
let workspace: OpenWorkspace;
let changes: Events['inputs.changed'][] = [];
let told: string[] = [];
let onChange: () => void = () => undefined;

function start(): Dispatch {
  [changes, told] = [[], []];
  const onProgress = ({ phase, done, total }: Events['progress']): unknown => told.push(`${phase} ${done}/${total}`);
  const engine = new EngineWorker({ path, onProgress, onException: () => undefined });
  workspace = new OpenWorkspace({
    engine,
    stateFolder: makeFolder(),
    now: () => new Date('2026-11-21T09:30:00Z'),
    onProgress,
    onInputsChanged(change) {
      changes.push(change);
      onChange();
    },
  });
  return createDispatch(createServices({ workspace, host: 'browser', dialogs: null }), () => undefined);
}

function workspaceFolder(name: string): string {
  const content = { version: 1, name, snapshot: ['snapshot'], changes: [], adminCidrs: [] };
  return makeFolder({ 'x.rehearsal.json': JSON.stringify(content), 'snapshot/a.yaml': 'a: 1' });
}

function open(folder: string): Promise<unknown> {
  return workspace.open({ tag: 'workspace', file: join(folder, 'x.rehearsal.json') });
}

function codeOf(envelope: Envelope<unknown>): string {
  return envelope.ok ? 'ok' : envelope.error.code;
}

function nextChange(): Promise<void> {
  return new Promise((resolve) => {
    onChange = resolve;
  });
}

beforeAll(async () => {
  path = join(
    await bundlePrograms({ worker: fileURLToPath(new URL('./fake-engine-worker.ts', import.meta.url)) }),
    'worker.mjs',
  );
});

afterEach(() => workspace.close());

describe('the open workspace', () => {
  it('answers that nothing is open until something is', async () => {
    const dispatch = start();
    expect(await dispatch('workspace.current', {})).toEqual({ ok: true, result: null });
    expect(codeOf(await dispatch('workspace.reload', {}))).toBe('not-open');
    expect(codeOf(await dispatch('rehearsal.run', {}))).toBe('not-open');
    expect(codeOf(await dispatch('rehearsal.explain', { edge: 'e', world: 'now' }))).toBe('not-open');
    expect(codeOf(await dispatch('source.read', { file: 'f', line: 1, before: 0, after: 0 }))).toBe('not-open');
    expect(codeOf(await dispatch('engine.cancel', {}))).toBe('ok');
  });

  it('opens each bundled sample by its id and nothing else', async () => {
    const dispatch = start();
    const info = await dispatch('app.info', {});
    expect(info).toMatchObject({
      ok: true,
      result: { capabilities: { host: 'browser', nativeDialogs: false, watchesFiles: true }, opened: false },
    });
    expect(await dispatch('workspace.openSample', { id: 'ship-it-safely' })).toMatchObject({
      ok: true,
      result: { name: 'Ship it safely' },
    });
    expect(await dispatch('app.info', {})).toMatchObject({ ok: true, result: { opened: true } });
    for (const id of ['', '.', '..', '../samples/ship-it-safely', '/etc']) {
      expect(codeOf(await dispatch('workspace.openSample', { id }))).toBe('not-found');
    }
  });

  it('has no dialogs of its own in the browser host', async () => {
    expect(codeOf(await start()('workspace.openDialog', { what: 'folders' }))).toBe('refused');
  });

  it('opens what was uploaded, and every answer survives JSON', async () => {
    const dispatch = start();
    const params = { name: 'Up', snapshot: [{ path: 'a.yaml', text: 'a: 1' }], changes: [], adminCidrs: [] };
    const answers = [
      await dispatch('app.info', {}),
      await dispatch('workspace.openUploaded', params),
      await dispatch('workspace.current', {}),
      await dispatch('workspace.reload', {}),
      await dispatch('rehearsal.run', {}),
      await dispatch('rehearsal.explain', { edge: 'e', world: 'now' }),
      await dispatch('source.read', { file: 'snapshot/a.yaml', line: 1, before: 0, after: 0 }),
      await dispatch('engine.cancel', {}),
    ];
    for (const answer of answers) {
      expect(codeOf(answer)).toBe('ok');
      expect(JSON.parse(JSON.stringify(answer))).toStrictEqual(answer);
      expect(structuredClone(answer)).toStrictEqual(answer);
    }
  });

  it('is rehearsed once for callers at the same time', async () => {
    start();
    await open(workspaceFolder('Shop'));
    expect(workspace.rehearse()).toBe(workspace.rehearse());
    expect(await workspace.rehearse()).toMatchObject({ name: 'Shop' });
  });

  it('can be rehearsed again after a run was cancelled', async () => {
    const dispatch = start();
    await open(workspaceFolder('endless'));
    const run = dispatch('rehearsal.run', {});
    await dispatch('engine.cancel', {});
    expect(codeOf(await run)).toBe('cancelled');
    const again = dispatch('rehearsal.run', {});
    await dispatch('engine.cancel', {});
    expect(codeOf(await again)).toBe('cancelled');
    expect(codeOf(await dispatch('rehearsal.explain', { edge: 'e', world: 'now' }))).toBe('ok');
  });

  it('stays open when its inputs cannot be read again', async () => {
    const dispatch = start();
    const folder = workspaceFolder('Shop');
    await open(folder);
    rmSync(join(folder, 'snapshot'), { recursive: true });
    expect(codeOf(await dispatch('workspace.reload', {}))).toBe('not-found');
    expect(await dispatch('workspace.current', {})).toMatchObject({ ok: true, result: { name: 'Shop' } });
  });

  it('stays open when another one cannot be opened, and is watched as before', async () => {
    const dispatch = start();
    const folder = workspaceFolder('Shop');
    await open(folder);
    expect(await open(workspaceFolder('refuses')).catch((thrown: unknown) => thrown)).toMatchObject({
      code: 'internal',
    });
    expect(await dispatch('workspace.current', {})).toMatchObject({ ok: true, result: { name: 'Shop' } });
    expect(await dispatch('rehearsal.run', {})).toMatchObject({ ok: true, result: { name: 'Shop' } });
    const change = nextChange();
    writeFileSync(join(folder, 'snapshot/a.yaml'), 'a: 2');
    await change;
    expect(changes).toEqual([{ files: ['snapshot/a.yaml'] }]);
  });

  it('gives way to the newer of two that are opened at the same time', async () => {
    const dispatch = start();
    const older = open(workspaceFolder('Older')).catch((thrown: unknown) => thrown);
    const newer = open(workspaceFolder('Newer'));
    expect(await older).toMatchObject({ code: 'cancelled' });
    expect(await newer).toMatchObject({ name: 'Newer' });
    expect(await dispatch('rehearsal.run', {})).toMatchObject({ ok: true, result: { name: 'Newer' } });
  });

  it('that the program was started with counts as open while it is read, and is waited for', async () => {
    const dispatch = start();
    const file = join(workspaceFolder('Shop'), 'x.rehearsal.json');
    const opening = workspace.openFirst(async () => ({ tag: 'workspace', file }));
    expect(await dispatch('app.info', {})).toMatchObject({ ok: true, result: { opened: true } });
    expect(await dispatch('workspace.current', {})).toMatchObject({ ok: true, result: { name: 'Shop' } });
    await opening;
  });

  it('is none when what the program was started with is cancelled, cannot be opened, or is nothing', async () => {
    const dispatch = start();
    const file = join(workspaceFolder('Shop'), 'x.rehearsal.json');
    const cancelled = workspace.openFirst(async () => ({ tag: 'workspace', file })).catch((thrown: unknown) => thrown);
    await new Promise((resolve) => setImmediate(resolve));
    await dispatch('engine.cancel', {});
    expect(await dispatch('workspace.current', {})).toEqual({ ok: true, result: null });
    expect(await cancelled).toMatchObject({ code: 'cancelled' });
    const failed = workspace.openFirst(async () => ({ tag: 'workspace', file: '/nowhere' }));
    await expect(failed).rejects.toMatchObject({ code: 'not-found' });
    await workspace.openFirst(async () => null);
    expect(await dispatch('app.info', {})).toMatchObject({ ok: true, result: { opened: false } });
  });

  it('tells how far reading, loading, rehearsing and writing are', async () => {
    start();
    await open(workspaceFolder('Shop'));
    await workspace.write('plan');
    expect(told).toEqual([
      'reading 0/1',
      'loading 0/1',
      'worlds 1/2',
      'worlds 2/2',
      'worlds 1/2',
      'worlds 2/2',
      'writing 0/1',
    ]);
  });

  it('is cancelled while it is read or written, and what was open stays open', async () => {
    const dispatch = start();
    await open(workspaceFolder('Shop'));
    const reading = open(workspaceFolder('Other')).catch((thrown: unknown) => thrown);
    await dispatch('engine.cancel', {});
    expect(await reading).toMatchObject({ code: 'cancelled', message: 'The opening was cancelled.' });
    const writing = workspace.write('pack').catch((thrown: unknown) => thrown);
    await dispatch('engine.cancel', {});
    expect(await writing).toMatchObject({ code: 'cancelled' });
    expect(await dispatch('rehearsal.run', {})).toMatchObject({ ok: true, result: { name: 'Shop' } });
    expect((await workspace.write('plan')).name).toBe('Shop');
  });

  it('tells once which of its files changed, and not about others', async () => {
    start();
    const folder = workspaceFolder('Shop');
    await open(folder);
    const change = nextChange();
    writeFileSync(join(folder, 'notes.txt'), 'x');
    writeFileSync(join(folder, 'snapshot/.a.yaml.swp'), 'x');
    writeFileSync(join(folder, 'snapshot/README.md'), 'x');
    writeFileSync(join(folder, 'snapshot/b.yaml'), 'b: 1');
    writeFileSync(join(folder, 'snapshot/a.yaml'), 'a: 2');
    writeFileSync(join(folder, 'x.rehearsal.json'), '{}');
    await change;
    expect(changes).toEqual([{ files: ['snapshot/a.yaml', 'snapshot/b.yaml', 'x.rehearsal.json'] }]);
  });
});
