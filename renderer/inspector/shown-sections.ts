import type { WorldName } from '../../main/engine/model/world';
import type { ViewMode } from '../../main/engine/report/view-state';
import { phraseOfStop, worldAt, type Stop } from '../state/stop';

/** One world whose path is shown. */
export interface ShownSection {
  readonly title: string;
  readonly world: WorldName;
}

/** The worlds whose paths the inspector shows: the one at the stop, the end of the rollout, or both when they differ. */
export function shownSections(stop: Stop, mode: ViewMode): readonly ShownSection[] {
  const world = worldAt(stop);
  const now: ShownSection = { title: `Now · ${phraseOfStop(stop)}`, world };
  const next: ShownSection = { title: 'Next · after the rollout', world: 'final' };
  switch (mode) {
    case 'now':
      return [now];
    case 'next':
      return [next];
    case 'compare':
      return world === 'final' ? [next] : [now, next];
  }
}
