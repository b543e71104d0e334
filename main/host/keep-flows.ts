import { cp, lstat, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { UploadedFile } from '../../preload/contract';
import { removeLeftovers, writeAtomically } from './atomic-write';
import { ContractFailure } from './contract-failure';
import { distinctNames } from './distinct-names';

/** A file name of letters, digits, dots and dashes that neither hides the file nor leads out of its folder. */
function safeName(path: string): string {
  const name = (path.split('/').at(-1) ?? '')
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[.-]+/, '')
    .slice(-100);
  return name === '' ? 'flows' : name;
}

async function holds(file: string, text: string): Promise<boolean> {
  return (await readFile(file, 'utf8').catch(() => null)) === text;
}

async function isLink(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined))?.isSymbolicLink() === true;
}

/** A folder that is a link leads to where nobody said that flows are to be kept. */
async function makeOwnFolder(folder: string, mode: number): Promise<void> {
  if (await isLink(folder)) {
    const what = `${basename(folder)} is a link, and nothing is kept behind it.`;
    throw new ContractFailure('refused', what, 'Put a folder in its place, or remove it.');
  }
  await mkdir(folder, { recursive: true, mode });
}

/**
 * Writes dropped files into `folder` under safe names and returns these in the order of the files. A file that the folder has already,
 * under its name and with its content, is not written again; another content of the same name gets a name of its own. Throws
 * `ContractFailure` `refused` where the folder is a link.
 */
export async function keepFlows(
  folder: string,
  files: readonly UploadedFile[],
  mode: { readonly folder: number; readonly file: number },
): Promise<readonly string[]> {
  await makeOwnFolder(folder, mode.folder);
  await removeLeftovers(folder, '');
  const names: string[] = [];
  for (const { path, text } of files) {
    const wanted = safeName(path);
    if (await holds(join(folder, wanted), text)) {
      names.push(wanted);
      continue;
    }
    const name = distinctNames([...(await readdir(folder)), wanted]).at(-1) ?? wanted;
    await writeAtomically(join(folder, name), text, mode.file);
    names.push(name);
  }
  return names;
}

/** Copies files and folders of flows that lie elsewhere into `folder`, and returns their names. */
export async function copyFlows(folder: string, files: readonly string[]): Promise<readonly string[]> {
  await makeOwnFolder(folder, 0o700);
  const names = distinctNames(files.map((file) => safeName(basename(file))));
  for (const [index, file] of files.entries())
    await cp(file, join(folder, names[index] ?? basename(file)), { recursive: true });
  return names;
}

/** Removes kept files; what is gone already is no matter. */
export async function dropFlows(folder: string, names: readonly string[]): Promise<void> {
  if (await isLink(folder)) return;
  for (const name of names) await rm(join(folder, name), { force: true, recursive: true });
}
