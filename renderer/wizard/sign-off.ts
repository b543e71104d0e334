import { countOf } from '../../main/engine/model/count-words';
import type { StepPlan } from '../../main/engine/model/plan';
import type { Gate, Wizard } from '../../main/engine/model/wizard';
import { STEPS } from '../../main/engine/model/world';
import { STOP_NAMES } from '../state/stop';
import { openChecks } from './answers';

/** Why a step cannot be signed off yet, in one sentence; `''` when it can. */
export function whyNotSigned(plan: StepPlan, gate: Gate, wizard: Wizard): string {
  const before = STEPS.slice(0, STEPS.indexOf(plan.step)).find((step) =>
    wizard.gates.some((other) => other.step === step && other.state !== 'passed'),
  );
  if (before !== undefined) return `The gate of ${STOP_NAMES[before]} comes first.`;
  const { machine, human } = openChecks(plan, gate);
  const blocking = machine.filter((check) => check.state === 'red').length;
  if (blocking > 0) return `${countOf(blocking, 'check')} ${blocking === 1 ? 'blocks' : 'block'}: resolve or override.`;
  const rest = machine.length + human.length;
  if (rest > 0) return `${countOf(rest, 'check')} ${rest === 1 ? 'is' : 'are'} not answered.`;
  // A rule of the house that nobody can pass by: how long flows have to be recorded.
  return gate.state === 'closed' ? (gate.reasons[0] ?? '') : '';
}
