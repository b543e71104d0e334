import type * as fileSystem from 'node:fs/promises';
import { truncateSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { describe, expect, it, vi } from 'vitest';
import { LIMITS } from '../../../main/host/limits';
import { findWorkspaceFile, readWorkspace } from '../../../main/host/read-workspace';
import { parseWorkspace } from '../../../main/host/workspace-text';
import { makeFolder } from './make-folder';

type FileSystem = typeof fileSystem;

// A spy: root, as which tests may run, can read every folder.
vi.mock('node:fs/promises', async (importActual) => {
  const actual = await importActual<FileSystem>();
  return { ...actual, readdir: vi.fn<FileSystem['readdir']>(actual.readdir) };
});

const WORKSPACE = {
  version: 1,
  name: 'Shop',
  snapshot: ['snapshot'],
  changes: ['a', '../b'],
  adminCidrs: ['10.1.0.0/24'],
};

function messageOf(workspace: unknown): string {
  try {
    parseWorkspace(JSON.stringify(workspace), 'x.rehearsal.json');
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
  return 'accepted';
}

describe('a workspace file', () => {
  it('is read with everything it may hold', () => {
    const cluster = { version: 'v3.30', dataplane: 'ebpf', complete: true };
    const content = JSON.stringify({ ...WORKSPACE, description: 'What it shows.', cluster });
    expect(parseWorkspace(content, 'shop.rehearsal.json')).toEqual({
      workspace: { ...WORKSPACE, cluster },
      description: 'What it shows.',
    });
  });

  it('needs neither a description nor a word on the cluster', () => {
    expect(parseWorkspace(JSON.stringify(WORKSPACE), 'shop.rehearsal.json')).toEqual({
      workspace: WORKSPACE,
      description: '',
    });
  });

  it.each([
    [{ ...WORKSPACE, colour: 'red' }, 'workspace.colour is not a known field'],
    [{ ...WORKSPACE, name: 7 }, 'workspace.name must be text'],
    [{ ...WORKSPACE, snapshot: 'snapshot' }, 'workspace.snapshot must be a list'],
    [{ ...WORKSPACE, snapshot: ['/etc'] }, 'workspace.snapshot[0] must be relative to the workspace file'],
    [{ ...WORKSPACE, changes: ['C:/x'] }, 'workspace.changes[0] must be relative to the workspace file'],
    [{ ...WORKSPACE, changes: ['a\\b'] }, 'workspace.changes[0] must be a path with / between its parts'],
    [
      { ...WORKSPACE, adminCidrs: ['10.1.0.0'] },
      'workspace.adminCidrs[0] must be an address prefix such as 10.1.0.0/24',
    ],
    [{ ...WORKSPACE, adminCidrs: ['::/129'] }, 'workspace.adminCidrs[0] must be an address prefix such as 10.1.0.0/24'],
    [{ ...WORKSPACE, cluster: { kernel: '6' } }, 'workspace.cluster.kernel is not a known field'],
    [{ version: 1, name: 'x', snapshot: [], changes: [] }, 'workspace.adminCidrs is missing'],
    [[], 'workspace must be an object'],
  ])('is refused with the place of its fault: %j', (workspace, message) => {
    expect(messageOf(workspace)).toBe(`x.rehearsal.json: ${message}.`);
  });

  it('that is not JSON is refused by its name', () => {
    expect(() => parseWorkspace('{', 'x.rehearsal.json')).toThrow(/^x\.rehearsal\.json is not JSON: .*[^.]\.$/);
  });

  it('is found in a folder that holds exactly one', async () => {
    const one = makeFolder({ 'one.rehearsal.json': '{}', 'other.json': '{}' });
    const two = makeFolder({ 'one.rehearsal.json': '{}', 'two.rehearsal.json': '{}' });
    expect(await findWorkspaceFile(one)).toBe(`${one}/one.rehearsal.json`);
    await expect(findWorkspaceFile(two)).rejects.toMatchObject({
      code: 'not-found',
      message: `${two} has 2 workspace files.`,
    });
    await expect(findWorkspaceFile(makeFolder())).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is not found where nothing can be looked into, and the reason is said', async () => {
    const folder = makeFolder();
    for (const [path, why] of [
      [`${folder}/absent`, 'does not exist'],
      ['/dev/null', 'is no file'],
    ] as const) {
      await expect(findWorkspaceFile(path)).rejects.toMatchObject({ code: 'not-found', message: `${path} ${why}.` });
    }
    vi.mocked(readdir).mockRejectedValueOnce(Object.assign(new Error('EACCES'), { code: 'EACCES' }));
    await expect(findWorkspaceFile(folder)).rejects.toMatchObject({
      code: 'not-found',
      message: `${folder} cannot be read.`,
    });
  });

  it('may begin with a byte order mark', async () => {
    const folder = makeFolder({ 'x.rehearsal.json': `\uFEFF${JSON.stringify(WORKSPACE)}` });
    expect((await readWorkspace(`${folder}/x.rehearsal.json`)).workspace.name).toBe('Shop');
  });

  it('beyond the limit is not read', async () => {
    const folder = makeFolder({ 'x.rehearsal.json': '' });
    truncateSync(`${folder}/x.rehearsal.json`, LIMITS.workspaceBytes + 1);
    await expect(readWorkspace(`${folder}/x.rehearsal.json`)).rejects.toMatchObject({ code: 'too-large' });
  });
});
