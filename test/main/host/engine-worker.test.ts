import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_GATE_SETTINGS, type Wizard } from '../../../main/engine/model/wizard';
import type { EngineInput } from '../../../main/engine/pipeline';
import { EngineWorker } from '../../../main/host/engine-worker';
import type { Events } from '../../../preload/contract';
import { bundlePrograms } from './bundle-programs';
import { NO_INPUTS } from '../engine/plan/no-plan';

let path = '';
let engine: EngineWorker;
let progress: Events['progress'][] = [];
let exceptions: string[] = [];
let onProgress: () => void = () => undefined;

function startEngine(): EngineWorker {
  progress = [];
  exceptions = [];
  engine = new EngineWorker({
    path,
    onProgress: (told) => {
      progress.push(told);
      onProgress();
    },
    onException: (detail) => exceptions.push(detail),
  });
  return engine;
}

const WIZARD: Wizard = { current: null, gates: [], events: [], settings: DEFAULT_GATE_SETTINGS, keptIn: '' };

function inputNamed(name: string): EngineInput {
  return {
    name,
    files: [{ role: 'snapshot', path: 'a.yaml', text: 'a: 1' }],
    skipped: [],
    flows: [],
    inputs: NO_INPUTS,
    workspace: { version: 1, name, snapshot: [], changes: [], adminCidrs: [] },
  };
}

/** Settles with the first progress of the next run. */
function firstProgress(): Promise<void> {
  return new Promise((resolve) => {
    onProgress = resolve;
  });
}

beforeAll(async () => {
  const folder = await bundlePrograms({ worker: fileURLToPath(new URL('./fake-engine-worker.ts', import.meta.url)) });
  path = join(folder, 'worker.mjs');
});

afterEach(() => engine.close());

describe('the engine in its thread', () => {
  it('opens, tells its progress, rehearses, explains and shows lines', async () => {
    startEngine();
    const report = await engine.open(inputNamed('shop'));
    expect(report.name).toBe('shop');
    expect(report.accounting.files).toHaveLength(1);
    expect(await engine.rehearse()).toMatchObject({ name: 'shop', edges: [] });
    expect(progress).toEqual([
      { phase: 'loading', done: 0, total: 1 },
      { phase: 'worlds', done: 1, total: 2, detail: 'one by one' },
      { phase: 'worlds', done: 2, total: 2 },
    ]);
    expect(await engine.explain('e1', 'final')).toMatchObject({ sentence: 'e1 in final' });
    expect(await engine.excerpt('snapshot/a.yaml', 1, 0, 0)).toEqual({
      file: 'snapshot/a.yaml',
      firstLine: 1,
      lines: ['a: 1'],
      totalLines: 1,
    });
  });

  it('is cancelled in the middle of a run and still knows what is open', async () => {
    startEngine();
    await engine.open(inputNamed('endless'));
    const started = firstProgress();
    const failure = engine.rehearse().catch((thrown: unknown) => thrown);
    await started;
    await engine.cancel();
    expect(await failure).toMatchObject({ code: 'cancelled' });
    expect(await engine.explain('e1', 'now')).toMatchObject({ sentence: 'e1 in now' });
  });

  it('writes an export, and what it was asked to write again after it was cancelled', async () => {
    startEngine();
    await engine.open(inputNamed('shop'));
    const failure = engine.write('plan', WIZARD).catch((thrown: unknown) => thrown);
    await engine.cancel();
    expect(await failure).toMatchObject({ code: 'cancelled' });
    const files = await engine.write('plan', WIZARD);
    expect(files.map(({ path: name }) => name)).toEqual(expect.arrayContaining(['checklist.html', 'checklist.md']));
    expect(progress.at(-1)).toEqual({ phase: 'writing', done: 0, total: 1 });
  });

  it('gives up the run of a workspace that is replaced by another', async () => {
    startEngine();
    await engine.open(inputNamed('endless'));
    const started = firstProgress();
    const failure = engine.rehearse().catch((thrown: unknown) => thrown);
    await started;
    expect((await engine.open(inputNamed('shop'))).name).toBe('shop');
    expect(await failure).toMatchObject({ code: 'cancelled' });
    expect(await engine.rehearse()).toMatchObject({ name: 'shop' });
  });

  it('keeps the details of an exception away from the window and on the terminal', async () => {
    startEngine();
    await engine.open(inputNamed('broken'));
    const failure: unknown = await engine.rehearse().catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({ code: 'internal' });
    expect(JSON.stringify(failure) + String(failure)).not.toContain('secret');
    expect(exceptions).toHaveLength(1);
    expect(exceptions[0]).toMatch(/^Error: secret detail of the engine\n {4}at /);
  });

  it('keeps what was open when another workspace cannot be opened', async () => {
    startEngine();
    await engine.open(inputNamed('shop'));
    await expect(engine.open(inputNamed('refuses'))).rejects.toMatchObject({ code: 'internal' });
    expect(await engine.rehearse()).toMatchObject({ name: 'shop' });
  });

  it('is replaced when its thread ends by itself', async () => {
    startEngine();
    await engine.open(inputNamed('exits'));
    await expect(engine.rehearse()).rejects.toMatchObject({
      code: 'internal',
      message: 'The engine stopped unexpectedly.',
    });
    expect(await engine.explain('e1', 'now')).toMatchObject({ sentence: 'e1 in now' });
  });

  it('answers that nothing is open, or that a file is not loaded, as data', async () => {
    startEngine();
    await expect(engine.rehearse()).rejects.toMatchObject({ code: 'not-open' });
    await engine.open(inputNamed('shop'));
    await expect(engine.excerpt('snapshot/../../etc/passwd', 1, 0, 0)).rejects.toMatchObject({ code: 'not-found' });
  });
});
