import type * as fileSystem from 'node:fs/promises';
import { access } from 'node:fs/promises';
import { existsSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { OwnPath, Workspace } from '../../../main/engine/model/workspace';
import type { InputSelection } from '../../../main/host/input-selection';
import { LIMITS } from '../../../main/host/limits';
import { findSample } from '../../../main/host/samples';
import { WorkspaceStore } from '../../../main/host/workspace-store';
import { makeFolder } from './make-folder';

type FileSystem = typeof fileSystem;

// A spy: root, as which tests may run, may write everything.
vi.mock('node:fs/promises', async (importActual) => {
  const actual = await importActual<FileSystem>();
  return { ...actual, access: vi.fn<FileSystem['access']>(actual.access) };
});

const WORKSPACE = {
  version: 1,
  name: 'Shop',
  description: 'What it shows.',
  snapshot: ['snapshot'],
  changes: [],
  adminCidrs: ['10.1.0.0/24'],
};

const GATES = { secondPerson: true, minimumObservationMinutes: 15 };

const BACKUP: OwnPath = {
  title: 'Backup',
  from: '10.9.0.1',
  to: 'node1',
  protocol: 'tcp',
  port: 8200,
  severity: 'warns',
  expect: 'open',
};

function workspaceFolder(fields: object = {}, files: Readonly<Record<string, string>> = {}): string {
  return makeFolder({ 'shop.rehearsal.json': JSON.stringify({ ...WORKSPACE, ...fields }), ...files });
}

function fileIn(folder: string): InputSelection {
  return { tag: 'workspace', file: join(folder, 'shop.rehearsal.json') };
}

function workspaceOn(folder: string): Workspace & { description: string } {
  return JSON.parse(readFileSync(join(folder, 'shop.rehearsal.json'), 'utf8')) as Workspace & { description: string };
}

/** The workspace as somebody finds it who opens the same again. */
async function openedAgain(selection: InputSelection, state: string): Promise<Workspace> {
  return (await WorkspaceStore.open(selection, state)).selected.workspace;
}

describe('a workspace file', () => {
  it('keeps everything itself, with what its author wrote', async () => {
    const [folder, state] = [workspaceFolder(), makeFolder()];
    const store = await WorkspaceStore.open(fileIn(folder), state);
    expect(store.keptIn).toBe('shop.rehearsal.json');
    await store.save(() => ({ gates: GATES }));
    await store.save(() => ({ adminCidrs: [], ownPaths: [BACKUP] }));
    expect(workspaceOn(folder)).toEqual({ ...WORKSPACE, gates: GATES, adminCidrs: [], ownPaths: [BACKUP] });
    expect(readdirSync(state)).toEqual([]);
  });

  it('is saved by one call after the other, each on top of the one before', async () => {
    const folder = workspaceFolder();
    const store = await WorkspaceStore.open(fileIn(folder), makeFolder());
    const added = Array.from({ length: 20 }, (_, index) => `10.2.${index}.0/24`);
    await Promise.all(
      added.map((cidr) => store.save(({ workspace }) => ({ adminCidrs: [...workspace.adminCidrs, cidr] }))),
    );
    expect(workspaceOn(folder).adminCidrs).toEqual(['10.1.0.0/24', ...added]);
  });

  it('that another program changed is refused, read again, and then saved on top of that', async () => {
    const folder = workspaceFolder();
    const store = await WorkspaceStore.open(fileIn(folder), makeFolder());
    writeFileSync(join(folder, 'shop.rehearsal.json'), JSON.stringify({ ...WORKSPACE, name: 'Theirs' }));
    expect(await store.isUnchanged()).toBe(false);
    await expect(store.save(() => ({ gates: GATES }))).rejects.toMatchObject({ code: 'refused' });
    expect(store.selected.workspace).not.toHaveProperty('gates');
    await store.reread();
    await store.save(() => ({ gates: GATES }));
    expect(workspaceOn(folder)).toEqual({ ...WORKSPACE, name: 'Theirs', gates: GATES });
    expect(await store.isUnchanged()).toBe(true);
  });

  it('that is torn is opened as it was before, which is said', async () => {
    const folder = workspaceFolder();
    const store = await WorkspaceStore.open(fileIn(folder), makeFolder());
    await store.save(() => ({ gates: GATES }));
    await store.save(() => ({ ownPaths: [BACKUP] }));
    writeFileSync(join(folder, 'shop.rehearsal.json'), '{"version":1,"na');
    const again = await WorkspaceStore.open(fileIn(folder), makeFolder());
    expect(again.selected.recovered).toBe('is torn');
    expect(again.selected.workspace).toMatchObject({ gates: GATES });
    expect(again.selected.workspace).not.toHaveProperty('ownPaths');
  });

  it('that may not be written is left alone: a draft keeps what is done with it', async () => {
    const [folder, state] = [workspaceFolder({}, { 'flows.json': 'theirs' }), makeFolder()];
    const before = readdirSync(folder);
    vi.mocked(access).mockRejectedValue(Object.assign(new Error('read-only'), { code: 'EROFS' }));
    const store = await WorkspaceStore.open(fileIn(folder), state);
    expect(store.keptIn).toBe('a draft on this machine');
    await store.save(() => ({ gates: GATES }));
    await store.addFlows([{ path: 'whisker.json', text: '{}' }]);
    expect(await openedAgain(fileIn(folder), state)).toMatchObject({ name: 'Shop', gates: GATES });
    vi.mocked(access).mockReset();
    expect(readdirSync(folder)).toEqual(before);
    expect(workspaceOn(folder)).toEqual(WORKSPACE);
  });
});

describe('a draft', () => {
  const UPLOADED: InputSelection = {
    tag: 'uploaded',
    name: 'Shop',
    snapshot: [],
    changes: [],
    adminCidrs: ['10.1.0.0/24'],
  };

  it('keeps what is done with a bundled sample, outside the program, by no name that tells anything', async () => {
    const state = makeFolder();
    const selection: InputSelection = { tag: 'workspace', file: await findSample('ship-it-safely') };
    const store = await WorkspaceStore.open(selection, state);
    expect(store.keptIn).toBe('a draft on this machine');
    await store.save(() => ({ gates: GATES }));
    expect(await openedAgain(selection, state)).toMatchObject({ name: 'Ship it safely', gates: GATES });
    const [key = ''] = readdirSync(join(state, 'drafts'));
    expect(key).toMatch(/^[0-9a-f]{32}$/);
    expect(statSync(join(state, 'drafts', key)).mode & 0o777).toBe(0o700);
    expect(statSync(join(state, 'drafts', key, 'draft.json')).mode & 0o777).toBe(0o600);
  });

  it('belongs to the folders, the file or the upload that was opened, and to no other', async () => {
    const state = makeFolder();
    const [one, two] = [makeFolder({ 'a.yaml': 'a' }), makeFolder({ 'a.yaml': 'a' })];
    const folders = (snapshot: string): InputSelection => ({ tag: 'folders', snapshot, changes: null });
    await (await WorkspaceStore.open(folders(one), state)).save(() => ({ gates: GATES }));
    expect(await openedAgain(folders(one), state)).toMatchObject({ gates: GATES });
    expect(await openedAgain(folders(two), state)).not.toHaveProperty('gates');
    await (await WorkspaceStore.open(UPLOADED, state)).save(() => ({ gates: GATES }));
    const corrected = { ...UPLOADED, changes: [{ path: 'a.yaml', text: 'corrected' }] };
    expect(await openedAgain(corrected, state)).toMatchObject({ gates: GATES });
    expect(await openedAgain({ ...UPLOADED, name: 'Other' }, state)).not.toHaveProperty('gates');
  });

  it('loses no network that an upload asks to be checked, and takes one away when told', async () => {
    const state = makeFolder();
    const store = await WorkspaceStore.open(UPLOADED, state);
    await store.save(() => ({ adminCidrs: ['10.2.0.0/24'] }));
    expect(store.selected.workspace.adminCidrs).toEqual(['10.2.0.0/24']);
    expect((await openedAgain(UPLOADED, state)).adminCidrs).toEqual(['10.2.0.0/24', '10.1.0.0/24']);
  });

  it('makes nothing on disk until there is something to keep', async () => {
    const state = join(makeFolder(), 'not-there');
    const store = await WorkspaceStore.open(UPLOADED, state);
    expect(await store.isUnchanged()).toBe(true);
    expect(existsSync(state)).toBe(false);
  });

  it('that cannot be kept is refused with the reason', async () => {
    const store = await WorkspaceStore.open(UPLOADED, join(makeFolder({ file: '' }), 'file'));
    await expect(store.save(() => ({ gates: GATES }))).rejects.toMatchObject({
      code: 'refused',
      message: 'The draft of these inputs could not be saved (ENOTDIR).',
    });
    await expect(store.addFlows([{ path: 'a', text: '' }])).rejects.toMatchObject({ code: 'refused' });
  });

  it('of another version is refused', async () => {
    const state = makeFolder();
    await (await WorkspaceStore.open(UPLOADED, state)).save(() => ({ gates: GATES }));
    const [key = ''] = readdirSync(join(state, 'drafts'));
    writeFileSync(join(state, 'drafts', key, 'draft.json'), '{"version":2}');
    await expect(WorkspaceStore.open(UPLOADED, state)).rejects.toMatchObject({
      code: 'invalid',
      message: 'What was kept of these inputs cannot be read: draft.version must be one of 1.',
    });
  });
});

describe('dropped files of recorded flows', () => {
  it('go into a folder beside the workspace file, under names that lead nowhere else', async () => {
    const folder = workspaceFolder();
    const store = await WorkspaceStore.open(fileIn(folder), makeFolder());
    const { workspace, flows } = await store.addFlows([
      { path: 'night/whisker list.json', text: '1' },
      { path: 'whisker-list.json', text: '2' },
      { path: '.bashrc', text: '3' },
      { path: 'ñ', text: '4' },
      { path: '...', text: '5' },
    ]);
    const names = ['whisker-list.json', 'whisker-list-2.json', 'bashrc', 'n-', 'flows'];
    expect(workspace.flows).toEqual(names.map((name) => `shop.flows/${name}`));
    expect(flows).toEqual(names.map((name) => join(folder, 'shop.flows', name)));
    expect(names.map((name) => readFileSync(join(folder, 'shop.flows', name), 'utf8'))).toEqual([
      '1',
      '2',
      '3',
      '4',
      '5',
    ]);
    expect(workspaceOn(folder).flows).toEqual(workspace.flows);
  });

  it('dropped twice are kept once; what has changed is kept beside it', async () => {
    const folder = workspaceFolder({ flows: ['mine.json'] }, { 'mine.json': '0' });
    const store = await WorkspaceStore.open(fileIn(folder), makeFolder());
    for (const text of ['1', '1', '2']) await store.addFlows([{ path: 'whisker.json', text }]);
    expect(workspaceOn(folder).flows).toEqual(['mine.json', 'shop.flows/whisker.json', 'shop.flows/whisker-2.json']);
  });

  it('rid their folder of what programs left there that were killed while they wrote', async () => {
    const left = { 'shop.flows/.a.json.999999999.tmp': 'half', [`shop.flows/.b.json.${process.pid}.tmp`]: 'half' };
    const folder = workspaceFolder({}, left);
    const store = await WorkspaceStore.open(fileIn(folder), makeFolder());
    await store.addFlows([{ path: 'whisker.json', text: '1' }]);
    expect(readdirSync(join(folder, 'shop.flows'))).toEqual([`.b.json.${process.pid}.tmp`, 'whisker.json']);
  });

  it('are forgotten when asked; those that lay elsewhere stay where they are', async () => {
    const listed = ['mine.json', 'shop.flows/../mine.json'];
    const folder = workspaceFolder({ flows: listed }, { 'mine.json': '0' });
    const store = await WorkspaceStore.open(fileIn(folder), makeFolder());
    await store.addFlows([{ path: 'whisker.json', text: '1' }]);
    await store.removeFlows();
    expect(workspaceOn(folder).flows).toEqual([]);
    expect(readdirSync(join(folder, 'shop.flows'))).toEqual([]);
    expect(readFileSync(join(folder, 'mine.json'), 'utf8')).toBe('0');
  });

  it('are added in a draft to copies of those that a read-only workspace lists', async () => {
    const state = makeFolder();
    const folder = workspaceFolder({ flows: ['mine.json', 'night'] }, { 'mine.json': '0', 'night/a.sse': '1' });
    vi.mocked(access).mockRejectedValue(new Error('read-only'));
    const store = await WorkspaceStore.open(fileIn(folder), state);
    expect(store.selected.flows).toEqual([join(folder, 'mine.json'), join(folder, 'night')]);
    const { flows } = await store.addFlows([{ path: 'mine.json', text: '2' }]);
    vi.mocked(access).mockReset();
    rmSync(folder, { recursive: true });
    expect(flows.map((path) => path.slice(path.indexOf('flows/')))).toEqual([
      'flows/mine.json',
      'flows/night',
      'flows/mine-2.json',
    ]);
    expect(flows.every((path) => path.startsWith(join(state, 'drafts')) && existsSync(path))).toBe(true);
  });

  it('are neither kept nor removed behind a link, which may lead anywhere', async () => {
    const elsewhere = makeFolder({ 'whisker.json': 'not ours' });
    const folder = workspaceFolder({ flows: ['shop.flows/whisker.json'] });
    symlinkSync(elsewhere, join(folder, 'shop.flows'));
    const store = await WorkspaceStore.open(fileIn(folder), makeFolder());
    await expect(store.addFlows([{ path: 'b.json', text: '1' }])).rejects.toMatchObject({
      code: 'refused',
      message: 'shop.flows is a link, and nothing is kept behind it.',
    });
    await store.removeFlows();
    expect(readFileSync(join(elsewhere, 'whisker.json'), 'utf8')).toBe('not ours');
  });

  it('beyond the limits are refused before anything is written', async () => {
    const folder = workspaceFolder();
    const store = await WorkspaceStore.open(fileIn(folder), makeFolder());
    const many = Array.from({ length: LIMITS.flowFiles + 1 }, () => ({ path: 'a.json', text: '' }));
    await expect(store.addFlows(many)).rejects.toMatchObject({ code: 'too-large' });
    expect(readdirSync(folder)).toEqual(['shop.rehearsal.json']);
  });
});
