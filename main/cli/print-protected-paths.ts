import { assertNever } from '../engine/model/assert-never';
import type { ProtectedPath, ProtectedVerdict } from '../engine/model/protected-path';
import type { WorldName } from '../engine/model/world';
import { WORLDS } from '../engine/model/world';
import { countOf } from '../engine/report/sentences';
import { positionInBrackets } from '../engine/report/format-position';
import { listAtMost } from './list-at-most';
import type { Style } from './style';

/** Lines about single paths that are printed before the rest is counted. */
const LISTED = 80;

/** How far a protected path can be relied on. Only `open` is green. */
type Standing = 'open' | 'failsafe-only' | 'net-only' | 'blocked' | 'undecided' | 'absent';

const STANDINGS: readonly Standing[] = ['blocked', 'undecided', 'net-only', 'failsafe-only', 'open', 'absent'];

const STANDING_WORDS: Readonly<Record<Standing, string>> = {
  open: 'open',
  'failsafe-only': 'by failsafe only',
  'net-only': 'by the safety net only',
  blocked: 'blocked',
  undecided: 'cannot be told',
  absent: 'not checked',
};

function standingOf(verdict: ProtectedVerdict): Standing {
  switch (verdict.tag) {
    case 'rule':
    case 'no-policy':
      return 'open';
    case 'failsafe-only':
    case 'net-only':
    case 'blocked':
    case 'undecided':
    case 'absent':
      return verdict.tag;
    default:
      return assertNever(verdict);
  }
}

/** Protected paths that some world has an answer for. */
export function countChecked(paths: readonly ProtectedPath[]): number {
  return paths.filter((path) => WORLDS.some((world) => standingOf(path.verdicts[world]) !== 'absent')).length;
}

/** Protected paths that some world blocks or cannot tell. */
export function countAtRisk(paths: readonly ProtectedPath[]): number {
  return paths.filter((path) =>
    WORLDS.some((world) => ['blocked', 'undecided'].includes(standingOf(path.verdicts[world]))),
  ).length;
}

/** The paths in numbers, world by world, then every path that is not green everywhere with what it hangs on. */
export function printProtectedPaths(paths: readonly ProtectedPath[], style: Style): readonly string[] {
  if (paths.length === 0) {
    return [
      style.heading('Protected paths'),
      '  none checked: the snapshot has no nodes, or no admin networks are given (--admin CIDR)',
    ];
  }
  return [
    style.heading('Protected paths'),
    ...WORLDS.map((world) => `  ${world}: ${countStandings(paths, world)}`),
    ...listAtMost(printAlike(paths.filter(isNotGreen)), LISTED).map((line) => `  ${line}`),
  ];
}

function countStandings(paths: readonly ProtectedPath[], world: WorldName): string {
  const counts = STANDINGS.map((standing) => ({
    standing,
    count: paths.filter((path) => standingOf(path.verdicts[world]) === standing).length,
  })).filter(({ count }) => count > 0);
  return `${countOf(paths.length, 'path')}, ${counts.map(({ standing, count }) => `${count} ${STANDING_WORDS[standing]}`).join(', ')}`;
}

function isNotGreen(path: ProtectedPath): boolean {
  return WORLDS.some((world) => standingOf(path.verdicts[world]) !== 'open');
}

/** Paths that all worlds answer alike are printed together: what they are, whom they connect, what each world says. */
function printAlike(paths: readonly ProtectedPath[]): readonly string[] {
  const endsByBlock = new Map<string, string[]>();
  for (const path of paths) {
    const block = [headOf(path), ...answersOf(path)].join('\n');
    endsByBlock.set(block, [...(endsByBlock.get(block) ?? []), ...endsOf(path)]);
  }
  return [...endsByBlock].flatMap(([block, ends]) => {
    const [head = '', ...answers] = block.split('\n');
    return [head, ...ends.map((end) => `  ${end}`), ...answers.map((answer) => `    ${answer}`)];
  });
}

function headOf({ row, title, traffic, observable }: ProtectedPath): string {
  const what = traffic === '' ? '' : `, ${traffic}`;
  return `${row} ${title}${what}${observable ? '' : ' (flow logs cannot show it)'}`;
}

/** A row that nothing in the snapshot stands for has no ends. */
function endsOf({ from, to }: ProtectedPath): readonly string[] {
  return from === '' && to === '' ? [] : [`${from} → ${to}`];
}

/** Worlds that answer alike share a line. */
function answersOf(path: ProtectedPath): readonly string[] {
  const worldsByAnswer = new Map<string, WorldName[]>();
  for (const world of WORLDS) {
    const answer = describeAnswer(path.verdicts[world]);
    worldsByAnswer.set(answer, [...(worldsByAnswer.get(answer) ?? []), world]);
  }
  const everywhere = worldsByAnswer.size === 1;
  return [...worldsByAnswer].map(([answer, worlds]) => `${everywhere ? 'every world' : worlds.join(', ')}: ${answer}`);
}

function describeAnswer(verdict: ProtectedVerdict): string {
  switch (verdict.tag) {
    case 'rule':
      return `open by ${verdict.policy}${positionInBrackets(verdict.position)}`;
    case 'no-policy':
      return 'open, no policy applies';
    case 'failsafe-only':
    case 'net-only':
      return STANDING_WORDS[verdict.tag];
    case 'blocked':
      return `blocked by ${verdict.by}${positionInBrackets(verdict.position)}`;
    case 'undecided':
      return `cannot be told: ${verdict.why}${verdict.command === '' ? '' : `; ask: ${verdict.command}`}`;
    case 'absent':
      return `not checked: ${verdict.why}`;
    default:
      return assertNever(verdict);
  }
}
