import type { Rehearsal } from '../engine/model/rehearsal';
import type { NewRules, NewWizardEvent, Wizard, WizardEvent } from '../engine/model/wizard';
import { DEFAULT_GATE_SETTINGS } from '../engine/model/wizard';
import type { Workspace } from '../engine/model/workspace';
import type { GateFacts } from '../engine/plan/gates/gate-facts';
import { judgeGates } from '../engine/plan/gates/judge-gates';
import { createRecorder, recordRules, type Recorded } from '../engine/plan/gates/record-event';
import { ContractFailure } from './contract-failure';
import { LIMITS } from './limits';

function factsOf({ plan, flows, inputs }: Rehearsal, { events = [], gates, seenInputs = {} }: Workspace): GateFacts {
  const observedMinutes = flows?.window.minutes ?? 0;
  return { plan, observedMinutes, inputs, events, settings: gates ?? DEFAULT_GATE_SETTINGS, seenInputs };
}

/** The wizard of a workspace as it stands. */
export function judgeWizard(rehearsal: Rehearsal, workspace: Workspace, keptIn: string): Wizard {
  const facts = factsOf(rehearsal, workspace);
  const gates = judgeGates(facts);
  return {
    current: gates.find(({ state }) => state !== 'passed')?.step ?? null,
    gates,
    events: facts.events,
    settings: facts.settings,
    keptIn,
  };
}

/**
 * The history of a workspace's wizard with new events at its end, each judged after those before it. `at` is RFC 3339. Throws
 * `ContractFailure` `refused` where one of them cannot be recorded.
 */
export function recordIn(
  rehearsal: Rehearsal,
  workspace: Workspace,
  added: readonly NewWizardEvent[],
  at: string,
): readonly WizardEvent[] {
  const recorder = createRecorder(factsOf(rehearsal, workspace));
  for (const event of added) {
    const before = recorder.events.length;
    accept(recorder.record(event, at), before);
  }
  return recorder.events;
}

/** The same for a change of the rules of the gates. */
export function recordRulesIn(
  rehearsal: Rehearsal,
  workspace: Workspace,
  rules: NewRules,
  at: string,
): readonly WizardEvent[] {
  const facts = factsOf(rehearsal, workspace);
  return [...facts.events, accept(recordRules(facts, rules, at), facts.events.length)];
}

/** `before`: how many there are already. */
function accept(recorded: Recorded, before: number): WizardEvent {
  if (recorded.tag === 'refused') throw new ContractFailure('refused', recorded.why, '');
  if (before >= LIMITS.wizardEvents) {
    throw new ContractFailure(
      'refused',
      `The history is full: it holds ${LIMITS.wizardEvents} events.`,
      'Keep this workspace file as it is, and go on with a copy of it that has no events.',
    );
  }
  return recorded.event;
}
