import { assertNever } from '../../model/assert-never';
import { countOf, groupDigits } from '../../model/count-words';
import type { ProtectedPath, ProtectedVerdict } from '../../model/protected-path';
import type { WorldName } from '../../model/world';
import { WORLDS } from '../../model/world';
import { describeProtectedVerdict } from '../protected-verdict-words';
import type { Block, Line, Tone } from '../review-block';
import { SAFETY_SIGNS, isAtRisk, safetyOf } from '../safety';
import { WORLD_WORDS } from '../sentences';
import { inBrackets, listNames, name, paragraph, sign, tableAtMost, text, textColumns } from './lines';
import type { ReviewFacts } from './facts';
import { isUnchecked } from './facts';
import { SAFETIES, SAFETY_TONES, pathSign } from './words';

/** The paths of one row of the table of protected paths. */
export interface PathRow {
  readonly row: string;
  readonly title: string;
  readonly paths: readonly ProtectedPath[];
}

/** In the order in which rows first come; rows of the user's own are apart by their titles. */
export function groupByRow(paths: readonly ProtectedPath[]): readonly PathRow[] {
  const rows = new Map<string, PathRow>();
  for (const path of paths) {
    const key = JSON.stringify([path.row, path.title]);
    rows.set(key, { row: path.row, title: path.title, paths: [...(rows.get(key)?.paths ?? []), path] });
  }
  return [...rows.values()];
}

/** What counts as one answer in a summary: by rule or by no policy is both open. */
type Standing = 'blocked' | 'undecided' | 'net-only' | 'failsafe-only' | 'absent' | 'open';

const STANDINGS: readonly Standing[] = ['blocked', 'undecided', 'net-only', 'failsafe-only', 'absent', 'open'];

const STANDING_WORDS: Readonly<Record<Standing, string>> = {
  blocked: 'blocked',
  undecided: 'cannot tell',
  'net-only': 'by the net only',
  'failsafe-only': 'by failsafe only',
  absent: 'not checked',
  open: 'open',
};

function standingOf({ tag }: ProtectedVerdict): Standing {
  return tag === 'rule' || tag === 'no-policy' ? 'open' : tag;
}

/** `✕ blocked 1, ✓ open 2`, worst first; without figures where all are alike. */
export function summariseRow({ paths }: PathRow, world: WorldName): Line {
  const counts = STANDINGS.flatMap((standing) =>
    SAFETIES.map((safety) => ({
      standing,
      safety,
      count: paths.filter(
        (path) => standingOf(path.verdicts[world]) === standing && safetyOf(path.verdicts[world], path) === safety,
      ).length,
    })),
  ).filter(({ count }) => count > 0);
  return counts.flatMap(({ standing, safety, count }, index) => {
    const word = STANDING_WORDS[standing];
    const run = sign(SAFETY_TONES[safety], SAFETY_SIGNS[safety], word);
    const share = counts.length === 1 ? [] : [text(` ${groupDigits(count)}`)];
    return index === 0 ? [run, ...share] : [text(', '), run, ...share];
  });
}

/** The worst of a row in the end; then, for those equal there, in any world. */
function rankOf({ paths }: PathRow): number {
  const worstIn = (worlds: readonly WorldName[]) =>
    Math.min(...paths.flatMap((path) => worlds.map((world) => SAFETIES.indexOf(safetyOf(path.verdicts[world], path)))));
  return worstIn(['final']) * SAFETIES.length + worstIn(WORLDS);
}

export function worstRowsFirst(rows: readonly PathRow[]): readonly PathRow[] {
  return rows.toSorted((left, right) => rankOf(left) - rankOf(right));
}

/** The tone of paths at their worst. */
export function toneOfPaths(paths: readonly ProtectedPath[]): Tone {
  const safeties = paths.flatMap((path) => WORLDS.map((world) => safetyOf(path.verdicts[world], path)));
  const worst = SAFETIES.find((safety) => safeties.includes(safety));
  return worst === undefined ? 'unknown' : SAFETY_TONES[worst];
}

