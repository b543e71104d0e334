import { access, constants, mkdir, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { draftPlace, formatDraft, parseDraft, type Draft } from './draft';
import type { InputSelection } from './input-selection';
import { copyFlows } from './keep-flows';
import { KeptFile } from './kept-file';
import { keptWorkspaceFile, readWorkspace, WORKSPACE_SUFFIX } from './read-workspace';
import { sampleId } from './samples';
import { selectWorkspace, workspaceOfFile, type SelectedWorkspace } from './selected-workspace';
import { FLOWS_SUFFIX } from './walk-folder';
import { formatWorkspace } from './workspace-text';

const FLOWS_PREFIX = 'flows/';

/** Where what is done with a workspace is kept: its own file, or a draft. All calls fail with a `ContractFailure`. */
export interface WorkspaceHome {
  /** For a sentence. */
  readonly keptIn: string;
  /** Absolute: where dropped files of recorded flows go, and how the list of flows writes a name in it. */
  readonly flowsFolder: string;
  readonly flowsPrefix: string;
  readonly modes: { readonly folder: number; readonly file: number };
  /** The list of flows to which more can be added: what lies elsewhere is copied into the folder first. */
  listFlows(): Promise<readonly string[]>;
  /** Reads it again. */
  read(): Promise<SelectedWorkspace>;
  /** Saves the changed fields, and returns the workspace with them. */
  save(changes: Draft): Promise<SelectedWorkspace>;
  /** Whether what is on disk is what was last read or saved here. */
  isUnchanged(): Promise<boolean>;
}

/** The workspace file keeps everything itself. */
async function openFileHome(file: string): Promise<{ home: WorkspaceHome; selected: SelectedWorkspace }> {
  const kept = keptWorkspaceFile(file);
  let found = await readWorkspace(file, kept);
  const stem = basename(file, WORKSPACE_SUFFIX) + FLOWS_SUFFIX;
  const home: WorkspaceHome = {
    keptIn: basename(file),
    flowsFolder: join(dirname(file), stem),
    flowsPrefix: `${stem}/`,
    modes: { folder: 0o755, file: 0o644 },
    listFlows: async () => found.workspace.flows ?? [],
    async read() {
      found = await readWorkspace(file, kept);
      return workspaceOfFile(file, found);
    },
    async save(changes) {
      const workspace = { ...found.workspace, ...changes };
      await kept.write(formatWorkspace({ workspace, description: found.description }));
      found = { ...found, workspace };
      return workspaceOfFile(file, found);
    },
    isUnchanged: () => kept.isUnchanged(),
  };
  return { home, selected: workspaceOfFile(file, found) };
}

/** A draft in the user's state folder keeps what the inputs cannot. */
async function openDraftHome(
  selection: InputSelection,
  stateFolder: string,
): Promise<{ home: WorkspaceHome; selected: SelectedWorkspace }> {
  const { folder, file } = draftPlace(selection, stateFolder);
  const flowsFolder = join(folder, 'flows');
  const kept = new KeptFile(file, 'The draft of these inputs', 0o600);
  let base = await selectWorkspace(selection);
  let draft: Draft = {};
  let recovered = '';

  function selected(): SelectedWorkspace {
    const flows = draft.flows === undefined ? base.flows : draft.flows.map((path) => resolve(folder, path));
    return { ...base, workspace: { ...base.workspace, ...draft }, flows, recovered: base.recovered || recovered };
  }

  async function readDraft(): Promise<void> {
    const text = await kept.read();
    draft = text === null ? {} : parseDraft(text.text);
    recovered = text?.recovered ?? '';
  }

  const home: WorkspaceHome = {
    keptIn: 'a draft on this machine',
    flowsFolder,
    flowsPrefix: FLOWS_PREFIX,
    modes: { folder: 0o700, file: 0o600 },
    async listFlows() {
      if (draft.flows !== undefined || base.flows.length === 0) return draft.flows ?? [];
      return (await copyFlows(flowsFolder, base.flows)).map((name) => FLOWS_PREFIX + name);
    },
    async read() {
      base = await selectWorkspace(selection);
      await readDraft();
      return selected();
    },
    async save(changes) {
      const next = { ...draft, ...changes };
      await mkdir(folder, { recursive: true, mode: 0o700 }).catch(() => undefined);
      await kept.write(formatDraft(next));
      draft = next;
      return selected();
    },
    isUnchanged: () => kept.isUnchanged(),
  };
  await readDraft();
  if (selection.tag === 'uploaded' && draft.adminCidrs !== undefined) {
    // Given just now: a network that is to be checked is never lost to what was kept earlier.
    draft = { ...draft, adminCidrs: [...new Set([...draft.adminCidrs, ...selection.adminCidrs])] };
  }
  return { home, selected: selected() };
}

async function isWritable(file: string): Promise<boolean> {
  const may = (path: string): Promise<boolean> =>
    access(path, constants.W_OK).then(
      () => true,
      (thrown: unknown) => path === file && thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT',
    );
  return (await may(dirname(file))) && may(file);
}

/**
 * Opens what was chosen where it is kept: in its workspace file, or in a draft below `stateFolder` when it has none, may not be written,
 * or came with the program. Throws `ContractFailure`.
 */
export async function openHome(
  selection: InputSelection,
  stateFolder: string,
): Promise<{ home: WorkspaceHome; selected: SelectedWorkspace }> {
  if (selection.tag !== 'workspace') return openDraftHome(selection, stateFolder);
  // A file that is replaced must be the file itself, not a link to it.
  const file = await realpath(selection.file).catch(() => selection.file);
  if (sampleId(file) === null && (await isWritable(file))) return openFileHome(file);
  return openDraftHome({ tag: 'workspace', file }, stateFolder);
}
