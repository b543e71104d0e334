import type { Events, ImportReport, Methods, SourceExcerpt, UploadedFile } from '../../preload/contract';
import type { InputState } from '../engine/model/inputs';
import type { ChangeFile } from '../engine/model/plan';
import type { Rehearsal } from '../engine/model/rehearsal';
import type { ConnectionTrace } from '../engine/model/verdict';
import type { NewRules, NewWizardEvent, Wizard } from '../engine/model/wizard';
import type { Workspace } from '../engine/model/workspace';
import type { WorldName } from '../engine/model/world';
import { ContractFailure } from './contract-failure';
import type { EngineWorker } from './engine-worker';
import { refuseInputFolder } from './export-place';
import type { InputSelection } from './input-selection';
import { LIMITS } from './limits';
import { readSelected } from './read-inputs';
import type { SelectedWorkspace } from './selected-workspace';
import { throttleProgress } from './throttle-progress';
import { watchInputs } from './watch-inputs';
import { judgeWizard, recordIn, recordRulesIn } from './wizard-rules';
import { WorkspaceStore } from './workspace-store';
import type { ExportKind } from './write-files';

interface Opened {
  readonly store: WorkspaceStore;
  readonly report: ImportReport;
  /** What was read, and is rehearsed. */
  readonly inputs: InputState;
  /** The one rehearsal of these inputs, once it was asked for. */
  rehearsal: Promise<Rehearsal> | undefined;
  readonly endWatch: () => void;
}

export interface OpenWorkspaceOptions {
  readonly engine: EngineWorker;
  /** Absolute: where drafts are kept. */
  readonly stateFolder: string;
  readonly onProgress: (progress: Events['progress']) => void;
  readonly onInputsChanged: (change: Events['inputs.changed']) => void;
  /** What time it is on the user's machine. */
  readonly now: () => Date;
}

const OPENED_MEANWHILE = 'Another workspace was opened meanwhile.';

function interrupted(why: string): ContractFailure {
  return new ContractFailure('cancelled', why, '');
}

/** Paths that must stay open, or closed. */
type Paths = Methods['workspace.paths']['result'];

/**
 * The workspace that is open, at most one: what was chosen, what was read of it, its rehearsal and where it is kept. Opening replaces the
 * one before only when it succeeds. All calls fail with a `ContractFailure`.
 */
export class OpenWorkspace {
  private opened: Opened | undefined;
  /** Settles, and never fails, when what the program was started with is opened or is not. */
  private first: Promise<void> | undefined;
  /** Counts openings, so that an older one that is still reading gives way to a newer one. */
  private openings = 0;
  /** Why the last one that gave way did. */
  private interruption = '';

  constructor(private readonly options: OpenWorkspaceOptions) {}

  /** Whether something is open, or what the program was started with is being opened. */
  get hasSomething(): boolean {
    return this.opened !== undefined || this.first !== undefined;
  }

  /** What is open, as it was read. */
  get report(): ImportReport | null {
    return this.opened?.report ?? null;
  }

  /** The same, once what the program was started with is opened, or is not. */
  async current(): Promise<ImportReport | null> {
    await this.first;
    return this.report;
  }

  /** Opens what the program was started with, if anything. */
  async openFirst(select: () => Promise<InputSelection | null>): Promise<void> {
    const opening = select().then((selection) => (selection === null ? null : this.open(selection)));
    const settled = (): void => {
      this.first = undefined;
    };
    this.first = opening.then(settled, settled);
    await opening;
  }

  async open(selection: InputSelection): Promise<ImportReport> {
    const opening = this.beginOpening();
    // The same workspace may be open already: what it is saving is read as well.
    await this.opened?.store.settled();
    return this.take(opening, await WorkspaceStore.open(selection, this.options.stateFolder));
  }

  /** Reads the same inputs again. What was uploaded has no files to read again, and is rehearsed as it was. */
  reload(): Promise<ImportReport> {
    return this.takeAfter((store) => store.reread());
  }

  /** Keeps dropped files of recorded flows, and reads all inputs again. */
  addFlows(files: readonly UploadedFile[]): Promise<ImportReport> {
    return this.takeAfter((store) => store.addFlows(files));
  }

  /** Forgets all recorded flows, and reads all other inputs again. */
  removeFlows(): Promise<ImportReport> {
    return this.takeAfter((store) => store.removeFlows());
  }

  /** Saves what must stay open, or closed, and reads all inputs again. */
  setPaths({ adminCidrs, ownPaths }: Paths): Promise<ImportReport> {
    return this.takeAfter((store) => store.save(() => ({ adminCidrs, ownPaths })));
  }

  get paths(): Paths {
    const { adminCidrs, ownPaths = [] } = this.present().store.selected.workspace;
    return { adminCidrs, ownPaths };
  }

  /** The rehearsal of what is open. Callers at the same time share one run; a run that failed is forgotten. */
  rehearse(): Promise<Rehearsal> {
    const opened = this.present();
    opened.rehearsal ??= this.options.engine.rehearse().catch((thrown: unknown) => {
      opened.rehearsal = undefined;
      throw thrown;
    });
    return opened.rehearsal;
  }

