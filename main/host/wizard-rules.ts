import type { Rehearsal } from '../engine/model/rehearsal';
import type { NewWizardEvent, Wizard } from '../engine/model/wizard';
import { DEFAULT_GATE_SETTINGS } from '../engine/model/wizard';
import type { Workspace } from '../engine/model/workspace';
import type { GateFacts } from '../engine/plan/gates/gate-facts';
import { judgeGates } from '../engine/plan/gates/judge-gates';
import { recordEvent, type Recorded } from '../engine/plan/gates/record-event';
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

/** Adds an event to a workspace's wizard. `at` is RFC 3339. */
export function recordIn(rehearsal: Rehearsal, workspace: Workspace, event: NewWizardEvent, at: string): Recorded {
  const facts = factsOf(rehearsal, workspace);
  if (facts.events.length >= LIMITS.wizardEvents) {
    return { tag: 'refused', why: `The history is full: it holds ${LIMITS.wizardEvents} events.` };
  }
  return recordEvent(facts, event, at);
}
