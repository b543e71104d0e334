import type { MachineCheck } from '../../main/engine/model/plan';
import type { CheckState } from '../../main/engine/model/wizard';

/** How a check state is told apart without colour. */
export interface CheckWords {
  readonly word: string;
  readonly sign: string;
  /** What passing it by is called; `''` where there is nothing to pass by. */
  readonly answer: string;
}

export const CHECK_WORDS: Readonly<Record<CheckState, CheckWords>> = {
  red: { word: 'Blocks', sign: '✕', answer: 'Override' },
  amber: { word: 'Warns', sign: '!', answer: 'Acknowledge' },
  grey: { word: 'Not known', sign: '?', answer: 'Acknowledge' },
  green: { word: 'Proved', sign: '✓', answer: '' },
};

/** Check states, worst first. */
const WORST_FIRST: readonly CheckState[] = ['red', 'amber', 'grey', 'green'];

/** Checks worst first, otherwise in the order of the plan. */
export function orderChecks(checks: readonly MachineCheck[]): readonly MachineCheck[] {
  return checks.toSorted((left, right) => WORST_FIRST.indexOf(left.state) - WORST_FIRST.indexOf(right.state));
}

/** `2 block, 1 warns, 9 proved`; `''` without checks. */
export function countChecks(checks: readonly MachineCheck[]): string {
  const phrase: Readonly<Record<CheckState, readonly [string, string]>> = {
    red: ['blocks', 'block'],
    amber: ['warns', 'warn'],
    grey: ['not known', 'not known'],
    green: ['proved', 'proved'],
  };
  return WORST_FIRST.flatMap((state) => {
    const count = checks.filter((check) => check.state === state).length;
    return count === 0 ? [] : [`${count} ${phrase[state][count === 1 ? 0 : 1]}`];
  }).join(', ');
}
