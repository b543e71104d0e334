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

/** What nobody answered yet, one sentence each: what must be answered before the step is taken, worst first, and what shows that it went well. */
export interface Unanswered {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export function tellUnanswered(plan: StepPlan, answers: ReadonlyMap<string, number>): Unanswered {
  const open = plan.machineChecks.filter(({ id }) => !answers.has(id));
  const machine = (['red', 'amber', 'grey'] as const).flatMap((state) =>
    open.filter((check) => check.state === state).map(REASONS[state]),
  );
  const human = (when: HumanCheck['when']) =>
    plan.humanChecks.filter((check) => check.when === when && !answers.has(check.id)).map(tellHumanCheck);
  return { before: [...machine, ...human('before')], after: human('after') };
}

function tellHumanCheck({ title }: HumanCheck): string {
  return `“${title}” is not done.`;
}
