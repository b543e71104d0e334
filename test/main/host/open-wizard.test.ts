import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { InputState } from '../../../main/engine/model/inputs';
import type { NewWizardEvent, Wizard, WizardEvent } from '../../../main/engine/model/wizard';
import type { OwnPath } from '../../../main/engine/model/workspace';
import { createDispatch, type Dispatch } from '../../../main/host/dispatch';
import { EngineWorker } from '../../../main/host/engine-worker';
import { OpenWorkspace } from '../../../main/host/open-workspace';
import { createServices } from '../../../main/host/services';
import type { Events, ImportReport, MethodName, Methods } from '../../../preload/contract';
import { bundlePrograms } from './bundle-programs';
import { makeFolder } from './make-folder';

const EVENT: NewWizardEvent = { tag: 'done', step: 'net', by: 'Ada', text: 'console at hand', check: 'net.console' };
const BACKUP: OwnPath = {
  title: 'Backup',
  from: '10.9.0.1',
  to: 'node1',
  protocol: 'tcp',
  port: 8200,
  severity: 'warns',
  expect: 'open',
};

let path = '';
let workspace: OpenWorkspace;
let dispatch: Dispatch;
let changes: Events['inputs.changed'][] = [];

beforeAll(async () => {
  const entry = fileURLToPath(new URL('./fake-engine-worker.ts', import.meta.url));
  path = join(await bundlePrograms({ worker: entry }), 'worker.mjs');
});

afterEach(() => workspace.close());

/** Opens a workspace of one snapshot file, in a host whose clock stands still. Returns its folder. */
async function openShop(fields: object = {}): Promise<string> {
  changes = [];
  workspace = new OpenWorkspace({
    engine: new EngineWorker({ path, onProgress: () => undefined, onException: () => undefined }),
    stateFolder: makeFolder(),
    now: () => new Date('2026-11-21T09:30:00Z'),
    onProgress: () => undefined,
    onInputsChanged: (change) => changes.push(change),
  });
  dispatch = createDispatch(createServices({ workspace, host: 'browser', dialogs: null }), () => undefined);
  const content = { version: 1, name: 'Shop', snapshot: ['snapshot'], changes: [], adminCidrs: [], ...fields };
  const folder = makeFolder({ 'shop.rehearsal.json': JSON.stringify(content), 'snapshot/a.yaml': 'a: 1' });
  await workspace.open({ tag: 'workspace', file: join(folder, 'shop.rehearsal.json') });
  return folder;
}

async function ask<M extends MethodName>(method: M, params: Methods[M]['params']): Promise<Methods[M]['result']> {
  const envelope = await dispatch(method, params);
  if (!envelope.ok) throw new Error(`${envelope.error.code}: ${envelope.error.message}`);
  return envelope.result;
}

interface Kept {
  readonly events?: readonly WizardEvent[];
  readonly seenInputs?: Readonly<Record<string, InputState>>;
  readonly gates?: Wizard['settings'];
  readonly flows?: readonly string[];
}

function keptIn(folder: string): Kept {
  return JSON.parse(readFileSync(join(folder, 'shop.rehearsal.json'), 'utf8')) as Kept;
}

