import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ContractFailure } from './contract-failure';
import { KeptFile, PREVIOUS_SUFFIX } from './kept-file';
import { parseWorkspace, type WorkspaceContent } from './workspace-text';

/** How the name of a workspace file ends. */
export const WORKSPACE_SUFFIX = '.rehearsal.json';

/** A workspace file that was read: what it says, and the folder its paths start from. */
export interface WorkspaceFile extends WorkspaceContent {
  /** Absolute. */
  readonly folder: string;
  /** Why the copy of before was read instead, in words that follow the file's name; `''`: it was not. */
  readonly recovered: string;
}

/** The workspace file at an absolute path, to be read and replaced. */
export function keptWorkspaceFile(file: string): KeptFile {
  return new KeptFile(file, basename(file), 0o644);
}

/** Reads a workspace file from disk. Throws `ContractFailure`: `not-found`, `too-large` or `invalid`. */
export async function readWorkspace(file: string, kept: KeptFile = keptWorkspaceFile(file)): Promise<WorkspaceFile> {
  const found = await kept.read();
  if (found === null) {
    throw new ContractFailure('not-found', `${file} cannot be read.`, 'Choose a workspace file that you may read.');
  }
  const { text, recovered } = found;
  return { ...parseWorkspace(text, basename(file)), folder: dirname(file), recovered };
}

/** The names of workspace files in a folder, also of those of which only the copy of before is left. */
function workspaceNames(entries: readonly string[]): readonly string[] {
  const names = entries.map((name) => (name.endsWith(PREVIOUS_SUFFIX) ? name.slice(0, -PREVIOUS_SUFFIX.length) : name));
  return [...new Set(names.filter((name) => name.endsWith(WORKSPACE_SUFFIX)))];
}

/** Whether a workspace file is missing of which the copy of before is still there. */
export async function isRecoverable(path: string): Promise<boolean> {
  const isMissing = (await stat(path).catch(() => undefined)) === undefined;
  if (!isMissing || !path.endsWith(WORKSPACE_SUFFIX)) return false;
  return (await stat(path + PREVIOUS_SUFFIX).catch(() => undefined))?.isFile() === true;
}

/** The workspace file that a path means: the file itself, or the only one in a folder. Throws `ContractFailure`. */
export async function findWorkspaceFile(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() === true || (await isRecoverable(path))) return path;
  const entries = await readdir(path).catch(() => undefined);
  if (entries === undefined) {
    const why = found === undefined ? 'does not exist' : found.isDirectory() ? 'cannot be read' : 'is no file';
    throw new ContractFailure('not-found', `${path} ${why}.`, `Give a *${WORKSPACE_SUFFIX} file or its folder.`);
  }
  const names = workspaceNames(entries);
  const [only] = names;
  if (only === undefined || names.length > 1) {
    const count = only === undefined ? 'no workspace file' : `${names.length} workspace files`;
    throw new ContractFailure('not-found', `${path} has ${count}.`, `Give one *${WORKSPACE_SUFFIX} file.`);
  }
  return join(path, only);
}
