import type { MachineCheck } from '../../main/engine/model/plan';
import type { CheckState } from '../../main/engine/model/wizard';
import { CHECK_STATES } from '../../main/engine/report/review/words';

/** What passing a check by is called; `''` where there is nothing to pass by. */
export const PASS_BY_WORDS: Readonly<Record<CheckState, string>> = {
  red: 'Override',
  amber: 'Acknowledge',
  grey: 'Acknowledge',
  green: '',
};

/** Checks worst first, otherwise in the order of the plan. */
export function orderChecks(checks: readonly MachineCheck[]): readonly MachineCheck[] {
  return checks.toSorted((left, right) => CHECK_STATES.indexOf(left.state) - CHECK_STATES.indexOf(right.state));
}

/** `2 block, 1 warns, 9 proved`; `''` without checks. */
export function countChecks(checks: readonly MachineCheck[]): string {
  const phrase: Readonly<Record<CheckState, readonly [string, string]>> = {
    red: ['blocks', 'block'],
    amber: ['warns', 'warn'],
    grey: ['not known', 'not known'],
    green: ['proved', 'proved'],
  };
  return CHECK_STATES.flatMap((state) => {
    const count = checks.filter((check) => check.state === state).length;
    return count === 0 ? [] : [`${count} ${phrase[state][count === 1 ? 0 : 1]}`];
  }).join(', ');
}
