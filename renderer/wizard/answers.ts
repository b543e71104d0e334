import type { HumanCheck, MachineCheck, StepPlan } from '../../main/engine/model/plan';
import type { Gate, NewWizardEvent, StepEvent, Wizard } from '../../main/engine/model/wizard';
import type { StepName } from '../../main/engine/model/world';

/** The event that answers a check now; `null` while nothing does. */
export function answerOf(wizard: Wizard, gate: Gate, check: string): StepEvent | null {
  const id = gate.answers[check];
  const found = id === undefined ? undefined : wizard.events.find((event) => event.id === id);
  return found === undefined || found.tag === 'rules-changed' ? null : found;
}

/** Checks of a step that nobody has answered yet: all that is not proved, and all that only a person can do. */
export interface OpenChecks {
  readonly machine: readonly MachineCheck[];
  readonly human: readonly HumanCheck[];
}

export function openChecks(plan: StepPlan, gate: Gate): OpenChecks {
  const isOpen = ({ id }: { readonly id: string }) => gate.answers[id] === undefined;
  return {
    machine: plan.machineChecks.filter((check) => check.state !== 'green' && isOpen(check)),
    human: plan.humanChecks.filter(isOpen),
  };
}

/** The event that passes a machine check by, as its state asks. */
export function passBy(step: StepName, check: MachineCheck, by: string, text: string): NewWizardEvent {
  const tag = check.state === 'red' ? 'overridden' : 'acknowledged';
  return { tag, step, check: check.id, by, text };
}
