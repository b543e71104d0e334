import type { InputState } from '../../../../../main/engine/model/inputs';
import type { MachineCheck, Plan, StepPlan } from '../../../../../main/engine/model/plan';
import type { CheckState, NewWizardEvent } from '../../../../../main/engine/model/wizard';
import { DEFAULT_GATE_SETTINGS } from '../../../../../main/engine/model/wizard';
import type { StepName } from '../../../../../main/engine/model/world';
import { STEPS, STEP_WORLDS } from '../../../../../main/engine/model/world';
import type { GateFacts } from '../../../../../main/engine/plan/gates/gate-facts';
import { createRecorder } from '../../../../../main/engine/plan/gates/record-event';
import { NO_PLAN } from '../no-plan';

export const AT = '2026-11-21T09:30:00Z';

function machineCheck(id: string, state: CheckState): MachineCheck {
  return { id, title: id, state, detail: `why ${id}`, evidence: [] };
}

/** A step whose checks have these states: `net.red`, `net.amber`; one check for people is `net.person`. */
function step(name: StepName, states: readonly CheckState[], people: boolean): StepPlan {
  const person = {
    id: `${name}.person`,
    when: 'before',
    title: `${name} person`,
    command: '',
    expect: 'done',
  } as const;
  return {
    step: name,
    ...STEP_WORLDS[name],
    files: [],
    rollback: [],
    commands: [],
    machineChecks: states.map((state) => machineCheck(`${name}.${state}`, state)),
    humanChecks: people ? [person] : [],
    changes: { compared: 0, opened: 0, closed: 0, becameUndecided: 0, listed: [] },
  };
}

/** A plan whose net step has a check of every state, and whose other steps ask for nothing. */
export function planOf(states: readonly CheckState[] = ['green'], people = false): Plan {
  return {
    ...NO_PLAN,
    steps: STEPS.map((name) => (name === 'net' ? step(name, states, people) : step(name, [], false))),
  };
}

/** A plan whose net step asks people to look afterwards, and nothing else. */
export function planWithAfterCheck(): Plan {
  const plan = planOf([], true);
  const steps = plan.steps.map((planned) => ({
    ...planned,
    humanChecks: planned.humanChecks.map((check) => ({ ...check, when: 'after' as const })),
  }));
  return { ...plan, steps };
}

/** Inputs whose digest says which files they hold. */
export function inputsOf(files: Readonly<Record<string, string>>): InputState {
  return { digest: JSON.stringify(files), files };
}

const INPUTS = inputsOf({ 'changes/web.yaml': '1', 'snapshot/pods.yaml': '1', workspace: '1' });

export function factsOf(plan: Plan, fields: Partial<GateFacts> = {}): GateFacts {
  const inputs = fields.inputs ?? INPUTS;
  const settings = DEFAULT_GATE_SETTINGS;
  return { plan, observedMinutes: 0, inputs, events: [], settings, seenInputs: { [inputs.digest]: inputs }, ...fields };
}

/** The facts after these events, each of which must be taken. */
export function afterEvents(facts: GateFacts, events: readonly NewWizardEvent[]): GateFacts {
  const recorder = createRecorder(facts);
  for (const event of events) {
    const recorded = recorder.record(event, AT);
    if (recorded.tag === 'refused') throw new Error(recorded.why);
  }
  return { ...facts, events: recorder.events };
}

/** The same history after files were edited. */
export function afterEdit(facts: GateFacts, files: Readonly<Record<string, string>>): GateFacts {
  const inputs = inputsOf(files);
  return { ...facts, inputs, seenInputs: { ...facts.seenInputs, [inputs.digest]: inputs } };
}

export function signOff(name: StepName, by = 'Ada'): NewWizardEvent {
  return { tag: 'signed-off', step: name, by, text: '' };
}
