import type { ProtectedPath } from '../../main/engine/model/protected-path';
import { WORLDS } from '../../main/engine/model/world';
import { safetyOf, type Safety } from '../../main/engine/report/safety';

/** Which paths the table shows: all, those that some world puts at risk, or those that hang on the net or on failsafe ports. */
export const PATH_FILTERS = ['all', 'at-risk', 'leaning'] as const;
export type PathFilter = (typeof PATH_FILTERS)[number];

export const PATH_FILTER_WORDS: Readonly<Record<PathFilter, string>> = {
  all: 'All',
  'at-risk': 'At risk in some world',
  leaning: 'Open only by the net or failsafe',
};

const WORST_FIRST: readonly Safety[] = ['closed', 'unknown', 'weak', 'open', 'absent'];

/** The paths of a filter, worst end of the rollout first, then worst world, otherwise in the order of their rows. */
export function orderPaths(paths: readonly ProtectedPath[], filter: PathFilter): readonly ProtectedPath[] {
  return paths
    .filter((path) => passes(path, filter))
    .toSorted((left, right) => finalRank(left) - finalRank(right) || worstRank(left) - worstRank(right));
}

function passes(path: ProtectedPath, filter: PathFilter): boolean {
  const safeties = WORLDS.map((world) => safetyOf(path.verdicts[world]));
  switch (filter) {
    case 'all':
      return true;
    case 'at-risk':
      return safeties.some((safety) => safety === 'closed' || safety === 'unknown');
    case 'leaning':
      return safeties.includes('weak');
  }
}

function finalRank(path: ProtectedPath): number {
  return WORST_FIRST.indexOf(safetyOf(path.verdicts.final));
}

function worstRank(path: ProtectedPath): number {
  return Math.min(...WORLDS.map((world) => WORST_FIRST.indexOf(safetyOf(path.verdicts[world]))));
}
