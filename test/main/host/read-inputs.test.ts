import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { selectInputs, type InputSelection } from '../../../main/host/input-selection';
import { LIMITS } from '../../../main/host/limits';
import { readInputs, type ReadingLimits } from '../../../main/host/read-inputs';
import { makeFolder } from './make-folder';

function snapshotOf(folder: string): InputSelection {
  return { tag: 'folders', snapshot: folder, changes: null };
}

/** Path, code and reason of what was not read. */
async function skippedOf(folder: string, limits: ReadingLimits = LIMITS): Promise<readonly string[]> {
  const { input } = await readInputs(snapshotOf(folder), limits);
  return input.skipped.map(({ path, code, why }) => `${path} · ${code} · ${why}`);
}

async function pathsOf(folder: string, limits: ReadingLimits = LIMITS): Promise<readonly string[]> {
  const { input } = await readInputs(snapshotOf(folder), limits);
  return input.files.map(({ path }) => path);
}

describe('a folder', () => {
  it('is read in the order of its paths, with what is not meant to be read accounted for', async () => {
    const folder = makeFolder({
      'b.yaml': 'b: 1',
      'a/z.yml': 'z: 1',
      'a/B.JSON': '{}',
      'README.md': '# x',
      '.hidden.yaml': 'x: 1',
      '.git/config.yaml': 'x: 1',
      'node_modules/p/p.yaml': 'x: 1',
      'x.rehearsal.json': '{}',
    });
    const { input } = await readInputs(snapshotOf(folder));
    expect(input.files).toEqual([
      { role: 'snapshot', path: 'a/B.JSON', text: '{}' },
      { role: 'snapshot', path: 'a/z.yml', text: 'z: 1' },
      { role: 'snapshot', path: 'b.yaml', text: 'b: 1' },
    ]);
    expect(await skippedOf(folder)).toEqual([
      '.git/ · ignored · hidden folder',
      '.hidden.yaml · ignored · hidden file',
      'README.md · ignored · neither .yaml, .yml nor .json',
      'node_modules/ · ignored · folder of installed packages',
      'x.rehearsal.json · ignored · workspace file: it says what to read, and is no part of the cluster',
    ]);
  });

  it('with symbolic links in circles is read once and names each circle', async () => {
    const folder = makeFolder({ 'a/x.yaml': 'x: 1' });
    symlinkSync('..', join(folder, 'a/up'));
    symlinkSync('.', join(folder, 'a/self'));
    symlinkSync('pong.yaml', join(folder, 'ping.yaml'));
    symlinkSync('ping.yaml', join(folder, 'pong.yaml'));
    expect(await pathsOf(folder)).toEqual(['a/x.yaml']);
    expect(await skippedOf(folder)).toEqual([
      'a/self · LOAD15 · symbolic link that leads back to a folder around it',
      'a/up · LOAD15 · symbolic link that leads back to a folder around it',
      'ping.yaml · LOAD15 · symbolic link that leads back to itself',
      'pong.yaml · LOAD15 · symbolic link that leads back to itself',
    ]);
  });

  it('is never left through a symbolic link', async () => {
    const outside = makeFolder({ 'secret.yaml': 'secret: 1', 'deep/secret.yaml': 'secret: 1' });
    const folder = makeFolder({ 'x.yaml': 'x: 1' });
    symlinkSync(join(outside, 'secret.yaml'), join(folder, 'file.yaml'));
    symlinkSync(join(outside, 'deep'), join(folder, 'folder'));
    symlinkSync('/etc/passwd', join(folder, 'passwd.yaml'));
    symlinkSync('nowhere.yaml', join(folder, 'broken.yaml'));
    // A neighbour whose name begins like the folder's own is outside as well.
    mkdirSync(`${folder}-neighbour`);
    symlinkSync(`${folder}-neighbour`, join(folder, 'neighbour'));
    expect(await pathsOf(folder)).toEqual(['x.yaml']);
    expect(await skippedOf(folder)).toEqual([
      'broken.yaml · LOAD17 · symbolic link to nothing',
      'file.yaml · LOAD17 · symbolic link that leads out of the chosen folder',
      'folder · LOAD17 · symbolic link that leads out of the chosen folder',
      'neighbour · LOAD17 · symbolic link that leads out of the chosen folder',
      'passwd.yaml · LOAD17 · symbolic link that leads out of the chosen folder',
    ]);
  });

  it('is read once where symbolic links repeat a part of it', async () => {
    const folder = makeFolder({ 'real/x.yaml': 'x: 1' });
    symlinkSync('real/x.yaml', join(folder, 'again.yaml'));
    symlinkSync('real', join(folder, 'copy'));
    expect(await pathsOf(folder)).toEqual(['real/x.yaml']);
    expect(await skippedOf(folder)).toEqual([
      'again.yaml · ignored · symbolic link to real/x.yaml, which is read once',
      'copy · ignored · symbolic link to real, which is read once',
    ]);
  });

  it('mounted from a ConfigMap is read through its links into a hidden folder', async () => {
    const folder = makeFolder({ '..2026_11_21/x.yaml': 'x: 1' });
    symlinkSync('..2026_11_21', join(folder, '..data'));
    symlinkSync('..data/x.yaml', join(folder, 'x.yaml'));
    expect(await pathsOf(folder)).toEqual(['x.yaml']);
  });

  it('is read only up to the limits, and says where they fell', async () => {
    const folder = makeFolder({
      'a.yaml': '12345678',
      'b.yaml': '1234',
      'c.yaml': '1234',
      'd.yaml': '1',
      'e.yaml': '1',
    });
    const limits = { ...LIMITS, fileBytes: 5, totalBytes: 7, files: 2, entries: 10 };
    expect(await pathsOf(folder, limits)).toEqual(['b.yaml', 'd.yaml']);
    expect(await skippedOf(folder, limits)).toEqual([
      'a.yaml · LOAD16 · the file is larger than 5 bytes',
      'c.yaml · LOAD12 · all files together are larger than 7 bytes',
      'e.yaml · LOAD12 · there are more than 2 files',
    ]);
    expect(await pathsOf(folder, { ...LIMITS, yamlBytes: 9 })).toEqual(['a.yaml', 'd.yaml']);
    expect(await pathsOf(folder, { ...LIMITS, entries: 2 })).toEqual(['a.yaml', 'b.yaml']);
    expect(await skippedOf(folder, { ...LIMITS, entries: 2 })).toEqual([
      './ · LOAD12 · more than 2 entries: the rest is not read',
    ]);
  });

  it('that holds a socket is read without waiting on it', async () => {
    const folder = makeFolder({ 'x.yaml': 'x: 1' });
    const server = createServer().listen(join(folder, 'socket.yaml'));
    await new Promise((resolve) => server.once('listening', resolve));
    expect(await skippedOf(folder)).toEqual(['socket.yaml · ignored · neither a file nor a folder']);
    server.close();
  });

  it.skipIf(process.getuid?.() === 0)('names what may not be read', async () => {
    const folder = makeFolder({ 'x.yaml': 'x: 1', 'closed/y.yaml': 'y: 1' });
    chmodSync(join(folder, 'x.yaml'), 0);
    chmodSync(join(folder, 'closed'), 0);
    expect(await skippedOf(folder)).toEqual([
      'closed/ · LOAD17 · the folder cannot be read',
      'x.yaml · LOAD17 · the file cannot be read',
    ]);
  });

  it('hands binary content to the engine as text with NULs, and drops a byte order mark', async () => {
    const folder = makeFolder({
      'binary.yaml': Uint8Array.of(0, 1, 0xff),
      'marked.yaml': Uint8Array.of(0xef, 0xbb, 0xbf, 0x61),
    });
    const { input } = await readInputs(snapshotOf(folder));
    expect(input.files.map(({ text }) => text)).toEqual(['\0\u0001\uFFFD', 'a']);
  });
});

