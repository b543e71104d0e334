import { countOf } from '../../main/engine/model/count-words';
import type { Position } from '../../main/engine/model/source';
import type { Rehearsal } from '../../main/engine/model/rehearsal';
import type { WorldName } from '../../main/engine/model/world';
import type { ThemeName } from '../../main/engine/report/encoding';
import type { ViewMode, ViewState } from '../../main/engine/report/view-state';
import type { OwnPath } from '../../main/engine/model/workspace';
import type { AppInfo, Bridge, ContractError, ImportReport, Methods, UploadedFile } from '../../preload/contract';
import { countStates, findRows, listToggledRows, sortRows, type EdgeRow } from './edge-rows';
import { ReviewState } from '../review/review-state.svelte';
import type { Exportable } from '../review/export-words';
import { EvidenceState } from './evidence-state.svelte';
import { decidingPosition, type Excerpt, type Explanation } from './explanation';
import { HostCalls } from './host-calls.svelte';
import { summariseLockout } from './lockout-summary';
import type { RunningTask } from './running-task';
import { phraseOfStop, STOP_NAMES, worldAt, type Stop } from './stop';
import { readThemeChoice, resolveTheme, storeThemeChoice, type ThemeChoice } from './theme-choice';
import {
  drawnView,
  INITIAL_WINDOW,
  keepWhatExists,
  type Selection,
  type ViewName,
  type WindowState,
} from './window-state';
import { WizardState } from './wizard-state.svelte';

/** `starting` until the host has said who it is; `report` until the user has seen what was read. */
export type Stage = 'starting' | 'start' | 'report' | 'rehearsed';

/** All that the window knows, and everything it can do. Components read the fields and call the verbs. */
export class AppState {
  readonly #bridge: Bridge;
  readonly #calls: HostCalls;
  readonly #evidence: EvidenceState;
  #systemIsDark = $state(false);

  readonly wizard: WizardState;
  readonly review: ReviewState;
  info: AppInfo | null = $state.raw(null);
  stage: Stage = $state('starting');
  report: ImportReport | null = $state.raw(null);
  rehearsal: Rehearsal | null = $state.raw(null);
  window: WindowState = $state.raw(INITIAL_WINDOW);
  /** Input files that changed since they were read. */
  staleFiles: readonly string[] = $state.raw([]);
  themeChoice: ThemeChoice = $state('system');
  inspectorOpen = $state(true);
  /** What a screen reader is told next. */
  announcement = $state('');

