import { mkdir, open, readdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { ContractFailure } from './contract-failure';
import { CHECKSUMS_NAME, isAsListed, readChecksums, sealExport, type ExportFile } from './export-file';
import { isWithin } from './is-within';

/** Puts a file and its folders below `folder`, which is ours alone. */
async function writeFileIn(folder: string, { path, content }: ExportFile): Promise<void> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  const handle = await open(file, 'wx', 0o644);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Everything below a folder that is not a folder, by relative path with `/`; links and the like as they are, never followed. */
async function listFolder(folder: string): Promise<readonly { readonly path: string; readonly isFile: boolean }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => ({
      path: relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'),
      isFile: entry.isFile(),
    }));
}

/** The first thing in a folder that this program did not write as it is now; `''`: there is none. */
async function findForeign(folder: string): Promise<string> {
  const listed = await readFile(join(folder, CHECKSUMS_NAME), 'utf8').then(readChecksums, () => null);
  // Without a list nothing of it is ours, and it may be as large as the disk.
  if (listed === null) return (await readdir(folder)).toSorted()[0] ?? '';
  for (const { path, isFile } of await listFolder(folder)) {
    if (path === CHECKSUMS_NAME && isFile) continue;
    if (!isFile || !isAsListed(await readFile(join(folder, path)), listed.get(path))) return path;
  }
  return '';
}

/** Throws `ContractFailure` `refused` unless the folder is not there, is empty, or holds an earlier export that nobody changed. */
async function checkTarget(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found === undefined) return;
  if (!found.isDirectory()) throw refusal(`${basename(folder)} is a file.`, 'Give a new or empty folder.');
  if (isWithin(folder, process.cwd())) {
    throw refusal('The current folder cannot be replaced as a whole.', 'Give a folder below it, e.g. -o plan.');
  }
  const foreign = await findForeign(folder);
  if (foreign === '') return;
  const what = `${basename(folder)} holds ${foreign}, which is not as this program wrote it.`;
  throw refusal(what, 'Give a new or empty folder, or one that an earlier export left and nobody changed.');
}

function refusal(message: string, help: string): ContractFailure {
  return new ContractFailure('refused', message, help);
}

/** Puts a folder that is complete in the place of another, which comes back when that fails. */
async function swapFolders(complete: string, folder: string, aside: string): Promise<void> {
  const isThere = (await stat(folder).catch(() => undefined)) !== undefined;
  if (isThere) await rename(folder, aside);
  try {
    await rename(complete, folder);
  } catch (thrown) {
    if (isThere) await rename(aside, folder);
    throw thrown;
  }
  await rm(aside, { recursive: true, force: true });
}

/**
 * Writes files into a folder (absolute path) that is new, empty, or holds an earlier export that nobody changed; that one is replaced.
 * The folder is prepared beside it and put in its place when it is complete: nobody ever sees half an export. Returns the paths written.
 * Throws `ContractFailure` `refused`.
 */
export async function writeExportFolder(wanted: string, files: readonly ExportFile[]): Promise<readonly string[]> {
  const sealed = sealExport(files);
  try {
    await mkdir(dirname(wanted), { recursive: true });
    const folder = await realpath(wanted).catch(async () => join(await realpath(dirname(wanted)), basename(wanted)));
    await checkTarget(folder);
    const beside = (suffix: string): string => join(dirname(folder), `.${basename(folder)}.${process.pid}.${suffix}`);
    const [complete, aside] = [beside('tmp'), beside('old')];
    await rm(complete, { recursive: true, force: true });
    try {
      await mkdir(complete);
      for (const file of sealed) await writeFileIn(complete, file);
      await swapFolders(complete, folder, aside);
    } finally {
      await rm(complete, { recursive: true, force: true });
    }
  } catch (thrown) {
    if (thrown instanceof ContractFailure || !(thrown instanceof Error) || !('code' in thrown)) throw thrown;
    const code = String(thrown.code);
    if (['ENOTDIR', 'EEXIST'].includes(code)) {
      const what = `${basename(wanted)} could not be written: a part of its path is a file.`;
      throw refusal(what, 'Give a folder that is new or empty.');
    }
    throw refusal(
      `${basename(wanted)} could not be written (${code}).`,
      'Make room on the disk or ask for the right to write there, then do it again.',
    );
  }
  return sealed.map(({ path }) => path);
}
