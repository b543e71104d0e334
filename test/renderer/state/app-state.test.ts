import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AppState } from '../../../renderer/state/app-state.svelte';
import { INITIAL_WINDOW } from '../../../renderer/state/window-state';
import { createFakeBridge, reportOf } from '../fake-bridge';
import { INVENTED_REHEARSAL } from '../invented-rehearsal';

const EDGE = 'workload:prod/frontend|workload:prod/backend|tcp 8080';

async function rehearsed(bridge = createFakeBridge()): Promise<AppState> {
  const app = new AppState(bridge);
  await app.start();
  await app.openSample('ship-it-safely');
  await app.rehearse();
  return app;
}

describe('what the window knows', () => {
  beforeEach(() => localStorage.clear());

  it('shows what was read before anything is rehearsed', async () => {
    const bridge = createFakeBridge();
    const app = new AppState(bridge);
    await app.start();
    expect(app.stage).toBe('start');
    await app.openSample('ship-it-safely');
    expect(app.stage).toBe('report');
    expect(app.report).toEqual(reportOf(INVENTED_REHEARSAL));
    expect(bridge.calls.map((call) => call.method)).toEqual(['app.info', 'workspace.openSample']);
  });

  it('starts with the report of what the host has open already', async () => {
    const opened = createFakeBridge({
      'app.info': () => ({
        version: '0.1.0',
        capabilities: { host: 'browser', nativeDialogs: false, watchesFiles: true },
        samples: [],
        opened: true,
      }),
    });
    const app = new AppState(opened);
    await app.start();
    expect(app.stage).toBe('report');
  });

  it('keeps the view when the inputs are read again', async () => {
    const bridge = createFakeBridge();
    const app = await rehearsed(bridge);
    app.setWindow({ ...app.window, stop: 'promote', find: 'prod', selection: { tag: 'edge', edge: EDGE } });
    bridge.emit('inputs.changed', { files: ['changes/a.yaml'] });
    bridge.emit('inputs.changed', { files: ['changes/a.yaml', 'changes/b.yaml'] });
    expect(app.staleFiles).toEqual(['changes/a.yaml', 'changes/b.yaml']);
    const before = app.window;
    await app.reload();
    expect(app.window).toEqual(before);
    expect(app.staleFiles).toEqual([]);
  });

  it('asks why in the shown world and at the end, once each, and opens the file at what decides', async () => {
    const bridge = createFakeBridge();
    const app = await rehearsed(bridge);
    app.goToStop('observe');
    app.select({ tag: 'edge', edge: EDGE });
    await vi.waitFor(() => expect(app.excerpt.tag).toBe('ready'));
    app.goToStop('stage');
    const asked = bridge.calls.filter((call) => call.method === 'rehearsal.explain').map((call) => call.params);
    expect(asked).toEqual([
      { edge: EDGE, world: 'staged' },
      { edge: EDGE, world: 'final' },
    ]);
    expect(app.excerpt).toMatchObject({ position: { file: 'changes/backend-lockdown.yaml', line: 3 } });
    expect(app.explanation(EDGE, 'final')).toMatchObject({ tag: 'ready', trace: { verdict: 'deny' } });
  });

  it('drops an answer about files that were read again meanwhile', async () => {
    let answer = (): void => undefined;
    const bridge = createFakeBridge({
      'rehearsal.run': () => structuredClone(INVENTED_REHEARSAL),
      'rehearsal.explain': () =>
        new Promise((resolve) => {
          answer = () =>
            resolve({ from: '', to: '', traffic: '', verdict: 'allow', sentence: 'old', checkpoints: [], doubts: [] });
        }),
    });
    const app = await rehearsed(bridge);
    app.setWindow({ ...app.window, stop: 'remove-net', selection: { tag: 'edge', edge: EDGE } });
    const old = answer;
    await app.reload();
    old();
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(app.explanation(EDGE, 'final')).toEqual({ tag: 'waiting' });
  });

  it('shows what failed, where it was, and what to do', async () => {
    const bridge = createFakeBridge();
    const error = { code: 'invalid', message: 'The files cannot be read.', help: 'Choose another folder.' } as const;
    bridge.fail('workspace.openSample', error);
    const app = new AppState(bridge);
    await app.start();
    await app.openSample('ship-it-safely');
    expect(app.failure).toEqual(error);
    expect(app.stage).toBe('start');
    app.dismissFailure();
    expect(app.failure).toBeNull();
  });

  it('says nothing when the user cancelled', async () => {
    const bridge = createFakeBridge();
    bridge.fail('rehearsal.run', { code: 'cancelled', message: 'Cancelled.', help: '' });
    const app = await rehearsed(bridge);
    expect([app.failure, app.stage, app.task]).toEqual([null, 'report', null]);
  });

  it('shows that it works only after 400 ms, with the phase the engine is in', async () => {
    vi.useFakeTimers();
    try {
      let finish = (): void => undefined;
      const bridge = createFakeBridge({
        'rehearsal.run': () => new Promise((resolve) => (finish = () => resolve(INVENTED_REHEARSAL))),
      });
      const app = new AppState(bridge);
      const run = app.rehearse();
      await vi.advanceTimersByTimeAsync(399);
      expect(app.task?.shown).toBe(false);
      await vi.advanceTimersByTimeAsync(1);
      bridge.emit('progress', { phase: 'worlds', done: 2, total: 5, detail: 'one by one' });
      const running = { label: 'Rehearsing the rollout', shown: true };
      expect(app.task).toEqual({ ...running, phase: 'worlds', done: 2, total: 5, detail: 'one by one' });
      bridge.emit('progress', { phase: 'edges', done: 0, total: 1 });
      expect(app.task).toEqual({ ...running, phase: 'edges', done: 0, total: 1, detail: '' });
      finish();
      await run;
      expect(app.task).toBeNull();
    } finally {
      vi.useRealTimers();
    }
  });

  it('walks the problems in the order of the table, round and round', async () => {
    const app = await rehearsed();
    app.goToStop('observe');
    const problems = app.rows.filter((row) => row.state !== 'live').map((row) => row.edge.id);
    app.selectProblem(-1);
    expect(app.selectedEdge).toBe(problems.at(-1));
    app.selectProblem(1);
    expect(app.selectedEdge).toBe(problems[0]);
  });

  it('begins anew with what is opened anew', async () => {
    const app = await rehearsed();
    app.setWindow({ ...app.window, stop: 'promote', find: 'prod' });
    await app.openSample('ship-it-safely');
    expect(app.window).toEqual(INITIAL_WINDOW);
    expect(app.rehearsal).toBeNull();
  });
});
