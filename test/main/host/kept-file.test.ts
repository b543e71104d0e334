import type * as fileSystem from 'node:fs/promises';
import { open } from 'node:fs/promises';
import {
  chmodSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { KeptFile } from '../../../main/host/kept-file';
import { LIMITS } from '../../../main/host/limits';
import { makeFolder } from './make-folder';

type FileSystem = typeof fileSystem;

// A spy: root, as which tests may run, can write every file.
vi.mock('node:fs/promises', async (importActual) => {
  const actual = await importActual<FileSystem>();
  return { ...actual, open: vi.fn<FileSystem['open']>(actual.open) };
});

function kept(folder: string): KeptFile {
  return new KeptFile(join(folder, 'x.json'), 'x.json', 0o600);
}

function contentOf(folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

describe('a kept file', () => {
  it('is replaced as a whole, with the one before beside it and nothing else left', async () => {
    const folder = makeFolder({ 'x.json': '{"at":1}' });
    const file = kept(folder);
    expect(await file.read()).toEqual({ text: '{"at":1}', recovered: '' });
    await file.write('{"at":2}');
    await file.write('{"at":3}');
    expect(contentOf(folder)).toEqual({ 'x.json': '{"at":3}', 'x.json.previous': '{"at":2}' });
    expect(await file.isUnchanged()).toBe(true);
  });

  it('is made where there was none, for its user alone, and keeps the rights that it has', async () => {
    const folder = makeFolder();
    const file = kept(folder);
    expect(await file.read()).toBeNull();
    await file.write('{}');
    expect(statSync(join(folder, 'x.json')).mode & 0o777).toBe(0o600);
    chmodSync(join(folder, 'x.json'), 0o640);
    await file.write('{ }');
    expect(statSync(join(folder, 'x.json')).mode & 0o777).toBe(0o640);
  });

  it('that another program changed, made or removed is not overwritten, until it is read again', async () => {
    const folder = makeFolder({ 'x.json': '{"at":1}' });
    const file = kept(folder);
    await file.read();
    writeFileSync(join(folder, 'x.json'), '{"at":"theirs"}');
    const refusal = {
      code: 'refused',
      message: 'x.json changed on disk since it was read, so it was not overwritten.',
      help: 'Reload the inputs, then do it again.',
    };
    expect(await file.isUnchanged()).toBe(false);
    await expect(file.write('{"at":2}')).rejects.toMatchObject(refusal);
    rmSync(join(folder, 'x.json'));
    await expect(file.write('{"at":2}')).rejects.toMatchObject(refusal);
    expect(contentOf(folder)).toEqual({});
    await file.read();
    await file.write('{"at":2}');
    expect(contentOf(folder)).toEqual({ 'x.json': '{"at":2}' });
  });

  it.each([
    ['', 'is torn'],
    ['{"at":', 'is torn'],
    ['{"at":2}\0\0\0', 'is torn'],
    [null, 'is missing'],
  ])('that holds %j is made up for by the one before', async (content, recovered) => {
    const folder = makeFolder({ 'x.json.previous': '{"at":1}', ...(content === null ? {} : { 'x.json': content }) });
    expect(await kept(folder).read()).toEqual({ text: '{"at":1}', recovered });
  });

  it('with a mistake in it, or torn with nothing before it, is handed over as it is', async () => {
    const mistaken = makeFolder({ 'x.json': '{"at":1,}', 'x.json.previous': '{"at":1}' });
    expect(await kept(mistaken).read()).toEqual({ text: '{"at":1,}', recovered: '' });
    const torn = makeFolder({ 'x.json': '{"at":', 'x.json.previous': '' });
    expect(await kept(torn).read()).toEqual({ text: '{"at":', recovered: '' });
  });

  it('that was torn is set aside when it is saved again, and the whole copy stays', async () => {
    const folder = makeFolder({ 'x.json': '{"at":', 'x.json.previous': '{"at":1}' });
    const file = kept(folder);
    await file.read();
    await file.write('{"at":2}');
    expect(contentOf(folder)).toEqual({
      'x.json': '{"at":2}',
      'x.json.previous': '{"at":1}',
      'x.json.unreadable': '{"at":',
    });
  });

  it('is not written through a link that somebody laid where the new one is prepared', async () => {
    const outside = makeFolder({ 'victim.json': 'precious' });
    const folder = makeFolder({ 'x.json': '{}' });
    symlinkSync(join(outside, 'victim.json'), join(folder, `.x.json.${process.pid}.tmp`));
    const file = kept(folder);
    await file.read();
    await file.write('{"at":1}');
    expect(readFileSync(join(outside, 'victim.json'), 'utf8')).toBe('precious');
    expect(readFileSync(join(folder, 'x.json'), 'utf8')).toBe('{"at":1}');
  });

  it('loses what killed programs left, and leaves alone what a running one prepares', async () => {
    // 1 runs on every system; no process has the other number, which is beyond what kernels give out.
    const folder = makeFolder({ 'x.json': '{}', '.x.json.4194999.tmp': '{', '.x.json.1.tmp': '{', '.y.tmp': '' });
    const file = kept(folder);
    await file.read();
    await file.write('{"at":1}');
    expect(readdirSync(folder).toSorted()).toEqual(['.x.json.1.tmp', '.y.tmp', 'x.json', 'x.json.previous']);
  });

  it('that cannot be written is left as it is, and the reason is said', async () => {
    const folder = makeFolder({ 'x.json': '{}' });
    const file = kept(folder);
    await file.read();
    vi.mocked(open).mockRejectedValueOnce(Object.assign(new Error('full'), { code: 'ENOSPC' }));
    await expect(file.write('{"at":1}')).rejects.toMatchObject({
      code: 'refused',
      message: 'x.json could not be saved (ENOSPC).',
    });
    expect(contentOf(folder)).toEqual({ 'x.json': '{}' });
    await file.write('{"at":2}');
    expect(contentOf(folder)).toMatchObject({ 'x.json': '{"at":2}' });
  });

  it('is neither read nor written beyond the limit', async () => {
    const folder = makeFolder({ 'x.json': '{}' });
    const file = kept(folder);
    await file.read();
    const tooLong = `{"a":"${'x'.repeat(LIMITS.workspaceBytes)}"}`;
    await expect(file.write(tooLong)).rejects.toMatchObject({ code: 'too-large' });
    truncateSync(join(folder, 'x.json'), LIMITS.workspaceBytes + 1);
    await expect(file.read()).rejects.toMatchObject({ code: 'too-large' });
  });
});
