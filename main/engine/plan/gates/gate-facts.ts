import type { InputState } from '../../model/inputs';
import type { Plan } from '../../model/plan';
import type { GateSettings, SeenInputs, WizardEvent } from '../../model/wizard';

/** What gates are judged by. */
export interface GateFacts {
  readonly plan: Plan;
  /** How many minutes recorded flows span; 0 without any. */
  readonly observedMinutes: number;
  /** What was rehearsed. */
  readonly inputs: InputState;
  /** The history of the wizard, oldest first. */
  readonly events: readonly WizardEvent[];
  readonly settings: GateSettings;
  /** What earlier events were given for. */
  readonly seenInputs: SeenInputs;
}
