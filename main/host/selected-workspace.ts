import { basename, dirname, resolve } from 'node:path';
import type { UploadedFile } from '../../preload/contract';
import { assertNever } from '../engine/model/assert-never';
import type { Workspace } from '../engine/model/workspace';
import type { InputSelection } from './input-selection';
import { readWorkspace, type WorkspaceFile } from './read-workspace';

/** Where the files of the two sides are: on disk (absolute paths), or in the call that brought them. */
type Sides =
  | { readonly tag: 'disk'; readonly snapshot: readonly string[]; readonly changes: readonly string[] }
  | {
      readonly tag: 'uploaded';
      readonly snapshot: readonly UploadedFile[];
      readonly changes: readonly UploadedFile[];
    };

/** What was chosen, as a workspace: all that is read lies at the paths named here, which are absolute. */
export interface SelectedWorkspace {
  readonly name: string;
  readonly workspace: Workspace;
  readonly sides: Sides;
  /** Files and folders of recorded flows. */
  readonly flows: readonly string[];
  /** The workspace file, where there is one. */
  readonly file: string | null;
  /** Why the copy of the workspace file was read instead, in words that follow its name; `''`: it was not. */
  readonly recovered: string;
}

/** The workspace that a workspace file describes. */
export function workspaceOfFile(file: string, { workspace, folder, recovered }: WorkspaceFile): SelectedWorkspace {
  const absolute = (paths: readonly string[]): readonly string[] => paths.map((path) => resolve(folder, path));
  return {
    name: workspace.name === '' ? basename(dirname(file)) : workspace.name,
    workspace,
    sides: { tag: 'disk', snapshot: absolute(workspace.snapshot), changes: absolute(workspace.changes) },
    flows: absolute(workspace.flows ?? []),
    file,
    recovered,
  };
}

/** The workspace that stands for what no workspace file describes. */
function plainWorkspace(name: string, sides: Sides, workspace: Partial<Workspace>): SelectedWorkspace {
  const plain = { version: 1, name, snapshot: [], changes: [], adminCidrs: [], ...workspace } as const;
  return { name, workspace: plain, sides, flows: [], file: null, recovered: '' };
}

/** Reads what a selection says of itself. Throws `ContractFailure` when the workspace file cannot be read. */
export async function selectWorkspace(selection: InputSelection): Promise<SelectedWorkspace> {
  switch (selection.tag) {
    case 'workspace':
      return workspaceOfFile(selection.file, await readWorkspace(selection.file));
    case 'folders': {
      const snapshot = selection.snapshot === null ? [] : [selection.snapshot];
      const changes = selection.changes === null ? [] : [selection.changes];
      const names = {
        snapshot: snapshot.map((path) => basename(path)),
        changes: changes.map((path) => basename(path)),
      };
      return plainWorkspace(
        [...names.snapshot, ...names.changes].join(' + '),
        { tag: 'disk', snapshot, changes },
        names,
      );
    }
    case 'uploaded': {
      const { name, snapshot, changes, adminCidrs } = selection;
      return plainWorkspace(name, { tag: 'uploaded', snapshot, changes }, { adminCidrs });
    }
    default:
      return assertNever(selection);
  }
}
