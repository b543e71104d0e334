import type { Clause } from '../../main/engine/model/verdict';

/** How a clause's answer looks and what it says aloud. */
export const CLAUSE_MARKS: Readonly<Record<Clause['answer'], { readonly sign: string; readonly word: string }>> = {
  yes: { sign: '✓', word: 'matches' },
  no: { sign: '✗', word: 'does not match' },
  unknown: { sign: '?', word: 'cannot be told' },
};
