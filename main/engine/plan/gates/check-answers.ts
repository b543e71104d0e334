import { assertNever } from '../../model/assert-never';
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

/** One sentence for every check that nobody answered yet, worst first. */
export function tellUnanswered(plan: StepPlan, answers: ReadonlyMap<string, number>): readonly string[] {
  const open = plan.machineChecks.filter(({ id, state }) => state !== 'green' && !answers.has(id));
  const worstFirst = (['red', 'amber', 'grey'] as const).flatMap((state) =>
    open.filter((check) => check.state === state),
  );
  return [
    ...worstFirst.map(tellMachineCheck),
    ...plan.humanChecks.filter(({ id }) => !answers.has(id)).map(tellHumanCheck),
  ];
}

function tellMachineCheck({ title, state, detail }: MachineCheck): string {
  switch (state) {
    case 'red':
      return `“${title}” is red: correct what it found, or override it with a reason.`;
    case 'amber':
      return `“${title}” is not acknowledged.`;
    case 'grey':
      return `“${title}” is not known, and nobody acknowledged that: ${detail}`;
    case 'green':
      return '';
    default:
      return assertNever(state);
  }
}

function tellHumanCheck({ title }: HumanCheck): string {
  return `“${title}” is not done.`;
}
