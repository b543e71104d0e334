import type { Events, ImportReport, SourceExcerpt } from '../../preload/contract';
import type { Rehearsal } from '../engine/model/rehearsal';
import type { ConnectionTrace } from '../engine/model/verdict';
import type { WorldName } from '../engine/model/world';
import { ContractFailure } from './contract-failure';
import type { EngineWorker } from './engine-worker';
import type { InputSelection } from './input-selection';
import { readInputs } from './read-inputs';
import { watchInputs } from './watch-inputs';

interface Opened {
  readonly selection: InputSelection;
  readonly report: ImportReport;
  /** The one rehearsal of these inputs, once it was asked for. */
  rehearsal: Promise<Rehearsal> | undefined;
  readonly endWatch: () => void;
}

/**
 * The workspace that is open, at most one: what was chosen, what was read of it, and its rehearsal. Opening replaces the one before
 * only when it succeeds. All calls fail with a `ContractFailure`.
 */
export class OpenWorkspace {
  private opened: Opened | undefined;
  /** Counts openings, so that an older one that is still reading gives way to a newer one. */
  private openings = 0;

  constructor(
    private readonly engine: EngineWorker,
    private readonly onInputsChanged: (change: Events['inputs.changed']) => void,
  ) {}

  /** What is open, as it was read. */
  get report(): ImportReport | null {
    return this.opened?.report ?? null;
  }

  async open(selection: InputSelection): Promise<ImportReport> {
    this.openings += 1;
    const opening = this.openings;
    const { input, watched } = await readInputs(selection);
    this.giveWay(opening);
    const endWatch = watchInputs(watched, (files) => this.onInputsChanged({ files }));
    try {
      const report = await this.engine.open(input);
      this.giveWay(opening);
      this.forget();
      this.opened = { selection, report, rehearsal: undefined, endWatch };
      return report;
    } catch (thrown) {
      endWatch();
      throw thrown;
    }
  }

  /** Reads the same inputs again. What was uploaded has no files to read again, and is rehearsed as it was. */
  reload(): Promise<ImportReport> {
    return this.open(this.present().selection);
  }

  /** The rehearsal of what is open. Callers at the same time share one run; a run that failed is forgotten. */
  rehearse(): Promise<Rehearsal> {
    const opened = this.present();
    opened.rehearsal ??= this.engine.rehearse().catch((thrown: unknown) => {
      opened.rehearsal = undefined;
      throw thrown;
    });
    return opened.rehearsal;
  }

  explain(edge: string, world: WorldName): Promise<ConnectionTrace> {
    this.present();
    return this.engine.explain(edge, world);
  }

  excerpt(file: string, line: number, before: number, after: number): Promise<SourceExcerpt> {
    this.present();
    return this.engine.excerpt(file, line, before, after);
  }

  cancel(): Promise<void> {
    return this.engine.cancel();
  }

  async close(): Promise<void> {
    this.openings += 1;
    this.forget();
    await this.engine.close();
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

  private giveWay(opening: number): void {
    if (opening === this.openings) return;
    throw new ContractFailure('cancelled', 'Another workspace was opened meanwhile.', '');
  }

  private forget(): void {
    this.opened?.endWatch();
    this.opened = undefined;
  }
}
