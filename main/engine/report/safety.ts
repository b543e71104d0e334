import type { ProtectedVerdict } from '../model/protected-path';

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

/** How far a protected path can be relied on. */
export function safetyOf(verdict: ProtectedVerdict): Safety {
  switch (verdict.tag) {
    case 'rule':
    case 'no-policy':
      return 'open';
    case 'failsafe-only':
    case 'net-only':
      return 'weak';
    case 'blocked':
      return 'closed';
    case 'undecided':
      return 'unknown';
    case 'absent':
      return 'absent';
  }
}

/** Whether operators may be locked out: blocked, or nobody can tell. */
export function isAtRisk(verdict: ProtectedVerdict): boolean {
  const safety = safetyOf(verdict);
  return safety === 'closed' || safety === 'unknown';
}
