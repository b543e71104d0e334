import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { UploadedFile } from '../../preload/contract';
import { ContractFailure } from './contract-failure';
import { findWorkspaceFile, isRecoverable } from './read-workspace';

/** What the user chose to open. Paths are absolute. */
export type InputSelection =
  | { readonly tag: 'workspace'; readonly file: string }
  | { readonly tag: 'folders'; readonly snapshot: string | null; readonly changes: string | null }
  | {
      readonly tag: 'uploaded';
      readonly name: string;
      readonly snapshot: readonly UploadedFile[];
      readonly changes: readonly UploadedFile[];
      readonly adminCidrs: readonly string[];
    };

/** What a command line can name: a workspace file (or the folder that holds it), or files or folders for the two sides. */
export interface InputArguments {
  readonly workspace?: string;
  readonly snapshot?: string;
  readonly policies?: string;
}

async function existingPath(folder: string, written: string): Promise<string> {
  const path = resolve(folder, written);
  if (await isRecoverable(path)) return join(await realpath(dirname(path)), basename(path));
  if ((await stat(path).catch(() => undefined)) === undefined) {
    throw new ContractFailure('not-found', `${written} does not exist or cannot be read.`, 'Check the path.');
  }
  return realpath(path);
}

/**
 * What a command line chose, with its paths resolved against `folder`; `null` when it names nothing.
 * Throws `ContractFailure`: `not-found`, or `invalid` when a workspace and folders are named together.
 */
export async function selectInputs(given: InputArguments, folder: string): Promise<InputSelection | null> {
  const { workspace, snapshot, policies } = given;
  if (workspace !== undefined) {
    if (snapshot !== undefined || policies !== undefined) {
      throw new ContractFailure(
        'invalid',
        'A workspace already says where its snapshot and policies are.',
        'Give either a workspace, or --snapshot and --policies.',
      );
    }
    return { tag: 'workspace', file: await findWorkspaceFile(await existingPath(folder, workspace)) };
  }
  if (snapshot === undefined && policies === undefined) return null;
  return {
    tag: 'folders',
    snapshot: snapshot === undefined ? null : await existingPath(folder, snapshot),
    changes: policies === undefined ? null : await existingPath(folder, policies),
  };
}