describe('the wizard of the open workspace', () => {
  it('says where it is kept, and begins with nothing done', async () => {
    await openShop();
    expect(await ask('wizard.read', {})).toMatchObject({
      events: [],
      settings: { secondPerson: false, minimumObservationMinutes: 0 },
      keptIn: 'shop.rehearsal.json',
    });
  });

  it('has every event on disk when it is answered, with the time of the host and the inputs it was given for', async () => {
    const folder = await openShop();
    const { events } = await ask('wizard.record', { events: [EVENT] });
    expect(events).toEqual(keptIn(folder).events);
    const [first] = events;
    expect(first).toMatchObject({ ...EVENT, id: 1, at: '2026-11-21T09:30:00.000Z' });
    const seen = keptIn(folder).seenInputs?.[first?.inputs ?? ''];
    expect(Object.keys(seen?.files ?? {})).toEqual(['snapshot/a.yaml', 'workspace']);
    expect(seen?.digest).toBe(first?.inputs);
  });

  it('refuses what answers nothing with a sentence, and keeps nothing of it', async () => {
    const folder = await openShop();
    await expect(
      ask('wizard.record', { events: [{ tag: 'signed-off', step: 'net', by: 'Ada', text: '' }] }),
    ).rejects.toThrow('refused: Step Safety net cannot be signed off yet. “A console is open” is not done.');
    expect(keptIn(folder).events).toBe(undefined);
    await ask('wizard.record', { events: [EVENT] });
    const { gates, current } = await ask('wizard.record', {
      events: [{ tag: 'signed-off', step: 'net', by: 'Ada', text: '' }],
    });
    expect([current, gates[0]]).toEqual([
      'stage',
      { step: 'net', state: 'passed', reasons: [], answers: { 'net.console': 1 }, signOffs: [2] },
    ]);
  });

  it('numbers events that come at the same time, loses none, and still has them when it is opened again', async () => {
    const folder = await openShop();
    await Promise.all(Array.from({ length: 20 }, () => ask('wizard.record', { events: [EVENT] })));
    await ask('workspace.reload', {});
    const { events } = await ask('wizard.read', {});
    expect(events.map(({ id }) => id)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(keptIn(folder).events).toEqual(events);
  });

  it('loses no event that is recorded while the inputs are read again', async () => {
    const folder = await openShop();
    await ask('wizard.read', {});
    await Promise.all([ask('workspace.reload', {}), ask('wizard.record', { events: [EVENT] })]);
    await ask('wizard.record', { events: [EVENT] });
    expect(keptIn(folder).events?.map(({ id }) => id)).toEqual([1, 2]);
  });

  it('records events that come in one form one by one, all of them or none', async () => {
    const folder = await openShop();
    const { events } = await ask('wizard.record', { events: [EVENT, EVENT] });
    expect(events.map(({ id, at }) => [id, at])).toEqual([1, 2].map((id) => [id, '2026-11-21T09:30:00.000Z']));
    await expect(ask('wizard.record', { events: [EVENT, { ...EVENT, check: 'net.nothing' }] })).rejects.toThrow(
      'refused: Step Safety net has no check for people called net.nothing.',
    );
    expect(keptIn(folder).events).toEqual(events);
  });

  it('keeps the rules of the house, and in the history who changed them', async () => {
    const folder = await openShop();
    const settings = { secondPerson: true, minimumObservationMinutes: 90 };
    const rules = { settings, by: 'Ada', text: 'rule 7' };
    const { events } = await ask('wizard.settings', rules);
    expect(keptIn(folder)).toMatchObject({ gates: settings, events });
    const { inputs = '' } = events[0] ?? {};
    expect(events).toEqual([
      {
        tag: 'rules-changed',
        id: 1,
        at: '2026-11-21T09:30:00.000Z',
        inputs,
        by: 'Ada',
        text: 'rule 7',
        before: { secondPerson: false, minimumObservationMinutes: 0 },
        after: settings,
      },
    ]);
    await expect(ask('wizard.settings', rules)).rejects.toThrow('refused: The rules of the gates are these already.');
    await ask('workspace.reload', {});
    expect((await ask('wizard.read', {})).events).toEqual(events);
  });

  it('refuses to save over what another program wrote, and goes on after a reload', async () => {
    const folder = await openShop();
    const file = join(folder, 'shop.rehearsal.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('Shop', 'Theirs'));
    await expect(ask('wizard.record', { events: [EVENT] })).rejects.toThrow(
      'refused: shop.rehearsal.json changed on disk',
    );
    await ask('workspace.reload', {});
    await ask('wizard.record', { events: [EVENT] });
    expect(keptIn(folder)).toMatchObject({ name: 'Theirs', events: [{ id: 1 }] });
  });

  it('is not told as a change of the inputs when it is saved, and is when another program writes it', async () => {
    const folder = await openShop();
    await ask('wizard.record', { events: [EVENT] });
    writeFileSync(join(folder, 'snapshot/a.yaml'), 'a: 2');
    await waitUntil(() => changes.length > 0);
    expect(changes).toEqual([{ files: ['snapshot/a.yaml'] }]);
    writeFileSync(join(folder, 'shop.rehearsal.json'), '{}');
    await waitUntil(() => changes.length > 1);
    expect(changes[1]).toEqual({ files: ['shop.rehearsal.json'] });
  });
});

async function waitUntil(isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < 500 && !isSo(); turn += 1) await new Promise((resolve) => setTimeout(resolve, 10));
}

function filesOf({ accounting }: ImportReport): readonly string[] {
  return accounting.files.map(({ role, path: name, fate }) => `${role}/${name} ${fate}`);
}

describe('the open workspace', () => {
  it('reads dropped flows at once, keeps them beside its file, and forgets them when asked', async () => {
    const folder = await openShop();
    const files = [{ path: 'night/whisker.json', text: '{"items":[]}' }];
    await ask('workspace.addFlows', { files });
    expect(keptIn(folder).flows).toEqual(['shop.flows/whisker.json']);
    const { events } = await ask('wizard.record', { events: [EVENT] });
    const { files: seen } = keptIn(folder).seenInputs?.[events[0]?.inputs ?? ''] ?? { files: {} };
    expect(Object.keys(seen)).toEqual(['flows/whisker.json', 'snapshot/a.yaml', 'workspace']);
    await ask('workspace.removeFlows', {});
    expect([keptIn(folder).flows, readdirSync(join(folder, 'shop.flows'))]).toEqual([[], []]);
  });

  it('keeps what must stay open or closed, and reads everything again', async () => {
    const folder = await openShop();
    expect(await ask('workspace.paths', {})).toEqual({ adminCidrs: [], ownPaths: [] });
    const paths = { adminCidrs: ['10.1.0.0/24'], ownPaths: [BACKUP] };
    const report = await ask('workspace.setPaths', paths);
    expect(filesOf(report)).toEqual(['snapshot/a.yaml read']);
    expect(await ask('workspace.paths', {})).toEqual(paths);
    expect(keptIn(folder)).toMatchObject(paths);
  });

  it('answers none of this when nothing is open', async () => {
    await openShop();
    await workspace.close();
    const calls = [
      ask('wizard.read', {}),
      ask('wizard.record', { events: [EVENT] }),
      ask('wizard.settings', { settings: { secondPerson: true, minimumObservationMinutes: 0 }, by: 'Ada', text: '' }),
      ask('workspace.paths', {}),
      ask('workspace.setPaths', { adminCidrs: [], ownPaths: [] }),
      ask('workspace.addFlows', { files: [] }),
      ask('workspace.removeFlows', {}),
      ask('review.export', { what: 'plan', pictures: [] }),
    ];
    const answers = await Promise.allSettled(calls);
    expect(answers.map((answer) => (answer.status === 'rejected' ? String(answer.reason) : 'answered'))).toEqual(
      calls.map(() => 'Error: not-open: No workspace is open.'),
    );
  });
});