describe('a selection', () => {
  it('by workspace takes files and folders relative to the workspace file, and tells equal names apart', async () => {
    const workspace = {
      version: 1,
      name: 'Shop',
      snapshot: ['one/cluster', 'two/cluster', 'nodes.yaml'],
      changes: ['../outside'],
      adminCidrs: ['10.1.0.0/24'],
    };
    const folder = makeFolder({
      'place/x.rehearsal.json': JSON.stringify(workspace),
      'place/one/cluster/a.yaml': 'a',
      'place/two/cluster/a.yaml': 'b',
      'place/nodes.yaml': 'c',
      'outside/d.yaml': 'd',
    });
    const { input, watched } = await readInputs({ tag: 'workspace', file: `${folder}/place/x.rehearsal.json` });
    expect(input).toEqual({
      name: 'Shop',
      workspace,
      files: [
        { role: 'snapshot', path: 'cluster/a.yaml', text: 'a' },
        { role: 'snapshot', path: 'cluster-2/a.yaml', text: 'b' },
        { role: 'snapshot', path: 'nodes.yaml', text: 'c' },
        { role: 'changes', path: 'd.yaml', text: 'd' },
      ],
      skipped: [],
      flows: [],
      inputs: {
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
        files: {
          'changes/d.yaml': '18ac3e7343f016890c510e93f935261169d9e3f565436429830faf0934f4f8e4',
          'snapshot/cluster-2/a.yaml': '3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d',
          'snapshot/cluster/a.yaml': 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
          'snapshot/nodes.yaml': '2e7d2c03a9507ae265ecf5b5356885a53393a2029d241394997265a1a25aefc6',
          workspace: expect.stringMatching(/^[0-9a-f]{64}$/),
        },
      },
    });
    expect(watched).toEqual({
      folders: [
        { absolute: `${folder}/place/one/cluster`, shown: 'snapshot/cluster/' },
        { absolute: `${folder}/place/two/cluster`, shown: 'snapshot/cluster-2/' },
        { absolute: `${folder}/outside`, shown: 'changes/' },
      ],
      files: [
        { absolute: `${folder}/place/nodes.yaml`, shown: 'snapshot/nodes.yaml' },
        { absolute: `${folder}/place/x.rehearsal.json`, shown: 'x.rehearsal.json' },
      ],
    });
  });

  it('by workspace whose folder is missing is refused by name', async () => {
    const workspace = { version: 1, name: 'x', snapshot: ['absent'], changes: [], adminCidrs: [] };
    const folder = makeFolder({ 'x.rehearsal.json': JSON.stringify(workspace) });
    await expect(readInputs({ tag: 'workspace', file: `${folder}/x.rehearsal.json` })).rejects.toMatchObject({
      code: 'not-found',
      message: `${folder}/absent does not exist or cannot be read.`,
    });
  });

  it('by upload keeps the rules for names and reads every path once', async () => {
    const { input } = await readInputs({
      tag: 'uploaded',
      name: 'Uploaded',
      snapshot: [
        { path: 'b.yaml', text: 'b' },
        { path: 'a.yaml', text: 'a' },
        { path: 'a.yaml', text: 'other' },
        { path: '.git/c.yaml', text: 'c' },
        { path: 'photo.png', text: '' },
      ],
      changes: [],
      adminCidrs: ['10.0.0.0/8'],
    });
    expect(input.files.map(({ path, text }) => `${path}=${text}`)).toEqual(['a.yaml=a', 'b.yaml=b']);
    expect(input.skipped.map(({ path, code }) => `${path} ${code}`)).toEqual([
      '.git/c.yaml ignored',
      'a.yaml LOAD17',
      'photo.png ignored',
    ]);
    expect(input.workspace).toEqual({
      version: 1,
      name: 'Uploaded',
      snapshot: [],
      changes: [],
      adminCidrs: ['10.0.0.0/8'],
    });
  });

  it('from a command line is a workspace, or folders, or nothing, and never both', async () => {
    const folder = makeFolder({ 'w/x.rehearsal.json': '{}', 'snapshot/a.yaml': 'a' });
    expect(await selectInputs({ workspace: 'w' }, folder)).toEqual({
      tag: 'workspace',
      file: `${folder}/w/x.rehearsal.json`,
    });
    expect(await selectInputs({ snapshot: 'snapshot' }, folder)).toEqual({
      tag: 'folders',
      snapshot: `${folder}/snapshot`,
      changes: null,
    });
    expect(await selectInputs({}, folder)).toBeNull();
    await expect(selectInputs({ workspace: 'w', policies: 'snapshot' }, folder)).rejects.toMatchObject({
      code: 'invalid',
    });
    await expect(selectInputs({ policies: 'absent' }, folder)).rejects.toMatchObject({ code: 'not-found' });
  });
});
