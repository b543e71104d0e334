import type { UploadedFile } from '../../preload/contract';
import { ContractFailure } from './contract-failure';
import type { Draft } from './draft';
import type { InputSelection } from './input-selection';
import { dropFlows, keepFlows } from './keep-flows';
import { LIMITS } from './limits';
import type { SelectedWorkspace } from './selected-workspace';
import { openHome, type WorkspaceHome } from './workspace-home';

/**
 * A workspace and where it is kept. Saves follow one another, each builds on the one before, and each is on disk when it is answered: a
 * crash loses nothing that was answered. All calls fail with a `ContractFailure`.
 */
export class WorkspaceStore {
  private queue: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly home: WorkspaceHome,
    private present: SelectedWorkspace,
  ) {}

  static async open(selection: InputSelection, stateFolder: string): Promise<WorkspaceStore> {
    const { home, selected } = await openHome(selection, stateFolder);
    return new WorkspaceStore(home, selected);
  }

  /** The workspace as it was last read or saved. */
  get selected(): SelectedWorkspace {
    return this.present;
  }

  /** For a sentence: the name of the workspace file, or `a draft on this machine`. */
  get keptIn(): string {
    return this.home.keptIn;
  }

  /** Saves what `change` makes of the workspace. */
  save(change: (present: SelectedWorkspace) => Draft): Promise<SelectedWorkspace> {
    return this.inTurn(() => this.home.save(change(this.present)));
  }

  /** Reads it again, with what another program wrote. */
  reread(): Promise<SelectedWorkspace> {
    return this.inTurn(() => this.home.read());
  }

  /** Keeps dropped files of recorded flows beside the workspace, in addition to those that it has. */
  addFlows(files: readonly UploadedFile[]): Promise<SelectedWorkspace> {
    return this.inTurn(async () => {
      const { flowsFolder, flowsPrefix, modes } = this.home;
      const known = await this.home.listFlows().catch(refuseToKeep);
      checkAmount(known, files);
      const names = await keepFlows(flowsFolder, files, modes).catch(refuseToKeep);
      return this.home.save({ flows: [...new Set([...known, ...names.map((name) => flowsPrefix + name)])] });
    });
  }

  /** Forgets all recorded flows, and removes those that were kept here. */
  removeFlows(): Promise<SelectedWorkspace> {
    return this.inTurn(async () => {
      const { flowsFolder, flowsPrefix } = this.home;
      const known = this.present.workspace.flows ?? [];
      const saved = await this.home.save({ flows: [] });
      const below = known.filter((path) => path.startsWith(flowsPrefix)).map((path) => path.slice(flowsPrefix.length));
      // A list that somebody wrote by hand may lead out of the folder.
      await dropFlows(
        flowsFolder,
        below.filter((name) => /^[^./\\][^/\\]*$/.test(name)),
      );
      return saved;
    });
  }

  /** Whether what is on disk is what was last read or saved here: then nobody else has changed it. */
  async isUnchanged(): Promise<boolean> {
    const answer = this.queue.then(() => this.home.isUnchanged());
    this.queue = answer.catch(() => undefined);
    return answer;
  }

  /** Settles when nothing is being saved. */
  async settled(): Promise<void> {
    await this.queue;
  }

  private inTurn(act: () => Promise<SelectedWorkspace>): Promise<SelectedWorkspace> {
    const done = this.queue.then(async () => {
      this.present = await act();
      return this.present;
    });
    this.queue = done.catch(() => undefined);
    return done;
  }
}

function checkAmount(known: readonly string[], files: readonly UploadedFile[]): void {
  const bytes = files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  if (bytes > LIMITS.flowBytes || known.length + files.length > LIMITS.flowFiles) {
    throw new ContractFailure(
      'too-large',
      'These are more recorded flows than this program reads.',
      'Record a shorter time, or drop in fewer files.',
    );
  }
}

function refuseToKeep(thrown: unknown): never {
  if (thrown instanceof ContractFailure) throw thrown;
  const code = thrown instanceof Error && 'code' in thrown ? ` (${String(thrown.code)})` : '';
  throw new ContractFailure(
    'refused',
    `The recorded flows could not be kept${code}.`,
    'Make room on the disk or ask for the right to write there, then do it again.',
  );
}
