import type { Position } from '../../main/engine/model/source';
import type { Rehearsal } from '../../main/engine/model/rehearsal';
import type { WorldName } from '../../main/engine/model/world';
import type { ThemeName } from '../../main/engine/report/encoding';
import type { ViewMode, ViewState } from '../../main/engine/report/view-state';
import type {
  AppInfo,
  Bridge,
  ContractError,
  Envelope,
  ImportReport,
  MethodName,
  Methods,
} from '../../preload/contract';
import { BridgeFailure, contractErrorOf, resultOf } from './bridge-failure';
import { countStates, findRows, listToggledRows, sortRows, type EdgeRow } from './edge-rows';
import { decidingPosition, explanationKey, type Excerpt, type Explanation } from './explanation';
import { summariseLockout } from './lockout-summary';
import { SHOW_AFTER, type RunningTask } from './running-task';
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

/** How many lines of a file are shown before and after the one that was asked for. */
const LINES_BEFORE = 2;
const LINES_AFTER = 6;

/** `starting` until the host has said who it is; `report` until the user has seen what was read. */
export type Stage = 'starting' | 'start' | 'report' | 'rehearsed';

/** All that the window knows, and everything it can do. Components read the fields and call the verbs. */
export class AppState {
  readonly #bridge: Bridge;
  #runs = 0;
  #systemIsDark = $state(false);

