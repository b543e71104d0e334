import { groupDigits } from '../../main/engine/model/count-words';
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

/** Longer than this, what was found is folded after the sentence that reaches it. */
const READ_AT_ONCE = 180;

/** What was found: what is read at once, and the rest, which is folded; `''` where all is read at once. */
export function foldDetail(detail: string): { readonly shown: string; readonly folded: string } {
  const sentences = detail.split(/(?<=[.:!?]) (?=[“A-Z0-9])/);
  let count = 1;
  while (count < sentences.length && sentences.slice(0, count + 1).join(' ').length <= READ_AT_ONCE) count += 1;
  return { shown: sentences.slice(0, count).join(' '), folded: sentences.slice(count).join(' ') };
}

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
    return count === 0 ? [] : [`${groupDigits(count)} ${phrase[state][count === 1 ? 0 : 1]}`];
  }).join(', ');
}
