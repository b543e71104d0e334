import type { WorldName } from '../model/world';

/** `now`: the chosen world alone; `next`: the end of the rollout alone; `compare`: both, as the states of DESIGN §5. */
export const VIEW_MODES = ['now', 'next', 'compare'] as const;
export type ViewMode = (typeof VIEW_MODES)[number];

/** What of the rehearsal is drawn. Plain data, so that it can be kept, compared and sent. */
export interface ViewState {
  readonly world: WorldName;
  readonly mode: ViewMode;
  /** Ids of the groups drawn open, e.g. `namespace:prod`, `hosts`; `auto` opens as many as the budget allows. */
  readonly expanded: 'auto' | readonly string[];
  /** Also the traffic that is left beside the ports a destination declares. */
  readonly showOther: boolean;
  /** Only what some step of the rollout changes. */
  readonly onlyChanged: boolean;
  /** `relevant`: see `isRelevant`; `all`: also what no policy decides. */
  readonly edgesShown: 'relevant' | 'all';
  /** A query in the find language of `find.ts`; `''` finds everything. */
  readonly find: string;
  /** An id of `Edge`, or nothing. */
  readonly selectedEdge: string | null;
}

export const INITIAL_VIEW: ViewState = {
  world: 'now',
  mode: 'compare',
  expanded: 'auto',
  showOther: false,
  onlyChanged: false,
  edgesShown: 'relevant',
  find: '',
  selectedEdge: null,
};