  info: AppInfo | null = $state.raw(null);
  stage: Stage = $state('starting');
  report: ImportReport | null = $state.raw(null);
  rehearsal: Rehearsal | null = $state.raw(null);
  window: WindowState = $state.raw(INITIAL_WINDOW);
  task: RunningTask | null = $state.raw(null);
  failure: ContractError | null = $state.raw(null);
  /** Input files that changed since they were read. */
  staleFiles: readonly string[] = $state.raw([]);
  explanations: Readonly<Record<string, Explanation>> = $state.raw({});
  excerpt: Excerpt = $state.raw({ tag: 'closed' });
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
    this.themeChoice = readThemeChoice(() => localStorage);
    bridge.subscribe('progress', ({ phase, done, total }) => {
      if (this.task !== null) this.task = { ...this.task, phase, done, total };
    });
    bridge.subscribe('inputs.changed', ({ files }) => {
      this.staleFiles = [...new Set([...this.staleFiles, ...files])].toSorted();
    });
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
    await this.#work('Starting', async () => {
      this.info = await this.#call('app.info', {});
      const report = this.info.opened ? await this.#call('workspace.current', {}) : null;
      if (report === null) this.stage = 'start';
      else this.#showReport(report);
    });
  }

  async openSample(id: string): Promise<void> {
    await this.#open('Opening the sample', () => this.#call('workspace.openSample', { id }));
  }

  async openDialog(what: 'workspace' | 'folders'): Promise<void> {
    await this.#open('Reading the files', () => this.#call('workspace.openDialog', { what }));
  }

  async openUploaded(params: () => Promise<Methods['workspace.openUploaded']['params']>): Promise<void> {
    await this.#open('Reading the files', async () => this.#call('workspace.openUploaded', await params()));
  }

  /** Back to the start screen; what is open stays open in the host until something else is opened. */
  close(): void {
    this.stage = 'start';
  }

  /** From the import report to the rehearsed rollout. */
  async rehearse(): Promise<void> {
    await this.#work('Rehearsing the rollout', async () => {
      const rehearsal = await this.#call('rehearsal.run', {});
      this.#show(rehearsal, keepWhatExists(this.window, rehearsal));
    });
  }

  /** Reads the same inputs again. The view stays as it is; a rollout that was rehearsed is rehearsed again. */
  async reload(): Promise<void> {
    await this.#work('Reading the files again', async () => {
      this.report = await this.#call('workspace.reload', {});
      this.staleFiles = [];
      if (this.stage !== 'rehearsed') return;
      const rehearsal = await this.#call('rehearsal.run', {});
      this.#show(rehearsal, keepWhatExists(this.window, rehearsal));
      this.announcement = `Reloaded: ${rehearsal.edges.length} connections.`;
    });
  }

  async cancel(): Promise<void> {
    await this.#bridge.call('engine.cancel', {});
  }

  dismissFailure(): void {
    this.failure = null;
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
    this.excerpt = { tag: 'closed' };
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
    return this.explanations[explanationKey(edge, world)] ?? { tag: 'waiting' };
  }

  /** Opens the lines around a position of a loaded file. */
  async openSource(position: Position): Promise<void> {
    this.excerpt = { tag: 'waiting', position };
    this.inspectorOpen = true;
    const { file, line } = position;
    const params = { file, line: Math.max(line, 1), before: LINES_BEFORE, after: LINES_AFTER };
    const answer = await this.#bridge.call('source.read', params);
    if (!this.#waitsFor(position)) return;
    this.excerpt = answer.ok
      ? { tag: 'ready', position, source: answer.result }
      : { tag: 'failed', position, error: answer.error };
  }

  #waitsFor(position: Position): boolean {
    return this.excerpt.tag === 'waiting' && this.excerpt.position === position;
  }

  closeSource(): void {
    this.excerpt = { tag: 'closed' };
  }

  #showReport(report: ImportReport): void {
    this.report = report;
    this.rehearsal = null;
    this.window = INITIAL_WINDOW;
    this.staleFiles = [];
    this.excerpt = { tag: 'closed' };
    this.stage = 'report';
  }

  #show(rehearsal: Rehearsal, state: WindowState): void {
    this.rehearsal = rehearsal;
    this.explanations = {};
    this.stage = 'rehearsed';
    this.setWindow(state);
  }

  async #open(label: string, ask: () => Promise<ImportReport | null>): Promise<void> {
    await this.#work(label, async () => {
      const report = await ask();
      if (report !== null) this.#showReport(report);
    });
  }

  /** Runs work that the window waits for. Failures become `failure`; work the user cancelled ends in silence. */
  async #work(label: string, run: () => Promise<void>): Promise<void> {
    const own = ++this.#runs;
    this.failure = null;
    this.task = { label, shown: false, phase: '', done: 0, total: 0 };
    const timer = setTimeout(() => {
      if (this.task !== null) this.task = { ...this.task, shown: true };
    }, SHOW_AFTER);
    try {
      await run();
    } catch (thrown) {
      if (!(thrown instanceof BridgeFailure && thrown.code === 'cancelled')) this.failure = contractErrorOf(thrown);
    } finally {
      clearTimeout(timer);
      if (own === this.#runs) this.task = null;
    }
  }

  #call<M extends MethodName>(method: M, params: Methods[M]['params']): Promise<Methods[M]['result']> {
    const envelope: Promise<Envelope<Methods[M]['result']>> = this.#bridge.call(method, params);
    return resultOf(envelope);
  }

  #explainShown(): void {
    const edge = this.selectedEdge;
    if (edge === null || this.rehearsal === null) return;
    for (const world of new Set<WorldName>([this.world, 'final'])) void this.#explain(edge, world, this.rehearsal);
  }

  async #explain(edge: string, world: WorldName, rehearsal: Rehearsal): Promise<void> {
    const key = explanationKey(edge, world);
    const known = this.explanations[key];
    if (known?.tag !== 'ready') {
      if (known?.tag === 'waiting') return;
      this.explanations = { ...this.explanations, [key]: { tag: 'waiting' } };
      const answer = await this.#bridge.call('rehearsal.explain', { edge, world });
      // The inputs were read again meanwhile: this answer is about files that are gone.
      if (this.rehearsal !== rehearsal) return;
      const explanation: Explanation = answer.ok
        ? { tag: 'ready', trace: answer.result }
        : { tag: 'failed', error: answer.error };
      this.explanations = { ...this.explanations, [key]: explanation };
    }
    this.#openDecidingSource(edge, world);
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
