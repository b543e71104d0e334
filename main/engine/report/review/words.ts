import type { FindingSeverity } from '../../model/finding';
import type { ProtectedPath } from '../../model/protected-path';
import type { Verdict } from '../../model/verdict';
import type { CheckState } from '../../model/wizard';
import type { StepName, WorldName } from '../../model/world';
import { describeProtectedVerdict } from '../protected-verdict-words';
import type { Run, Tone } from '../review-block';
import type { Safety } from '../safety';
import { SAFETY_SIGNS, safetyOf } from '../safety';
import { VERDICT_WORDS } from '../verdict-words';
import { sign } from './lines';

interface StepText {
  readonly title: string;
  /** What it does, for a cell and as a sentence. */
  readonly short: string;
  readonly does: string;
}

export const STEP_TEXTS: Readonly<Record<StepName, StepText>> = {
  net: {
    title: '1 Safety net',
    short: 'allows everything, asked last',
    does: 'Applies one policy that allows everything and is asked last, so that nothing is cut while the rest is prepared.',
  },
  stage: {
    title: '2 Stage',
    short: 'previews the changes only',
    does: 'Applies the change set as staged policies, which Calico previews and does not enforce.',
  },
  observe: {
    title: '3 Observe',
    short: 'compares real traffic',
    does: 'Changes nothing: real traffic is compared with what the change set will do.',
  },
  promote: {
    title: '4 Promote',
    short: 'enforces them, the net stays',
    does: 'Makes the staged policies enforced, one at a time, while the net is still there.',
  },
  'remove-net': {
    title: '5 Remove the net',
    short: 'the real cut-over',
    does: 'Deletes the net. From here on the change set alone decides: this is the cut-over.',
  },
};

export const SAFETY_TONES: Readonly<Record<Safety, Tone>> = {
  open: 'good',
  weak: 'warn',
  closed: 'bad',
  unknown: 'unknown',
  absent: 'unknown',
};

/** The word for a protected path in one world, without why. */
export function pathSign(path: ProtectedPath, world: WorldName): Run {
  const verdict = path.verdicts[world];
  const safety = safetyOf(verdict, path);
  return sign(SAFETY_TONES[safety], SAFETY_SIGNS[safety], describeProtectedVerdict(verdict).word);
}

const VERDICT_SIGNS: Readonly<Record<Verdict, { readonly tone: Tone; readonly mark: string }>> = {
  allow: { tone: 'plain', mark: '✓' },
  deny: { tone: 'bad', mark: '✕' },
  undecided: { tone: 'unknown', mark: '?' },
};

export function verdictSign(verdict: Verdict): Run {
  const { tone, mark } = VERDICT_SIGNS[verdict];
  return sign(tone, mark, VERDICT_WORDS[verdict]);
}

const SEVERITY_WORDS: Readonly<
  Record<FindingSeverity, { readonly tone: Tone; readonly mark: string; readonly word: string }>
> = {
  blocks: { tone: 'bad', mark: '✕', word: 'Blocks' },
  warns: { tone: 'warn', mark: '!', word: 'Warns' },
  informs: { tone: 'plain', mark: 'i', word: 'Informs' },
};

export function severitySign(severity: FindingSeverity): Run {
  const { tone, mark, word } = SEVERITY_WORDS[severity];
  return sign(tone, mark, word);
}

/** How a check state is told apart without colour. */
export const CHECK_WORDS: Readonly<
  Record<CheckState, { readonly tone: Tone; readonly mark: string; readonly word: string }>
> = {
  red: { tone: 'bad', mark: '✕', word: 'Blocks' },
  amber: { tone: 'warn', mark: '!', word: 'Warns' },
  grey: { tone: 'unknown', mark: '?', word: 'Not known' },
  green: { tone: 'good', mark: '✓', word: 'Proved' },
};

export function checkSign(state: CheckState): Run {
  const { tone, mark, word } = CHECK_WORDS[state];
  return sign(tone, mark, word);
}

/** Check states, worst first. */
export const CHECK_STATES: readonly CheckState[] = ['red', 'amber', 'grey', 'green'];

/** Severities, worst first. */
export const SEVERITIES: readonly FindingSeverity[] = ['blocks', 'warns', 'informs'];

/** Safeties, worst first. */
export const SAFETIES: readonly Safety[] = ['closed', 'unknown', 'weak', 'absent', 'open'];
