import { groupDigits } from '../../main/engine/model/count-words';
import type { StepPlan } from '../../main/engine/model/plan';
import type { Gate } from '../../main/engine/model/wizard';
import { CHECK_STATES, CHECK_WORDS } from '../../main/engine/report/review/words';
import type { Tone } from '../../main/engine/report/review-block';
import { openChecks } from './answers';

/** Checks of one kind that nobody answered: `2 warn`. */
export interface OpenCount {
  readonly mark: string;
  readonly tone: Tone;
  readonly text: string;
}

const PHRASES = {
  red: ['blocks', 'block'],
  amber: ['warns', 'warn'],
  grey: ['is not known', 'are not known'],
} as const;

/** Checks that nobody answered, counted worst first: their names stand in the list of checks. */
export function countOpenChecks(plan: StepPlan, gate: Gate): readonly OpenCount[] {
  const open = openChecks(plan, gate);
  const counts = CHECK_STATES.flatMap((state): OpenCount[] => {
    const count = open.machine.filter((check) => check.state === state).length;
    if (state === 'green' || count === 0) return [];
    const { mark, tone } = CHECK_WORDS[state];
    return [{ mark, tone, text: `${groupDigits(count)} ${PHRASES[state][count === 1 ? 0 : 1]}` }];
  });
  const byHand = open.human.length;
  return byHand === 0
    ? counts
    : [...counts, { mark: '☐', tone: 'plain', text: `${groupDigits(byHand)} to be done by hand` }];
}

/** What is missing in one line: what comes first or has changed, else the checks that nobody answered, else who has not signed. */
export function describeMissing(plan: StepPlan, gate: Gate): string {
  const [first = '', second] = otherReasons(plan, gate);
  // The last reason is about signing: there are others before it wherever more than that is missing.
  if (second !== undefined) return first;
  const counts = countOpenChecks(plan, gate).map(({ text }) => text);
  return counts.length > 0 ? `${counts.join(', ')}.` : first;
}

/** Reasons of a gate that are about no check of the step: what changed, what comes first, who has not signed. */
export function otherReasons({ machineChecks, humanChecks }: StepPlan, { reasons }: Gate): readonly string[] {
  const titles = [...machineChecks, ...humanChecks].map(({ title }) => `“${title}”`);
  return reasons.filter((reason) => !titles.some((title) => reason.startsWith(title)));
}
