import type * as fileSystem from 'node:fs/promises';
import { rename } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { CHECKSUMS_NAME, sealExport } from '../../../main/host/export-file';
import { writeExportFolder } from '../../../main/host/export-folder';
import { makeFolder } from './make-folder';

type FileSystem = typeof fileSystem;

// A spy: the moment between two renames cannot be had otherwise.
vi.mock('node:fs/promises', async (importActual) => {
  const actual = await importActual<FileSystem>();
  return { ...actual, rename: vi.fn<FileSystem['rename']>(actual.rename) };
});

const FILES = [
  { path: 'checklist.md', content: '- [ ] one\n' },
  { path: '1-net/apply/net.yaml', content: 'kind: x\n' },
  { path: 'pictures/map.png', content: new Uint8Array([0x89, 0, 255]) },
];
const PATHS = ['1-net/apply/net.yaml', 'checklist.md', 'pictures/map.png', CHECKSUMS_NAME];

function listOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
}

describe('a folder of an export', () => {
  it('is made with its parents, holds every file, and passes the check of its own list', async () => {
    const place = makeFolder();
    const folder = join(place, 'deep/plan');
    expect(await writeExportFolder(folder, FILES)).toEqual(PATHS);
    expect(listOf(folder)).toEqual(PATHS.toSorted());
    expect(readFileSync(join(folder, 'pictures/map.png'))).toEqual(Buffer.from([0x89, 0, 255]));
    expect(statSync(join(folder, 'checklist.md')).mode & 0o777).toBe(0o644);
    const sums = FILES.map(({ path, content }) => `${createHash('sha256').update(content).digest('hex')}  ${path}\n`);
    expect(readFileSync(join(folder, CHECKSUMS_NAME), 'utf8')).toBe([sums[1], sums[0], sums[2]].join(''));
    expect(readdirSync(join(place, 'deep'))).toEqual(['plan']);
  });

  it('takes the place of an empty folder, and of an earlier export of other files', async () => {
    const folder = makeFolder();
    await writeExportFolder(folder, FILES);
    await writeExportFolder(folder, [{ path: 'other.md', content: 'x' }]);
    expect(listOf(folder)).toEqual([CHECKSUMS_NAME, 'other.md']);
  });

  it.each<readonly [string, (folder: string) => void, string]>([
    ['a file of somebody else', (folder) => writeFileSync(join(folder, 'notes.txt'), 'x'), 'notes.txt'],
    ['a ticked box', (folder) => writeFileSync(join(folder, 'checklist.md'), '- [x] one\n'), 'checklist.md'],
    ['a link', (folder) => symlinkSync('/etc/passwd', join(folder, '1-net/link')), '1-net/link'],
    ['no list', (folder) => rmSync(join(folder, CHECKSUMS_NAME)), '1-net'],
    ['a broken list', (folder) => writeFileSync(join(folder, CHECKSUMS_NAME), 'x\n'), '1-net'],
  ])('is left alone when it holds %s', async (_what, change, foreign) => {
    const folder = join(makeFolder(), 'plan');
    await writeExportFolder(folder, FILES);
    change(folder);
    const before = listOf(folder);
    await expect(writeExportFolder(folder, FILES)).rejects.toMatchObject({
      code: 'refused',
      message: `plan holds ${foreign}, which is not as this program wrote it.`,
    });
    expect(listOf(folder)).toEqual(before);
  });

  it('is never a file, and never the current folder or one around it', async () => {
    const place = makeFolder({ plan: 'x' });
    await expect(writeExportFolder(join(place, 'plan'), FILES)).rejects.toMatchObject({ message: 'plan is a file.' });
    await expect(writeExportFolder(join(place, 'plan/below'), FILES)).rejects.toMatchObject({ code: 'refused' });
    await expect(writeExportFolder(process.cwd(), FILES)).rejects.toMatchObject({
      message: 'The current folder cannot be replaced as a whole.',
    });
    await expect(writeExportFolder('/', FILES)).rejects.toMatchObject({ code: 'refused' });
  });

  it('comes back when the new one cannot take its place', async () => {
    const place = makeFolder();
    const folder = join(place, 'plan');
    await writeExportFolder(folder, FILES);
    const { rename: actual } = await vi.importActual<FileSystem>('node:fs/promises');
    vi.mocked(rename).mockImplementationOnce(actual);
    vi.mocked(rename).mockRejectedValueOnce(Object.assign(new Error('busy'), { code: 'EBUSY' }));
    await expect(writeExportFolder(folder, [{ path: 'other.md', content: 'x' }])).rejects.toMatchObject({
      code: 'refused',
      message: 'plan could not be written (EBUSY).',
    });
    expect(listOf(folder)).toEqual(PATHS.toSorted());
    expect(readdirSync(place)).toEqual(['plan']);
  });

  it('is reached through a link without replacing the link', async () => {
    const place = makeFolder();
    mkdirSync(join(place, 'real'));
    symlinkSync('real', join(place, 'link'));
    await writeExportFolder(join(place, 'link'), FILES);
    expect(existsSync(join(place, 'real/checklist.md'))).toBe(true);
  });
});

describe('the paths of an export', () => {
  it.each([
    '',
    '/etc/passwd',
    '../x',
    'a/../../x',
    'a//x',
    './x',
    'a\\x',
    'C:/x',
    'x\n',
    'x\0',
    'a/.',
    'x.',
    'x ',
    CHECKSUMS_NAME,
    'y'.repeat(256),
  ])('never lead out of it, and are names on every system: %j', (path) => {
    expect(() => sealExport([{ path, content: '' }])).toThrow('an export cannot hold');
  });

  it('differ in more than case', () => {
    const twice = ['a.yaml', 'A.yaml'].map((path) => ({ path, content: '' }));
    expect(() => sealExport(twice)).toThrow('an export cannot hold "A.yaml"');
  });
});
