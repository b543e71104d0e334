import type { PathStanding, ProtectedPath, ProtectedVerdict } from '../model/protected-path';
import { standingOf } from '../model/protected-path';
import { WORLDS } from '../model/world';

/** How safe an answer is. Only `open` is green; what is absent is neither. */
export type Safety = 'open' | 'weak' | 'closed' | 'unknown' | 'absent';

/** The sign before a verdict's word: no two safeties share one, so that they are told apart without colour. */
export const SAFETY_SIGNS: Readonly<Record<Safety, string>> = {
  open: '✓',
  weak: '!',
  closed: '✕',
  unknown: '?',
  absent: '–',
};

type Must = Pick<ProtectedPath, 'expect' | 'severity'>;

const MUST_BE_OPEN: Must = { expect: 'open', severity: 'blocks' };

const SAFETIES: Readonly<Record<PathStanding, Safety>> = {
  safe: 'open',
  weak: 'weak',
  broken: 'closed',
  unknown: 'unknown',
  absent: 'absent',
};

/** How far a protected path can be relied on; of a path that must be closed `open` means that it is as it must be. */
export function safetyOf(verdict: ProtectedVerdict, must: Must = MUST_BE_OPEN): Safety {
  return SAFETIES[standingOf(must, verdict)];
}

/** Whether operators may be locked out, or somebody gets in who must not: not as it must be, or nobody can tell. */
export function isAtRisk(verdict: ProtectedVerdict, must: Must = MUST_BE_OPEN): boolean {
  const safety = safetyOf(verdict, must);
  return safety === 'closed' || safety === 'unknown';
}

/** Whether every world could be asked about a path, or one puts it at risk: of the others nobody knows whether they are as they must be. */
export function isChecked(path: ProtectedPath): boolean {
  return (
    WORLDS.every((world) => path.verdicts[world].tag !== 'absent') ||
    WORLDS.some((world) => isAtRisk(path.verdicts[world], path))
  );
}
