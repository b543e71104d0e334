import type { InputState } from './inputs';
import type { StepName } from './world';

/**
 * `green`: proved; `amber`: to be acknowledged; `red`: the step must not be taken; `grey`: the files cannot tell, or nothing was asked.
 * Only green is safe.
 */
export type CheckState = 'green' | 'amber' | 'red' | 'grey';

/** What somebody did in the wizard. `at` is RFC 3339, of the user's machine; `inputs` is the digest of what was rehearsed then. */
interface Noted {
  /** Counts from 1 over the events of a workspace. */
  readonly id: number;
  readonly by: string;
  readonly at: string;
  readonly text: string;
  readonly inputs: string;
}

/** The same at one step. */
interface Signed extends Noted {
  readonly step: StepName;
}

/** The rules of the gates were changed. It belongs to no step, and is taken back only by changing them again. */
export type RulesEvent = Noted & {
  readonly tag: 'rules-changed';
  readonly before: GateSettings;
  readonly after: GateSettings;
};

/** History: nothing is ever taken out of it. A withdrawal names the event that no longer counts. */
export type WizardEvent =
  /** A check of the user's own was done: `check` names it. */
  | (Signed & { readonly tag: 'done'; readonly check: string })
  /** An amber or grey machine check was read and accepted. */
  | (Signed & { readonly tag: 'acknowledged'; readonly check: string })
  /** A red machine check is passed by with a reason. */
  | (Signed & { readonly tag: 'overridden'; readonly check: string })
  /** The gate of the step was passed. */
  | (Signed & { readonly tag: 'signed-off' })
  | (Signed & { readonly tag: 'withdrawn'; readonly event: number })
  | RulesEvent;

/** What somebody did at a step. */
export type StepEvent = Exclude<WizardEvent, RulesEvent>;

type Unsigned<E> = E extends WizardEvent ? Omit<E, 'id' | 'at' | 'inputs'> : never;
/** An event of a step before the host gave it its number, time and inputs. */
export type NewWizardEvent = Unsigned<StepEvent>;

/** Rules that somebody gives the gates. */
export interface NewRules {
  readonly settings: GateSettings;
  readonly by: string;
  readonly text: string;
}

/** Rules of the house for passing a gate. */
export interface GateSettings {
  /** A sign-off counts when two different people gave one. */
  readonly secondPerson: boolean;
  /** Recorded flows must span at least this many minutes before Observe can be passed; 0: no such rule. */
  readonly minimumObservationMinutes: number;
}

export const DEFAULT_GATE_SETTINGS: GateSettings = { secondPerson: false, minimumObservationMinutes: 0 };

/** What stands between a step and the next: computed from the plan and the events, never stored. */
export interface Gate {
  readonly step: StepName;
  /** `open`: the step may be taken; what is missing is what people check afterwards, and a signature. */
  readonly state: 'open' | 'passed' | 'closed' | 'reopened';
  /** Why it is not passed yet, one sentence each; for `reopened` the files that changed since. */
  readonly reasons: readonly string[];
  /** By check: the event that answers it now. */
  readonly answers: Readonly<Record<string, number>>;
  /** Events that sign this step off now. */
  readonly signOffs: readonly number[];
}

/** The wizard as it stands. */
export interface Wizard {
  /** The first step whose gate is not passed; `null` when all are. */
  readonly current: StepName | null;
  readonly gates: readonly Gate[];
  readonly events: readonly WizardEvent[];
  readonly settings: GateSettings;
  /** Where the state is kept, for a sentence: the name of the workspace file, or `a draft on this machine`. */
  readonly keptIn: string;
}

/** States of inputs that events were given for, by digest, so that a changed file can be named. */
export type SeenInputs = Readonly<Record<string, InputState>>;
