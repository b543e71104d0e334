import { assertNever } from '../engine/model/assert-never';
import { countOf, groupDigits } from '../engine/model/count-words';
import type { ProtectedPath, ProtectedVerdict } from '../engine/model/protected-path';
import { standingOf } from '../engine/model/protected-path';
import type { WorldName } from '../engine/model/world';
import { WORLDS } from '../engine/model/world';
import { positionInBrackets } from '../engine/report/format-position';
import { isAtRisk, isChecked } from '../engine/report/safety';
import { listAtMost } from './list-at-most';
import type { Style } from './style';

/** Groups of paths, ends of one group, and paths that nobody could check, before the rest is counted. */
const GROUPS = 30;
const ENDS = 6;
const UNCHECKED = 42;

/** What a path is in a world, worst first, in the words that are counted. The last two are as they must be. */
const STANDINGS = [
  'blocked',
  'open where it must be closed',
  'undecided',
  'by the safety net only',
  'by failsafe only',
  'open where it should be closed',
  'not checked',
  'open',
  'closed as it must be',
] as const;
type Standing = (typeof STANDINGS)[number];

const SAFE: readonly Standing[] = ['open', 'closed as it must be'];

function standingIn(path: ProtectedPath, world: WorldName): Standing {
  const verdict = path.verdicts[world];
  const mustBeOpen = path.expect === 'open';
  const standing = standingOf(path, verdict);
  switch (standing) {
    case 'safe':
      return mustBeOpen ? 'open' : 'closed as it must be';
    case 'weak':
      if (!mustBeOpen) return 'open where it should be closed';
      return verdict.tag === 'net-only' ? 'by the safety net only' : 'by failsafe only';
    case 'broken':
      return mustBeOpen ? 'blocked' : 'open where it must be closed';
    case 'unknown':
      return 'undecided';
    case 'absent':
      return 'not checked';
    default:
      return assertNever(standing);
  }
}

/** Whether some world has an answer. */
function isAnswered({ verdicts }: ProtectedPath): boolean {
  return WORLDS.some((world) => verdicts[world].tag !== 'absent');
}

/** `19 of 55 protected paths at risk in final, 23 not checked`: of the first world that puts the most at risk. */
export function countAtRisk(paths: readonly ProtectedPath[]): string {
  const checked = paths.filter(isChecked);
  const atRiskIn = (world: WorldName) => checked.filter((path) => isAtRisk(path.verdicts[world], path)).length;
  let worst: WorldName = 'now';
  for (const world of WORLDS) if (atRiskIn(world) > atRiskIn(worst)) worst = world;
  const most = atRiskIn(worst);
  const when = most === 0 ? '' : ` in ${worst}`;
  const unchecked = groupDigits(paths.length - checked.length);
  return `${groupDigits(most)} of ${countOf(checked.length, 'protected path')} at risk${when}, ${unchecked} not checked`;
}

/**
 * The paths in numbers, world by world; then those that are not as they must be everywhere, worst end of the rollout first, with what each
 * hangs on; then those that nobody could check.
 */
export function printProtectedPaths(paths: readonly ProtectedPath[], style: Style): readonly string[] {
  if (paths.length === 0) {
    return [
      style.heading('Protected paths'),
      '  none checked: the snapshot has no nodes, or no admin networks are given (--admin CIDR)',
    ];
  }
  const doubtful = paths.filter(
    (path) => isAnswered(path) && WORLDS.some((world) => !SAFE.includes(standingIn(path, world))),
  );
  return [
    style.heading('Protected paths'),
    ...WORLDS.map((world) => `  ${world}: ${countStandings(paths, world)}`),
    ...printGroups(groupAlike(doubtful), style).map((line) => `  ${line}`),
    ...printUnchecked(paths.filter((path) => !isAnswered(path))).map((line) => `  ${line}`),
  ];
}

function countStandings(paths: readonly ProtectedPath[], world: WorldName): string {
  const counts = STANDINGS.map((standing) => ({
    standing,
    count: paths.filter((path) => standingIn(path, world) === standing).length,
  })).filter(({ count }) => count > 0);
  return `${countOf(paths.length, 'path')}, ${counts.map(({ standing, count }) => `${groupDigits(count)} ${standing}`).join(', ')}`;
}