  readonly theme: ThemeName = $derived(resolveTheme(this.themeChoice, this.#systemIsDark));
  readonly world: WorldName = $derived(worldAt(this.window.stop));
  readonly drawn: ViewState = $derived(drawnView(this.window));
  readonly toggledRows: readonly EdgeRow[] = $derived(
    this.rehearsal === null ? [] : listToggledRows(this.rehearsal, this.drawn),
  );
  readonly rows: readonly EdgeRow[] = $derived(sortRows(findRows(this.toggledRows, this.drawn), this.window.sort));
  readonly counts = $derived(countStates(this.toggledRows));
  readonly lockout = $derived(summariseLockout(this.rehearsal?.protectedPaths ?? []));
  readonly selectedEdge: string | null = $derived(this.drawn.selectedEdge);

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    this.#calls = new HostCalls(bridge);
    this.#evidence = new EvidenceState(bridge);
    this.wizard = new WizardState(this.#calls);
    this.review = new ReviewState(this.#calls);
    this.themeChoice = readThemeChoice(() => localStorage);
    bridge.subscribe('inputs.changed', ({ files }) => {
      this.staleFiles = [...new Set([...this.staleFiles, ...files])].toSorted();
    });
  }

  get task(): RunningTask | null {
    return this.#calls.task;
  }

  get failure(): ContractError | null {
    return this.#calls.failure;
  }

  get excerpt(): Excerpt {
    return this.#evidence.excerpt;
  }

  /** Follows the desktop's choice of theme. */
  setSystemIsDark(isDark: boolean): void {
    this.#systemIsDark = isDark;
  }

  chooseTheme(choice: ThemeChoice): void {
    this.themeChoice = choice;
    storeThemeChoice(() => localStorage, choice);
  }

  /** Asks the host who it is and shows what it has open already. */
  async start(): Promise<void> {
    await this.#calls.work('Starting', async () => {
      this.info = await this.#calls.call('app.info', {});
      const report = this.info.opened ? await this.#calls.call('workspace.current', {}) : null;
      if (report === null) this.stage = 'start';
      else this.#showReport(report);
    });
  }

  async openSample(id: string): Promise<void> {
    await this.#open('Opening the sample', () => this.#calls.call('workspace.openSample', { id }));
  }

  async openDialog(what: 'workspace' | 'folders'): Promise<void> {
    await this.#open('Reading the files', () => this.#calls.call('workspace.openDialog', { what }));
  }

  async openUploaded(params: () => Promise<Methods['workspace.openUploaded']['params']>): Promise<void> {
    await this.#open('Reading the files', async () => this.#calls.call('workspace.openUploaded', await params()));
  }

  /** Back to the start screen; what is open stays open in the host until something else is opened. */
  close(): void {
    this.stage = 'start';
  }

  /** From the import report to the rehearsed rollout. */
  async rehearse(): Promise<void> {
    await this.#calls.work('Rehearsing the rollout', async () => {
      await this.#rehearseNow();
    });
  }

  /** Reads the same inputs again. The view stays as it is; a rollout that was rehearsed is rehearsed again. */
  async reload(): Promise<void> {
    await this.#takeUp('Reading the files again', () => this.#calls.call('workspace.reload', {}));
  }

  /** Adds recorded flows to the workspace and compares them with the rehearsal. */
  async addFlows(files: () => Promise<readonly UploadedFile[]>): Promise<void> {
    await this.#takeUp('Reading the recorded flows', async () =>
      this.#calls.call('workspace.addFlows', { files: await files() }),
    );
  }

  async removeFlows(): Promise<void> {
    await this.#takeUp('Removing the recorded flows', () => this.#calls.call('workspace.removeFlows', {}));
  }

  /** The protected paths of the user's own, as the workspace has them; `null` when the host cannot tell. */
  async readPaths(): Promise<Methods['workspace.paths']['result'] | null> {
    let paths: Methods['workspace.paths']['result'] | null = null;
    await this.#calls.work('Reading your paths', async () => {
      paths = await this.#calls.call('workspace.paths', {});
    });
    return paths;
  }

  /** Says what must stay open and what must stay closed, and rehearses again. */
  async setPaths(adminCidrs: readonly string[], ownPaths: readonly OwnPath[]): Promise<void> {
    await this.#takeUp('Saving your paths', () => this.#calls.call('workspace.setPaths', { adminCidrs, ownPaths }));
  }

  async export(what: Exportable): Promise<void> {
    if (this.rehearsal !== null) await this.review.export(what, this.rehearsal);
  }

  async cancel(): Promise<void> {
    await this.#bridge.call('engine.cancel', {});
  }

  dismissFailure(): void {
    this.#calls.failure = null;
  }

  /** Changes the view and asks for the explanations that it now shows. */
  setWindow(state: WindowState): void {
    const moved = state.stop !== this.window.stop;
    this.window = state;
    if (moved) this.#announceStop(state.stop);
    this.#explainShown();
  }

  goTo(view: ViewName): void {
    this.setWindow({ ...this.window, view });
  }

  goToStop(stop: Stop): void {
    this.setWindow({ ...this.window, stop });
  }

  setMode(mode: ViewMode): void {
    this.setWindow({ ...this.window, mode });
  }

  select(selection: Selection): void {
    this.closeSource();
    this.inspectorOpen = true;
    this.setWindow({ ...this.window, selection });
  }

  /** Selects the next (1) or previous (−1) row that is not simply allowed, as the table orders them. */
  selectProblem(distance: 1 | -1): void {
    const problems = this.rows.filter((row) => row.state !== 'live');
    const current = problems.findIndex((row) => row.edge.id === this.selectedEdge);
    const start = current < 0 && distance < 0 ? 0 : current;
    const problem = problems[(start + distance + problems.length) % Math.max(problems.length, 1)];
    if (problem !== undefined) this.select({ tag: 'edge', edge: problem.edge.id });
  }

  explanation(edge: string, world: WorldName): Explanation {
    return this.#evidence.explanation(edge, world);
  }

  /** Opens the lines around a position of a loaded file. */
  async openSource(position: Position): Promise<void> {
    this.inspectorOpen = true;
    await this.#evidence.openSource(position);
  }

  closeSource(): void {
    this.#evidence.closeSource();
  }

  #showReport(report: ImportReport): void {
    this.report = report;
    this.rehearsal = null;
    this.wizard.forget();
    this.review.dismiss();
    this.window = INITIAL_WINDOW;
    this.staleFiles = [];
    this.closeSource();
    this.stage = 'report';
  }

  #show(rehearsal: Rehearsal, state: WindowState): void {
    this.rehearsal = rehearsal;
    this.#evidence.forget();
    this.stage = 'rehearsed';
    this.setWindow(state);
  }

  async #open(label: string, ask: () => Promise<ImportReport | null>): Promise<void> {
    await this.#calls.work(label, async () => {
      const report = await ask();
      if (report !== null) this.#showReport(report);
    });
  }

  /** Takes up changed inputs. The view stays as it is; a rollout that was rehearsed is rehearsed again. */
  async #takeUp(label: string, ask: () => Promise<ImportReport>): Promise<void> {
    await this.#calls.work(label, async () => {
      this.report = await ask();
      this.staleFiles = [];
      if (this.stage !== 'rehearsed') return;
      const rehearsal = await this.#rehearseNow();
      this.announcement = `Rehearsed again: ${countOf(rehearsal.edges.length, 'connection')}.`;
    });
  }

  async #rehearseNow(): Promise<Rehearsal> {
    const rehearsal = await this.#calls.call('rehearsal.run', {});
    this.#show(rehearsal, keepWhatExists(this.window, rehearsal));
    await this.wizard.read();
    return rehearsal;
  }

  #explainShown(): void {
    const edge = this.selectedEdge;
    if (edge === null || this.rehearsal === null) return;
    for (const world of new Set<WorldName>([this.world, 'final'])) void this.#explain(edge, world);
  }

  async #explain(edge: string, world: WorldName): Promise<void> {
    if (await this.#evidence.explain(edge, world)) this.#openDecidingSource(edge, world);
  }

  /** Opens the file at what decides the reading that is shown, unless the user has opened something. */
  #openDecidingSource(edge: string, world: WorldName): void {
    const shown = this.window.mode === 'now' ? this.world : 'final';
    if (this.selectedEdge !== edge || world !== shown || this.excerpt.tag !== 'closed') return;
    const explanation = this.explanation(edge, world);
    const position = explanation.tag === 'ready' ? decidingPosition(explanation.trace) : null;
    if (position !== null) void this.openSource(position);
  }

  #announceStop(stop: Stop): void {
    const line = this.rehearsal?.steps.find((step) => step.step === stop)?.line ?? '';
    const counts = `${this.counts['will-be-blocked']} will be blocked, ${this.counts['only-by-net']} only by the net`;
    this.announcement = `${STOP_NAMES[stop]}, ${phraseOfStop(stop)}. ${line}${line === '' ? '' : '. '}${counts}.`;
  }
}
