import { countOf } from '../../main/engine/model/count-words';
import type { ProtectedPath, ProtectedTheme } from '../../main/engine/model/protected-path';
import { PROTECTED_THEMES } from '../../main/engine/model/protected-path';
import { WORLDS } from '../../main/engine/model/world';
import { safetyOf, type Safety } from '../../main/engine/report/safety';
import { THEME_WORDS } from './theme-words';

/** Which paths the table shows: all, those that some world puts at risk, or those that hang on the net or on failsafe ports. */
export const PATH_FILTERS = ['all', 'at-risk', 'leaning'] as const;
export type PathFilter = (typeof PATH_FILTERS)[number];

export const PATH_FILTER_WORDS: Readonly<Record<PathFilter, string>> = {
  all: 'All',
  'at-risk': 'At risk in some world',
  leaning: 'By the net or failsafe only',
};

/** Paths of one theme, row by row of the catalogue. */
export interface PathSection {
  readonly theme: ProtectedTheme;
  readonly word: string;
  /** e.g. `8 paths, 2 not as they must be after the rollout`. */
  readonly summary: string;
  /** The worst end of the rollout among them. */
  readonly worst: Safety;
  readonly rows: readonly SectionRow[];
}

/** A path in the table; `first` of its row of the catalogue, whose title it bears. */
export interface SectionRow {
  readonly path: ProtectedPath;
  readonly first: boolean;
}

const WORST_FIRST: readonly Safety[] = ['closed', 'unknown', 'weak', 'absent', 'open'];

/** Paths that no world has: they are listed apart, with what they lack. */
export function isUnchecked({ verdicts }: ProtectedPath): boolean {
  return WORLDS.every((world) => verdicts[world].tag === 'absent');
}

/** The sections of the table in the order of the catalogue, in each row the worst end of the rollout first. L42 stands above the table. */
export function listSections(
  paths: readonly ProtectedPath[],
  filter: PathFilter,
  find: string,
): readonly PathSection[] {
  const words = find.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = paths.filter(
    (path) => path.theme !== 'rollback' && !isUnchecked(path) && passes(path, filter) && isFound(path, words),
  );
  return PROTECTED_THEMES.flatMap((theme) => {
    const own = shown.filter((path) => path.theme === theme);
    return own.length === 0 ? [] : [sectionOf(theme, own)];
  });
}

function sectionOf(theme: ProtectedTheme, paths: readonly ProtectedPath[]): PathSection {
  const titles = new Set(paths.map(titleOf));
  const rows = [...titles].flatMap((title) =>
    paths
      .filter((path) => titleOf(path) === title)
      .toSorted((left, right) => rankOf(left) - rankOf(right))
      .map((path, index): SectionRow => ({ path, first: index === 0 })),
  );
  const safeties = paths.map((path) => safetyOf(path.verdicts.final, path));
  const worst = WORST_FIRST.find((safety) => safeties.includes(safety)) ?? 'open';
  const count = (safety: Safety) => safeties.filter((one) => one === safety).length;
  const parts = [
    countOf(paths.length, 'path'),
    ...(count('closed') > 0
      ? [`${count('closed')} not as ${count('closed') === 1 ? 'it' : 'they'} must be after the rollout`]
      : []),
    ...(count('unknown') > 0 ? [`${count('unknown')} nobody can tell`] : []),
    ...(count('weak') > 0 ? [`${count('weak')} to watch`] : []),
    ...(count('absent') > 0 ? [`${count('absent')} not checked in the end`] : []),
  ];
  return { theme, word: THEME_WORDS[theme], summary: parts.join(', '), worst, rows };
}

function titleOf({ row, title }: ProtectedPath): string {
  return `${row} ${title}`;
}

function passes(path: ProtectedPath, filter: PathFilter): boolean {
  const safeties = WORLDS.map((world) => safetyOf(path.verdicts[world], path));
  switch (filter) {
    case 'all':
      return true;
    case 'at-risk':
      return safeties.some((safety) => safety === 'closed' || safety === 'unknown');
    case 'leaning':
      return safeties.includes('weak');
  }
}

function isFound(path: ProtectedPath, words: readonly string[]): boolean {
  const { row, title, from, to, traffic, worst } = path;
  const text = [row, title, from, to, traffic, worst, THEME_WORDS[path.theme]].join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}

function rankOf(path: ProtectedPath): number {
  const inWorld = WORLDS.map((world) => WORST_FIRST.indexOf(safetyOf(path.verdicts[world], path)));
  return WORST_FIRST.indexOf(safetyOf(path.verdicts.final, path)) * WORST_FIRST.length + Math.min(...inWorld);
}
