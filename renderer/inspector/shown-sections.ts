import type { ConnectionTrace } from '../../main/engine/model/verdict';
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

/** Two sections become one when both worlds walk the same path. */
export function mergeSections(
  sections: readonly ShownSection[],
  traceOf: (world: WorldName) => ConnectionTrace | null,
): readonly ShownSection[] {
  const [now, next] = sections;
  if (now === undefined || next === undefined) return sections;
  const traces = [traceOf(now.world), traceOf(next.world)].map((trace) => trace && JSON.stringify(trace.checkpoints));
  if (traces[0] === null || traces[0] !== traces[1]) return sections;
  return [{ title: `${now.title}, and next: the same path`, world: next.world }];
}
