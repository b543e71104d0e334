import type { Evidence } from '../model/finding';
import type { ProtectedPath, ProtectedVerdict } from '../model/protected-path';
import type { Position } from '../model/source';
import type { Verdict } from '../model/verdict';
import type { WorldName } from '../model/world';

/** More paths than this are counted in one finding, not listed. */
export const MOST_EVIDENCE = 12;

/** What now and another world say of a path. */
export function pathEvidence(path: ProtectedPath, world: WorldName): Evidence {
  const side = (name: WorldName) => ({
    world: name,
    verdict: verdictOf(path.verdicts[name]),
    by: carrierOf(path.verdicts[name]),
  });
  const from = path.from === '' ? path.title : path.from;
  return { tag: 'verdicts', from, to: path.to, traffic: path.traffic, before: side('now'), after: side(world) };
}

/** ` (tcp 22)`, ` (tcp 10248, tcp 9099 and 2 more)`; `''` where there is none. */
export function listTraffic(paths: readonly ProtectedPath[]): string {
  const most = 3;
  const unique = [...new Set(paths.map(({ traffic }) => traffic))].filter((traffic) => traffic !== '');
  if (unique.length === 0) return '';
  const shown = unique.slice(0, most).join(', ');
  return unique.length > most ? ` (${shown} and ${unique.length - most} more)` : ` (${shown})`;
}

/** `: a → b`, `: 2 paths, first a → b`; the pair that gave the verdict where many stand behind a path. */
export function countPaths(paths: readonly ProtectedPath[]): string {
  const [first] = paths;
  if (first === undefined || first.from === '') return '';
  const worst = first.worst === '' || first.worst === `${first.from} → ${first.to}` ? '' : ` (${first.worst})`;
  const named = `${first.from} → ${first.to}${worst}`;
  return paths.length === 1 ? `: ${named}` : `: ${paths.length} paths, first ${named}`;
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
