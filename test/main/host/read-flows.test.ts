import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../../main/host/limits';
import { readFlows } from '../../../main/host/read-flows';
import { readInputs } from '../../../main/host/read-inputs';
import { ReadingProgress } from '../../../main/host/reading-progress';
import { makeFolder } from './make-folder';

const WORKSPACE = { version: 1, name: 'Shop', snapshot: ['snapshot'], changes: [], adminCidrs: [] };

function workspaceWith(fields: object, files: Readonly<Record<string, string | Uint8Array>>) {
  const content = JSON.stringify({ ...WORKSPACE, ...fields });
  return makeFolder({ 'x.rehearsal.json': content, 'snapshot/a.yaml': 'a: 1', ...files });
}

async function read(folder: string) {
  return readInputs({ tag: 'workspace', file: join(folder, 'x.rehearsal.json') });
}

describe('recorded flows', () => {
  it('are read as the workspace lists them, files and folders, packed ones unpacked', async () => {
    const folder = workspaceWith(
      { flows: ['x.flows/whisker.json', 'more/whisker.json', 'x.flows/night'] },
      {
        'x.flows/whisker.json': '{}',
        'more/whisker.json': '[]',
        'x.flows/night/one.sse': 'data: {}',
        'x.flows/night/two.txt.gz': gzipSync('- Time=1'),
        'x.flows/night/.hidden': 'x',
      },
    );
    const { input, watched } = await read(folder);
    expect(input.flows).toEqual([
      { path: 'whisker.json', text: '{}' },
      { path: 'whisker-2.json', text: '[]' },
      { path: 'night/one.sse', text: 'data: {}' },
      { path: 'night/two.txt.gz', text: '- Time=1' },
    ]);
    expect(input.skipped.map(({ role, path, code }) => `${role}/${path} ${code}`)).toEqual([
      'flows/night/.hidden ignored',
    ]);
    expect(watched.files.map(({ shown }) => shown)).toEqual([
      'flows/whisker.json',
      'flows/whisker-2.json',
      'flows/night/one.sse',
      'flows/night/two.txt.gz',
      'x.rehearsal.json',
    ]);
  });

  it('that are missing, no file or no archive are accounted for, and the rest is rehearsed', async () => {
    const folder = workspaceWith(
      { flows: ['absent.json', 'device', 'broken.gz', 'good.json'] },
      { 'broken.gz': 'no archive', 'good.json': '{}' },
    );
    symlinkSync('/dev/null', join(folder, 'device'));
    const { input } = await read(folder);
    expect(input.flows).toEqual([{ path: 'good.json', text: '{}' }]);
    expect(input.skipped.map(({ path, code, why }) => `${path} · ${code} · ${why}`)).toEqual([
      'absent.json · LOAD17 · there is no such file',
      'device · LOAD17 · neither a file nor a folder',
      'broken.gz · LOAD17 · the file cannot be read',
    ]);
  });

  it('are read up to a limit of their own, unpacked, and what is left out is said', async () => {
    const folder = makeFolder({ a: '1234', b: '123456', 'c.gz': gzipSync('1234567'), d: '12', e: '1' });
    const limits = { ...LIMITS, flowBytes: 9, flowFiles: 2 };
    const { files, skipped } = await readFlows(
      ['a', 'b', 'c.gz', 'd', 'e'].map((name) => join(folder, name)),
      limits,
      new ReadingProgress(() => undefined),
    );
    expect(files.map(({ path }) => path)).toEqual(['a', 'd']);
    expect(skipped.map(({ path, code, why }) => `${path} · ${code} · ${why}`)).toEqual([
      'b · LOAD16 · all recorded flows together are larger than 9 bytes: it is left out',
      'c.gz · LOAD16 · all recorded flows together are larger than 9 bytes: it is left out',
      'e · LOAD12 · there are more than 2 files of flows: it is left out',
    ]);
  });

  it('beside a workspace are no part of a snapshot that is its own folder', async () => {
    const folder = workspaceWith({ snapshot: ['.'] }, { 'x.flows/whisker.json': '{}' });
    const { input } = await read(folder);
    expect(input.files.map(({ path }) => path)).toEqual(['snapshot/a.yaml']);
    expect(input.skipped.map(({ path, why }) => `${path} ${why}`)).toContain('x.flows/ folder of recorded flows');
  });
});

describe('the digest of the inputs', () => {
  const EVENT = {
    tag: 'done',
    id: 1,
    step: 'net',
    by: 'Ada',
    at: '2026-01-01T00:00:00Z',
    text: '',
    inputs: 'a'.repeat(64),
    check: 'net.console',
  };

  async function digestOf(fields: object): Promise<string> {
    const folder = workspaceWith(fields, { 'f.json': '{}' });
    const { input } = await read(folder);
    rmSync(folder, { recursive: true });
    return input.inputs.digest;
  }

  it('stays the same whatever is done in the wizard, and however the workspace is called', async () => {
    const before = await digestOf({});
    expect(await digestOf({ name: 'Other', description: 'x' })).toBe(before);
    expect(
      await digestOf({
        events: [EVENT],
        gates: { secondPerson: true, minimumObservationMinutes: 60 },
        seenInputs: { [EVENT.inputs]: { digest: EVENT.inputs, files: {} } },
      }),
    ).toBe(before);
  });

  it('changes with admin networks, own rows, what is known of the cluster, and recorded flows', async () => {
    const ownPath = {
      title: 'Backup',
      from: '10.9.0.1',
      to: 'node1',
      protocol: 'tcp',
      port: 8200,
      severity: 'warns',
      expect: 'open',
    };
    const digests = await Promise.all(
      [
        {},
        { adminCidrs: ['10.1.0.0/24'] },
        { ownPaths: [ownPath] },
        { ownPaths: [{ ...ownPath, expect: 'closed' }] },
        { cluster: { complete: true } },
        { flows: ['f.json'] },
      ].map(digestOf),
    );
    expect(new Set(digests).size).toBe(digests.length);
  });
});