/** All protected paths: first those that stand somewhere in the snapshot, then the rows that nothing stands for. */
export function describePaths({ rehearsal, most }: ReviewFacts): readonly Block[] {
  const { protectedPaths } = rehearsal;
  if (protectedPaths.length === 0) {
    return [paragraph(text('None was checked: the snapshot has no nodes, or no admin networks are given.'))];
  }
  const checked = protectedPaths.filter((path) => !isUnchecked(path));
  const risky = checked.filter((path) => WORLDS.some((world) => isAtRisk(path.verdicts[world], path)));
  const alike = worstRowsFirst(groupAlike(checked));
  return [
    paragraph(
      text(
        `${countOf(checked.length, 'path')} checked in every world, ${groupDigits(risky.length)} of them not as they must be, or not to be told, in some; ` +
          `${countOf(protectedPaths.length - checked.length, 'row')} not checked. Only a rule or the absence of policy is safe: ` +
          'failsafe ports can be taken away by a setting, and the net goes.',
      ),
    ),
    ...(checked.length === 0
      ? []
      : tableAtMost({
          caption: 'Protected paths, world by world, worst first',
          columns: textColumns('Path', 'From and to', ...WORLDS.map((world) => WORLD_WORDS[world])),
          rows: alike.map(pathCells),
          most,
          elsewhere: 'rehearsal.json',
        })),
    ...describeUnchecked(protectedPaths.filter(isUnchecked), most),
  ];
}

/** Paths of a row that every world answers alike stand together. */
function groupAlike(paths: readonly ProtectedPath[]): readonly PathRow[] {
  const groups = new Map<string, PathRow>();
  for (const path of paths) {
    const { row, title, traffic, expect, severity, verdicts } = path;
    const key = JSON.stringify([row, title, traffic, expect, severity, WORLDS.map((world) => verdicts[world])]);
    groups.set(key, { row, title, paths: [...(groups.get(key)?.paths ?? []), path] });
  }
  return [...groups.values()];
}

/** Pairs of ends that are named before the rest is counted. */
const MOST_ENDS = 4;

function pathCells({ row, title, paths }: PathRow): readonly Line[] {
  const [first] = paths;
  if (first === undefined) return [];
  const traffic: Line = first.traffic === '' ? [] : [text(', '), name(first.traffic)];
  const must: Line = first.expect === 'closed' ? [text(', must be closed')] : [];
  const logs: Line = first.observable ? [] : [text(' (flow logs cannot show it)')];
  return [
    [text(`${row} ${title}`), ...traffic, ...must, ...logs],
    listNames(
      paths.map(({ from, to }) => `${from} → ${to}`),
      MOST_ENDS,
    ),
    ...WORLDS.map((world) => answerCell(first, world)),
  ];
}

function answerCell(path: ProtectedPath, world: WorldName): Line {
  const line = [pathSign(path, world)];
  const verdict = path.verdicts[world];
  switch (verdict.tag) {
    case 'rule':
      return [...line, text(': '), name(verdict.policy), ...inBrackets(verdict.position)];
    case 'blocked':
      return [...line, text(': '), name(verdict.by), ...inBrackets(verdict.position)];
    case 'undecided': {
      const ask: Line = verdict.command === '' ? [] : [text('; ask '), name(verdict.command)];
      return [...line, text(`: ${verdict.why}`), ...ask];
    }
    case 'absent':
      return [...line, text(`: ${verdict.why}`)];
    case 'no-policy':
    case 'failsafe-only':
    case 'net-only':
      return line;
    default:
      return assertNever(verdict);
  }
}

function describeUnchecked(paths: readonly ProtectedPath[], most: number): readonly Block[] {
  if (paths.length === 0) return [];
  return tableAtMost({
    caption: 'Protected paths that were not checked: nobody knows whether they stay open',
    columns: textColumns('Path', 'Why'),
    rows: paths.map((path) => [
      [text(`${path.row} ${path.title}`)],
      [pathSign(path, 'final'), text(`: ${describeProtectedVerdict(path.verdicts.final).why}`)],
    ]),
    most,
    elsewhere: 'rehearsal.json',
  });
}
