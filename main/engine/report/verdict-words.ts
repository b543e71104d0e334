import type { Verdict } from '../model/verdict';

/** The word a person reads for a verdict. */
export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  allow: 'allowed',
  deny: 'denied',
  undecided: 'undecided',
};
