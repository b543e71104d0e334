import type { Evidence, Finding } from '../model/finding';
import type { ProtectedPath, ProtectedVerdict } from '../model/protected-path';
import type { Position } from '../model/source';
import type { Verdict } from '../model/verdict';
import type { WorldName } from '../model/world';
import { WORLDS } from '../model/world';

/** More paths than this are counted in one finding, not listed. */
const MOST_EVIDENCE = 12;

/** What protected paths come to: closed by the rollout, open by failsafe ports alone, already closed, or not to be told. */
export function lockoutFindings(paths: readonly ProtectedPath[]): readonly Finding[] {
  return [...groupByRow(paths)].flatMap(([row, group]) => [
    ...closedFindings(row, group),
    ...failsafeFindings(group),
    ...undecidedFindings(row, group),
  ]);
}

function groupByRow(paths: readonly ProtectedPath[]): ReadonlyMap<string, readonly ProtectedPath[]> {
  const groups = new Map<string, ProtectedPath[]>();
  for (const path of paths) {
    const key = `${path.row} ${path.traffic}`;
    groups.set(key, [...(groups.get(key) ?? []), path]);
  }
  return groups;
}

function isOpen(verdict: ProtectedVerdict): boolean {
  switch (verdict.tag) {
    case 'rule':
    case 'no-policy':
    case 'failsafe-only':
    case 'net-only':
      return true;
    case 'blocked':
    case 'undecided':
    case 'absent':
      return false;
  }
}

/** The first world in which a path that is open now is closed. */
function closingWorld(path: ProtectedPath): WorldName | undefined {
  if (!isOpen(path.verdicts.now)) return undefined;
  return WORLDS.find((world) => path.verdicts[world].tag === 'blocked');
}

function closedFindings(row: string, group: readonly ProtectedPath[]): readonly Finding[] {
  const closing = group.filter((path) => closingWorld(path) !== undefined);
  const closed = group.filter((path) => path.verdicts.now.tag === 'blocked' && path.verdicts.final.tag === 'blocked');
  const findings: Finding[] = [];
  const [first] = closing;
  if (first !== undefined) {
    findings.push({
      code: codeOf(row),
      severity: 'blocks',
      title: `${first.title} (${first.traffic}) is open now and closed after the rollout: ${countPaths(closing)}.`,
      help: 'Allow it with a rule before the policy that closes it is promoted; the evidence names the line that closes it.',
      evidence: closing.slice(0, MOST_EVIDENCE).map((path) => evidenceOf(path, closingWorld(path) ?? 'final')),
    });
  }
  const [already] = closed;
  if (already !== undefined) {
    findings.push({
      code: codeOf(row),
      severity: 'warns',
      title: `${already.title} (${already.traffic}) is closed already: ${countPaths(closed)}.`,
      help: 'If it is meant to be open, a rule is missing today; the rollout does not change it.',
      evidence: closed.slice(0, MOST_EVIDENCE).map((path) => evidenceOf(path, 'final')),
    });
  }
  return findings;
}

/** Restriction has no effect, or all that is left are failsafe ports: flow logs show neither. */
function failsafeFindings(group: readonly ProtectedPath[]): readonly Finding[] {
  const left = group.filter(
    (path) => path.verdicts.final.tag === 'failsafe-only' && path.verdicts.now.tag !== 'failsafe-only',
  );
  const [first] = left;
  if (first === undefined) return [];
  return [
    {
      code: 'B4',
      severity: 'warns',
      title: `${first.title} (${first.traffic}) stays open by failsafe ports alone: ${countPaths(left)}.`,
      help: 'A policy denies it and only the failsafe list of the node lets it through, from everywhere; add an Allow rule of your own.',
      evidence: left.slice(0, MOST_EVIDENCE).map((path) => evidenceOf(path, 'final')),
    },
  ];
}

function undecidedFindings(row: string, group: readonly ProtectedPath[]): readonly Finding[] {
  const undecided = group.filter((path) => WORLDS.some((world) => path.verdicts[world].tag === 'undecided'));
  const [first] = undecided;
  if (first === undefined) return [];
  const world = WORLDS.find((candidate) => first.verdicts[candidate].tag === 'undecided') ?? 'final';
  const verdict = first.verdicts[world];
  return [
    {
      code: codeOf(row),
      severity: 'warns',
      title: `${first.title} (${first.traffic}) cannot be told: ${countPaths(undecided)}.`,
      help: verdict.tag === 'undecided' ? `${verdict.why}; settle it with: ${verdict.command}` : '',
      evidence: undecided.slice(0, MOST_EVIDENCE).map((path) => evidenceOf(path, world)),
    },
  ];
}

function codeOf(row: string): string {
  return row.split(' ')[0] ?? row;
}

function countPaths(paths: readonly ProtectedPath[]): string {
  const [first] = paths;
  if (first === undefined) return 'none';
  return paths.length === 1
    ? `${first.from} → ${first.to}`
    : `${paths.length} paths, first ${first.from} → ${first.to}`;
}

function evidenceOf(path: ProtectedPath, world: WorldName): Evidence {
  const side = (name: WorldName) => ({
    world: name,
    verdict: verdictOf(path.verdicts[name]),
    by: carrierOf(path.verdicts[name]),
  });
  return {
    tag: 'verdicts',
    from: path.from,
    to: path.to,
    traffic: path.traffic,
    before: side('now'),
    after: side(world),
  };
}

function verdictOf(verdict: ProtectedVerdict): Verdict {
  if (verdict.tag === 'undecided' || verdict.tag === 'absent') return 'undecided';
  return verdict.tag === 'blocked' ? 'deny' : 'allow';
}

/** What carried the verdict, with file and line where there is one. */
function carrierOf(verdict: ProtectedVerdict): string {
  switch (verdict.tag) {
    case 'rule':
      return withPlace(verdict.policy, verdict.position);
    case 'no-policy':
      return 'no policy';
    case 'failsafe-only':
      return 'failsafe ports alone';
    case 'net-only':
      return 'the safety net alone';
    case 'blocked':
      return withPlace(verdict.by, verdict.position);
    case 'undecided':
    case 'absent':
      return verdict.why;
  }
}

function withPlace(name: string, position: Position | null): string {
  return position === null ? name : `${name} (${position.file}:${position.line})`;
}
