import type { Finding } from '../model/finding';
import type { ProtectedPath, ProtectedVerdict } from '../model/protected-path';
import type { WorldName } from '../model/world';
import { WORLDS } from '../model/world';
import type { AskedPath } from './asked-path';
import { MOST_EVIDENCE, countPaths, listTraffic, pathEvidence } from './path-evidence';

/**
 * What protected paths come to: closed by the rollout, closed already, open where they must be closed, or not to be told. Where Felix is
 * stopped L42 alone speaks: every path is red then, for one reason.
 */
export function lockoutFindings(asked: readonly AskedPath[]): readonly Finding[] {
  const paths = asked.filter(({ stopped }) => !stopped).map(({ path }) => path);
  return [...groupPaths(paths)].flatMap((group) => [
    ...closedFindings(group.filter(({ expect }) => expect === 'open')),
    ...exposedFindings(group.filter(({ expect }) => expect === 'closed')),
    ...undecidedFindings(group),
  ]);
}

/** What blocks is told by row and traffic, what warns by row. */
function groupPaths(paths: readonly ProtectedPath[]): readonly (readonly ProtectedPath[])[] {
  const groups = new Map<string, ProtectedPath[]>();
  for (const path of paths) {
    const key = path.severity === 'blocks' ? `${path.row} ${path.title} ${path.traffic}` : `${path.row} ${path.title}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(path);
  }
  return [...groups.values()];
}

function isOpen(path: ProtectedPath, world: WorldName): boolean {
  const { tag } = path.verdicts[world];
  return tag === 'rule' || tag === 'no-policy' || tag === 'failsafe-only' || tag === 'net-only';
}

/** A path with the world that tells of it. */
interface Told {
  readonly path: ProtectedPath;
  readonly world: WorldName;
}

/** Each with the first world in which its verdict is such a one; those that have none are left out. */
function firstWhere(paths: readonly ProtectedPath[], tag: ProtectedVerdict['tag']): readonly Told[] {
  return paths.flatMap((path) =>
    WORLDS.filter((world) => path.verdicts[world].tag === tag)
      .slice(0, 1)
      .map((world) => ({ path, world })),
  );
}

function evidenceOf(told: readonly Told[]): Finding['evidence'] {
  return told.slice(0, MOST_EVIDENCE).map(({ path, world }) => pathEvidence(path, world));
}

function closedFindings(group: readonly ProtectedPath[]): readonly Finding[] {
  const closings = firstWhere(
    group.filter((path) => isOpen(path, 'now')),
    'blocked',
  );
  const closing = closings.map(({ path }) => path);
  const closed = group.filter((path) => path.verdicts.now.tag === 'blocked' && path.verdicts.final.tag === 'blocked');
  const findings: Finding[] = [];
  const [first] = closing;
  if (first !== undefined) {
    findings.push({
      code: codeOf(first),
      severity: first.severity,
      title: `${first.title}${listTraffic(closing)} is open now and closed after the rollout${countPaths(closing)}.`,
      help: `${first.protects} Allow it with a rule before the policy that closes it is promoted; the evidence names the line that closes it.`,
      evidence: evidenceOf(closings),
    });
  }
  const [already] = closed;
  if (already !== undefined) {
    findings.push({
      code: codeOf(already),
      severity: 'warns',
      title: `${already.title}${listTraffic(closed)} is closed already${countPaths(closed)}.`,
      help: 'If it is meant to be open, a rule is missing today; the rollout does not change it.',
      evidence: closed.slice(0, MOST_EVIDENCE).map((path) => pathEvidence(path, 'final')),
    });
  }
  return findings;
}

/** Open where it must be closed: because failsafe ports undo the restriction, because the rollout opens it, or against the user's own row. */
function exposedFindings(group: readonly ProtectedPath[]): readonly Finding[] {
  const undone = group.filter((path) => path.verdicts.final.tag === 'failsafe-only');
  const opened = group.filter(
    (path) =>
      isOpen(path, 'final') &&
      path.verdicts.final.tag !== 'failsafe-only' &&
      (path.row === 'own' || path.verdicts.now.tag === 'blocked' || path.verdicts.now.tag === 'failsafe-only'),
  );
  const findings: Finding[] = [];
  const [first] = undone;
  if (first !== undefined) {
    findings.push({
      code: codeOf(first),
      severity: first.severity,
      title: `${first.title}${listTraffic(undone)} stays open by failsafe ports: the restriction has no effect${countPaths(undone)}.`,
      help: 'Failsafe ports are looked at before any policy. Give the entry a net, or take it out of the list once a rule of your own lets the right people in.',
      evidence: undone.slice(0, MOST_EVIDENCE).map((path) => pathEvidence(path, 'final')),
    });
  }
  const [exposed] = opened;
  if (exposed !== undefined) {
    findings.push({
      code: codeOf(exposed),
      severity: exposed.severity,
      title: `${exposed.title}${listTraffic(opened)} must be closed and is open after the rollout${countPaths(opened)}.`,
      help: 'Deny it with a rule before the one that allows it; the evidence names the line that does.',
      evidence: opened.slice(0, MOST_EVIDENCE).map((path) => pathEvidence(path, 'final')),
    });
  }
  return findings;
}

function undecidedFindings(group: readonly ProtectedPath[]): readonly Finding[] {
  const doubts = firstWhere(group, 'undecided');
  const undecided = doubts.map(({ path }) => path);
  const [help] = doubts.flatMap(({ path, world }) => {
    const verdict = path.verdicts[world];
    return verdict.tag === 'undecided' ? [`${verdict.why}; settle it with: ${verdict.command}`] : [];
  });
  const [first] = undecided;
  if (first === undefined || help === undefined) return [];
  return [
    {
      code: codeOf(first),
      severity: 'warns',
      title: `${first.title}${listTraffic(undecided)} cannot be told${countPaths(undecided)}.`,
      help,
      evidence: evidenceOf(doubts),
    },
  ];
}

function codeOf({ row }: ProtectedPath): string {
  return row === 'own' ? 'OWN' : row;
}
