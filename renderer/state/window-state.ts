import type { Rehearsal } from '../../main/engine/model/rehearsal';
import type { StepName } from '../../main/engine/model/world';
import type { Scene } from '../../main/engine/report/scene';
import type { ViewMode, ViewState } from '../../main/engine/report/view-state';
import { moveStop, worldAt, type Stop } from './stop';

/** The views of the rail, in its order. */
export const VIEW_NAMES = ['map', 'findings', 'lockout', 'flows', 'wizard', 'report'] as const;
export type ViewName = (typeof VIEW_NAMES)[number];

/** The parts of a step, one shown at a time. */
export type WizardTab = 'checks' | 'variants' | 'flows' | 'order' | 'verdicts' | 'apply';

export type Selection =
  | { readonly tag: 'nothing' }
  | { readonly tag: 'edge'; readonly edge: string }
  | { readonly tag: 'party'; readonly party: string }
  | { readonly tag: 'path'; readonly path: string }
  | { readonly tag: 'flow'; readonly flow: string };

export const SORT_COLUMNS = ['state', 'from', 'to', 'traffic', 'now', 'next'] as const;
export type SortColumn = (typeof SORT_COLUMNS)[number];

export interface EdgeSort {
  readonly column: SortColumn;
  readonly direction: 'ascending' | 'descending';
}

/** Everything about the window that a reload of the inputs keeps. */
export interface WindowState {
  readonly view: ViewName;
  /** Also the step that the wizard shows. */
  readonly stop: Stop;
  /** The part of a step that the wizard shows, where the step has it. */
  readonly tab: WizardTab;
  readonly mode: ViewMode;
  /** The text of the find box. */
  readonly find: string;
  readonly onlyChanged: boolean;
  readonly showOther: boolean;
  readonly edgesShown: ViewState['edgesShown'];
  readonly expanded: ViewState['expanded'];
  readonly selection: Selection;
  readonly sort: EdgeSort;
}

export const INITIAL_WINDOW: WindowState = {
  view: 'map',
  stop: 'now',
  tab: 'checks',
  mode: 'compare',
  find: '',
  onlyChanged: false,
  showOther: false,
  edgesShown: 'relevant',
  expanded: 'auto',
  selection: { tag: 'nothing' },
  sort: { column: 'state', direction: 'ascending' },
};

/** The part of the window that decides what is drawn. */
export function drawnView(state: WindowState): ViewState {
  return {
    world: worldAt(state.stop),
    mode: state.mode,
    expanded: state.expanded,
    showOther: state.showOther,
    onlyChanged: state.onlyChanged,
    edgesShown: state.edgesShown,
    find: state.find,
    selectedEdge: state.selection.tag === 'edge' ? state.selection.edge : null,
  };
}

export function scrub(state: WindowState, distance: number): WindowState {
  return { ...state, stop: moveStop(state.stop, distance) };
}

/** The map and its table with nothing but what a step changes. */
export function showStep(state: WindowState, step: StepName): WindowState {
  const find = step === 'observe' ? 'state=staged' : `step=${step}`;
  return { ...state, view: 'map', stop: step, mode: 'compare', find, onlyChanged: false, showOther: true };
}

/** Opens a group that is closed on the drawn scene, and closes one that is open. */
export function toggleGroup(state: WindowState, group: string, scene: Pick<Scene, 'groups'>): WindowState {
  const open = state.expanded === 'auto' ? scene.groups.map(({ id }) => id) : state.expanded;
  const expanded = open.includes(group) ? open.filter((id) => id !== group) : [...open, group].toSorted();
  return { ...state, expanded };
}

/** The same column again turns the direction; another column starts ascending. */
export function sortBy(state: WindowState, column: SortColumn): WindowState {
  const turned = state.sort.column === column && state.sort.direction === 'ascending';
  return { ...state, sort: { column, direction: turned ? 'descending' : 'ascending' } };
}

/** The window after the inputs were read again: what no longer exists is no longer selected. */
export function keepWhatExists(state: WindowState, rehearsal: Rehearsal): WindowState {
  return exists(state.selection, rehearsal) ? state : { ...state, selection: { tag: 'nothing' } };
}

function exists(selection: Selection, rehearsal: Rehearsal): boolean {
  switch (selection.tag) {
    case 'nothing':
      return true;
    case 'edge':
      return rehearsal.edges.some((edge) => edge.id === selection.edge);
    case 'party':
      return rehearsal.parties.some((party) => party.id === selection.party);
    case 'path':
      return rehearsal.protectedPaths.some((path) => path.id === selection.path);
    case 'flow':
      return rehearsal.flows?.flows.some((flow) => flow.id === selection.flow) ?? false;
  }
}
