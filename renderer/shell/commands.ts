import { EXPORT_WORDS } from '../review/export-words';
import type { AppState } from '../state/app-state.svelte';
import { nextThemeChoice } from '../state/theme-choice';
import { VIEW_NAMES, scrub, showStep } from '../state/window-state';
import { VIEW_TITLES } from './icons';

/** One thing the window can do: the same for a key, a menu item and the help. */
export interface Command {
  readonly id: string;
  readonly label: string;
  /** `KeyboardEvent.key`; `''` when no key does it. */
  readonly key: string;
  readonly run: (app: AppState) => void;
}

/**
 * The commands of single keys. They work only while a view has the focus, so that typing elsewhere does nothing by surprise.
 * The map adds its own (`f`, `+`, `-`, `0`, arrows) while it has the focus.
 */
export const VIEW_COMMANDS: readonly Command[] = [
  ...VIEW_NAMES.map((view, index) => ({
    id: `view-${view}`,
    label: `Open ${VIEW_TITLES[view]}`,
    key: String(index + 1),
    run: (app: AppState) => app.goTo(view),
  })),
  { id: 'step-back', label: 'One step back', key: '[', run: (app) => app.setWindow(scrub(app.window, -1)) },
  { id: 'step-on', label: 'One step on', key: ']', run: (app) => app.setWindow(scrub(app.window, 1)) },
  { id: 'mode-now', label: 'Draw the shown world', key: 'n', run: (app) => app.setMode('now') },
  { id: 'mode-next', label: 'Draw the end of the rollout', key: 'x', run: (app) => app.setMode('next') },
  { id: 'mode-compare', label: 'Compare both', key: 'c', run: (app) => app.setMode('compare') },
  { id: 'wizard-current', label: 'The next gate, in the wizard', key: 'w', run: showCurrentGate },
  { id: 'step-on-map', label: 'What the step changes, on the map', key: 's', run: showStepOnMap },
  { id: 'export-pack', label: EXPORT_WORDS.pack.command, key: 'e', run: (app) => void app.export('pack') },
  { id: 'export-plan', label: EXPORT_WORDS.plan.command, key: 'p', run: (app) => void app.export('plan') },
  { id: 'problem-next', label: 'Next problem', key: 'j', run: (app) => app.selectProblem(1) },
  { id: 'problem-previous', label: 'Previous problem', key: 'k', run: (app) => app.selectProblem(-1) },
];

/** The commands of the desktop's menu, by the id that `menu.command` carries. */
export const MENU_COMMANDS: Readonly<Record<string, (app: AppState) => void>> = {
  'open-workspace': (app) => void app.openDialog('workspace'),
  'open-folders': (app) => void app.openDialog('folders'),
  'open-sample': (app) => app.close(),
  reload: (app) => void app.reload(),
  'view-map': (app) => app.goTo('map'),
  'view-lockout': (app) => app.goTo('lockout'),
  'view-findings': (app) => app.goTo('findings'),
  'view-flows': (app) => app.goTo('flows'),
  'view-wizard': (app) => app.goTo('wizard'),
  'view-report': (app) => app.goTo('report'),
  'export-pack': (app) => void app.export('pack'),
  'export-plan': (app) => void app.export('plan'),
  'toggle-theme': (app) => app.chooseTheme(nextThemeChoice(app.themeChoice)),
};

/** Opens the wizard at the first gate that is not passed. */
export function showCurrentGate(app: AppState): void {
  app.setWindow({ ...app.window, view: 'wizard', stop: app.wizard.wizard?.current ?? app.window.stop });
}

function showStepOnMap(app: AppState): void {
  if (app.window.stop !== 'now') app.setWindow(showStep(app.window, app.window.stop));
}

/** The command of a key press, when it may act: no modifier, not while text is typed. */
export function commandOfKey(event: KeyboardEvent): Command | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return undefined;
  return VIEW_COMMANDS.find((command) => command.key === event.key);
}

/** Whether keys go into a text. */
export function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && target.type !== 'checkbox';
}
