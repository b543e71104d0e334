import type { Safety } from '../state/lockout-summary';

/** The sign before a verdict's word: no two safeties share one, so that they are told apart without colour. */
export const SAFETY_SIGNS: Readonly<Record<Safety, string>> = {
  open: '✓',
  weak: '!',
  closed: '✕',
  unknown: '?',
  absent: '–',
};
