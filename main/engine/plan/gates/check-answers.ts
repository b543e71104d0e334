import type { GroupPlace } from '../../model/check-group';
import { countOf } from '../../model/count-words';
import type { HumanCheck, MachineCheck, StepPlan } from '../../model/plan';
import type { CheckState } from '../../model/wizard';
import type { Answering } from './standing-events';

/** By check: the first event that answers it, so that one who confirms it later asks nobody to sign again. */
export function answerChecks(plan: StepPlan, events: readonly Answering[]): ReadonlyMap<string, number> {
  const wanted = new Map<string, readonly Answering['tag'][]>([
    ...plan.machineChecks.map(({ id, state }) => [id, ANSWERS[state]] as const),
    ...plan.humanChecks.map(({ id }) => [id, ['done']] as const),
  ]);
  const answers = new Map<string, number>();
  for (const event of events) {
    if (event.tag === 'signed-off' || answers.has(event.check)) continue;
    if (wanted.get(event.check)?.includes(event.tag) === true) answers.set(event.check, event.id);
  }
  return answers;
}

/** What passes a machine check by. */
const ANSWERS: Readonly<Record<CheckState, readonly Answering['tag'][]>> = {
  green: [],
  amber: ['acknowledged', 'overridden'],
  grey: ['acknowledged', 'overridden'],
  red: ['overridden'],
};

/** Why a machine check keeps the gate closed, one sentence each; worst first. */
const REASONS: Readonly<Record<Exclude<CheckState, 'green'>, (check: MachineCheck) => string>> = {
  red: ({ title }) => `“${title}” does not hold: correct what was found, or override it with a reason.`,
  amber: ({ title }) => `“${title}” does not fully hold, and nobody acknowledged that.`,
  grey: ({ title, detail }) => `“${title}” is not known, and nobody acknowledged that: ${detail}`,
};

const REASONS_TOGETHER: Readonly<Record<Exclude<CheckState, 'green'>, string>> = {
  red: 'do not hold: correct what was found, or override each with a reason.',
  amber: 'do not fully hold, and nobody acknowledged that.',
  grey: 'are not known, and nobody acknowledged that.',
};

/** What nobody answered yet, one sentence each: what must be answered before the step is taken, worst first, and what shows that it went well. */
export interface Unanswered {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export function tellUnanswered(plan: StepPlan, answers: ReadonlyMap<string, number>): Unanswered {
  const open = plan.machineChecks.filter(({ id }) => !answers.has(id));
  const machine = (['red', 'amber', 'grey'] as const).flatMap((state) =>
    tellEach(
      open.filter((check) => check.state === state),
      REASONS[state],
      REASONS_TOGETHER[state],
    ),
  );
  const human = (when: HumanCheck['when']) =>
    tellEach(
      plan.humanChecks.filter((check) => check.when === when && !answers.has(check.id)),
      ({ title }) => `“${title}” is not done.`,
      'are not done.',
    );
  return { before: [...machine, ...human('before')], after: human('after') };
}

/** There may be thousands that can be answered together: of those the first is named, and the others are counted. */
function tellEach<Check extends { readonly title: string; readonly group?: GroupPlace }>(
  checks: readonly Check[],
  tell: (check: Check) => string,
  together: string,
): readonly string[] {
  const alone = checks.filter(({ group }) => group === undefined).map(tell);
  const [first, ...others] = checks.filter(({ group }) => group !== undefined);
  if (first === undefined) return alone;
  const rest = `${countOf(others.length, 'other')} of its kind`;
  return [...alone, others.length === 0 ? tell(first) : `“${first.title}” and ${rest} ${together}`];
}
