import { readFile, readdir, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import type { Workspace } from '../engine/model/workspace';
import { ContractFailure } from './contract-failure';
import { LIMITS } from './limits';
import { cidr, closedObject, flag, listOf, oneOf, ShapeError, text, type Shape } from './shape';

/** How the name of a workspace file ends. */
export const WORKSPACE_SUFFIX = '.rehearsal.json';

/** A workspace file that was read: what it says, and the folder its paths start from. */
export interface WorkspaceFile {
  readonly workspace: Workspace;
  /** One or two sentences on what it shows; `''` when the file has none. */
  readonly description: string;
  /** Absolute. */
  readonly folder: string;
}

const relativePath: Shape<string> = (value, at) => {
  const path = text(4096)(value, at);
  if (path === '' || path.includes('\0') || path.includes('\\')) {
    throw new ShapeError(at, 'must be a path with / between its parts');
  }
  if (isAbsolute(path) || /^[A-Za-z]:/.test(path)) throw new ShapeError(at, 'must be relative to the workspace file');
  return path;
};

const readShape = closedObject(
  {
    version: oneOf([1]),
    name: text(200),
    snapshot: listOf(relativePath, 100),
    changes: listOf(relativePath, 100),
    adminCidrs: listOf(cidr, 256),
  },
  {
    description: text(2000),
    cluster: closedObject(
      {},
      { version: text(40), dataplane: oneOf(['iptables', 'nftables', 'ebpf']), complete: flag },
    ),
  },
);

/** Reads the text of a workspace file. Throws `ContractFailure` with code `invalid` that says where it is wrong. */
export function parseWorkspace(content: string, fileName: string): Omit<WorkspaceFile, 'folder'> {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : 'not JSON';
    throw new ContractFailure('invalid', `${fileName} is not JSON: ${why}.`, 'Correct the file and open it again.');
  }
  try {
    const { description = '', ...workspace } = readShape(value, 'workspace');
    return { workspace, description };
  } catch (thrown) {
    if (!(thrown instanceof ShapeError)) throw thrown;
    throw new ContractFailure('invalid', `${fileName}: ${thrown.message}.`, 'Correct the file and open it again.');
  }
}

/** Reads a workspace file from disk. Throws `ContractFailure`: `not-found`, `too-large` or `invalid`. */
export async function readWorkspace(file: string): Promise<WorkspaceFile> {
  const fileName = basename(file);
  let content: string;
  try {
    const { size } = await stat(file);
    if (size > LIMITS.workspaceBytes) {
      throw new ContractFailure('too-large', `${fileName} is too large for a workspace file.`, 'Choose another file.');
    }
    content = await readFile(file, 'utf8');
  } catch (thrown) {
    if (thrown instanceof ContractFailure) throw thrown;
    throw new ContractFailure('not-found', `${file} cannot be read.`, 'Choose a workspace file that you may read.');
  }
  return { ...parseWorkspace(content.replace(/^\uFEFF/, ''), fileName), folder: dirname(file) };
}

/** The workspace file that a path means: the file itself, or the only one in a folder. Throws `ContractFailure`. */
export async function findWorkspaceFile(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() === true) return path;
  const entries = await readdir(path).catch(() => undefined);
  if (entries === undefined) {
    const why = found === undefined ? 'does not exist' : found.isDirectory() ? 'cannot be read' : 'is no file';
    throw new ContractFailure('not-found', `${path} ${why}.`, `Give a *${WORKSPACE_SUFFIX} file or its folder.`);
  }
  const names = entries.filter((name) => name.endsWith(WORKSPACE_SUFFIX));
  const [only] = names;
  if (only === undefined || names.length > 1) {
    const count = only === undefined ? 'no workspace file' : `${names.length} workspace files`;
    throw new ContractFailure('not-found', `${path} has ${count}.`, `Give one *${WORKSPACE_SUFFIX} file.`);
  }
  return join(path, only);
}