/** Paths of one row that all worlds answer alike. */
interface Group {
  readonly first: ProtectedPath;
  readonly ends: readonly string[];
}

function groupAlike(paths: readonly ProtectedPath[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const path of paths) {
    const key = [headOf(path), ...answersOf(path)].join('\n');
    const { first, ends } = groups.get(key) ?? { first: path, ends: [] };
    groups.set(key, { first, ends: [...ends, ...endsOf(path)] });
  }
  const rank = ({ first }: Group, world: WorldName) => STANDINGS.indexOf(standingIn(first, world));
  const worst = (group: Group) => Math.min(...WORLDS.map((world) => rank(group, world)));
  return [...groups.values()].toSorted(
    (left, right) => rank(left, 'final') - rank(right, 'final') || worst(left) - worst(right),
  );
}

function printGroups(groups: readonly Group[], style: Style): readonly string[] {
  const rest = groups.slice(GROUPS).reduce((sum, { ends }) => sum + Math.max(1, ends.length), 0);
  return [
    ...groups
      .slice(0, GROUPS)
      .flatMap(({ first, ends }) => [
        `${styleOf(standingIn(first, 'final'), style)(standingIn(first, 'final'))}: ${headOf(first)}`,
        ...listAtMost(ends, ENDS).map((end) => `  ${end}`),
        ...answersOf(first).map((answer) => `    ${answer}`),
      ]),
    ...(rest === 0 ? [] : [`… and ${countOf(rest, 'more path')} (--json lists all)`]),
  ];
}

function printUnchecked(paths: readonly ProtectedPath[]): readonly string[] {
  if (paths.length === 0) return [];
  const lines = paths.map(({ row, title, verdicts: { final } }) => {
    return `${row} ${title}${final.tag === 'absent' ? `: ${final.why}` : ''}`;
  });
  return ['not checked, so nothing is proved about them:', ...listAtMost(lines, UNCHECKED).map((line) => `  ${line}`)];
}

function styleOf(standing: Standing, style: Style): (text: string) => string {
  switch (standing) {
    case 'blocked':
    case 'open where it must be closed':
    case 'undecided':
      return style.bad;
    case 'by the safety net only':
    case 'by failsafe only':
    case 'open where it should be closed':
      return style.warning;
    case 'not checked':
      return style.quiet;
    case 'open':
    case 'closed as it must be':
      return style.good;
    default:
      return assertNever(standing);
  }
}

function headOf({ row, title, expect, observable }: ProtectedPath): string {
  const must = expect === 'closed' ? ', must be closed' : '';
  return `${row} ${title}${must}${observable ? '' : ' (flow logs cannot show it)'}`;
}

/** A row that is composed of others has no ends. */
function endsOf({ from, to, traffic }: ProtectedPath): readonly string[] {
  return from === '' && to === '' ? [] : [`${from} → ${to} ${traffic}`.trimEnd()];
}

/** Worlds that answer alike share a line; a command that settles it has one of its own. */
function answersOf(path: ProtectedPath): readonly string[] {
  const worldsByAnswer = new Map<string, WorldName[]>();
  for (const world of WORLDS) {
    const answer = describeAnswer(path.verdicts[world]);
    worldsByAnswer.set(answer, [...(worldsByAnswer.get(answer) ?? []), world]);
  }
  const everywhere = worldsByAnswer.size === 1;
  return [...worldsByAnswer].flatMap(([answer, worlds]) => {
    const [what = '', ...command] = answer.split('\n');
    return [`${everywhere ? 'every world' : worlds.join(', ')}: ${what}`, ...command.map((line) => `  ${line}`)];
  });
}

function describeAnswer(verdict: ProtectedVerdict): string {
  switch (verdict.tag) {
    case 'rule':
      return `open by ${verdict.policy}${positionInBrackets(verdict.position)}`;
    case 'no-policy':
      return 'open, no policy applies';
    case 'failsafe-only':
      return 'open by failsafe ports alone';
    case 'net-only':
      return 'open by the safety net alone';
    case 'blocked':
      return `blocked by ${verdict.by}${positionInBrackets(verdict.position)}`;
    case 'undecided':
      return `cannot be told: ${verdict.why}${verdict.command === '' ? '' : `\n$ ${verdict.command}`}`;
    case 'absent':
      return `not checked: ${verdict.why}`;
    default:
      return assertNever(verdict);
  }
}