  /** The wizard of what is open, judged by its rehearsal. */
  async wizard(): Promise<Wizard> {
    const { store } = this.present();
    return judgeWizard(await this.rehearse(), store.selected.workspace, store.keptIn);
  }

  /** Adds events to the history of the wizard, all or none: on disk before this is answered. */
  record(added: readonly NewWizardEvent[]): Promise<Wizard> {
    return this.keepHistory((rehearsal, workspace, at) => ({ events: recordIn(rehearsal, workspace, added, at) }));
  }

  /** Saves the rules of the house for passing a gate, and who changed them. */
  setGates(rules: NewRules): Promise<Wizard> {
    return this.keepHistory((rehearsal, workspace, at) => ({
      gates: rules.settings,
      events: recordRulesIn(rehearsal, workspace, rules, at),
    }));
  }

  private async keepHistory(
    change: (rehearsal: Rehearsal, workspace: Workspace, at: string) => Pick<Workspace, 'events' | 'gates'>,
  ): Promise<Wizard> {
    const { store, inputs } = this.present();
    const rehearsal = await this.rehearse();
    const at = this.options.now().toISOString();
    const { workspace } = await store.save(({ workspace: before }) => ({
      ...change(rehearsal, before, at),
      seenInputs: { ...before.seenInputs, [inputs.digest]: inputs },
    }));
    return judgeWizard(rehearsal, workspace, store.keptIn);
  }

  /** The texts of an export, and the name of what they are about. */
  async write(what: ExportKind): Promise<{ readonly name: string; readonly files: readonly ChangeFile[] }> {
    const opened = this.present();
    const wizard = await this.wizard();
    if (this.opened !== opened) throw interrupted(OPENED_MEANWHILE);
    return { name: opened.report.name, files: await this.options.engine.write(what, wizard) };
  }

  /** Throws for a folder (absolute path) that is read: what is exported there would be rehearsed. */
  refuseExportInto(folder: string): Promise<void> {
    return refuseInputFolder(folder, this.present().store.selected);
  }

  explain(edge: string, world: WorldName): Promise<ConnectionTrace> {
    this.present();
    return this.options.engine.explain(edge, world);
  }

  excerpt(file: string, line: number, before: number, after: number): Promise<SourceExcerpt> {
    this.present();
    return this.options.engine.excerpt(file, line, before, after);
  }

  /** Stops what the engine does, and an opening that still reads its files: what was open stays open. */
  cancel(): Promise<void> {
    this.interrupt('The opening was cancelled.');
    return this.options.engine.cancel();
  }

  /** Ends everything, when what is being saved is saved. */
  async close(): Promise<void> {
    this.interrupt('The program is closing.');
    await this.opened?.store.settled();
    this.forget();
    await this.options.engine.close();
  }

  private present(): Opened {
    if (this.opened === undefined) {
      throw new ContractFailure(
        'not-open',
        'No workspace is open.',
        'Open a workspace, a sample or two folders first.',
      );
    }
    return this.opened;
  }

  /** Does something to the workspace that changes what is read of it. */
  private async takeAfter(act: (store: WorkspaceStore) => Promise<SelectedWorkspace>): Promise<ImportReport> {
    const { store } = this.present();
    const opening = this.beginOpening();
    await act(store);
    return this.take(opening, store);
  }

  private async take(opening: number, store: WorkspaceStore): Promise<ImportReport> {
    const progress = throttleProgress(this.options.onProgress);
    const { input, watched } = await readSelected(store.selected, LIMITS, (done, total) => {
      this.giveWay(opening);
      progress('reading', done, total);
    });
    this.giveWay(opening);
    const endWatch = watchInputs(watched, (files) => void this.tellChanges(store, files));
    try {
      const report = await this.options.engine.open(input);
      this.giveWay(opening);
      this.forget();
      this.opened = { store, report, inputs: input.inputs, rehearsal: undefined, endWatch };
      return report;
    } catch (thrown) {
      endWatch();
      throw thrown;
    }
  }

  /** What was saved here is no change of the inputs. */
  private async tellChanges(store: WorkspaceStore, files: readonly string[]): Promise<void> {
    const isOurs = files.includes(store.keptIn) && (await store.isUnchanged().catch(() => false));
    const others = isOurs ? files.filter((file) => file !== store.keptIn) : files;
    if (others.length > 0) this.options.onInputsChanged({ files: others });
  }

  private beginOpening(): number {
    this.interrupt(OPENED_MEANWHILE);
    return this.openings;
  }

  /** Openings that are under way fail for this reason as soon as they notice. */
  private interrupt(why: string): void {
    this.openings += 1;
    this.interruption = why;
  }

  private giveWay(opening: number): void {
    if (opening !== this.openings) throw interrupted(this.interruption);
  }

  private forget(): void {
    this.opened?.endWatch();
    this.opened = undefined;
  }
}
