import { groupDigits } from '../../main/engine/model/count-words';
import type { Plan, StepPlan } from '../../main/engine/model/plan';
import type { WizardTab } from '../state/window-state';
import { sizeOfChanges } from './change-words';

export interface TabWords {
  readonly tab: WizardTab;
  readonly word: string;
  /** How much is in it, or `''`. */
  readonly count: string;
}

/** The tabs of a step, in their order. Every step has checks; what a step does not have, it does not show. */
export function tabsOf(plan: Plan, step: StepPlan): readonly TabWords[] {
  const checks = step.machineChecks.length + step.humanChecks.length;
  const files = step.files.length + step.commands.length;
  return [
    { tab: 'checks', word: 'Checks', count: groupDigits(checks) },
    ...(step.step === 'net' && plan.net.variants.length > 0
      ? [{ tab: 'variants', word: 'Forms of the net', count: String(plan.net.variants.length) } as const]
      : []),
    ...(step.step === 'observe' ? [{ tab: 'flows', word: 'Recorded flows', count: '' } as const] : []),
    ...(step.step === 'promote'
      ? [{ tab: 'order', word: 'One at a time', count: String(plan.promotion.moves.length) } as const]
      : []),
    { tab: 'verdicts', word: 'Verdicts', count: groupDigits(sizeOfChanges(step.changes)) },
    // Each move of the promotion has its own.
    ...(files > 0 && step.step !== 'promote'
      ? [{ tab: 'apply', word: 'Apply and take back', count: String(files) } as const]
      : []),
  ];
}

/** The tab shown: the one asked for where the step has it, otherwise its first. */
export function shownTab(tabs: readonly TabWords[], asked: WizardTab): WizardTab {
  return tabs.some(({ tab }) => tab === asked) ? asked : 'checks';
}
