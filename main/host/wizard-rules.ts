import type { Rehearsal } from '../engine/model/rehearsal';
import type { NewWizardEvent, Wizard, WizardEvent } from '../engine/model/wizard';
import { DEFAULT_GATE_SETTINGS } from '../engine/model/wizard';
import type { Workspace } from '../engine/model/workspace';
import { STEPS } from '../engine/model/world';

/** What a new event becomes, or why it cannot be recorded. */
export type Recorded =
  { readonly tag: 'recorded'; readonly event: WizardEvent } | { readonly tag: 'refused'; readonly why: string };

/** When, and for which inputs, something was done. */
export interface Moment {
  /** RFC 3339. */
  readonly at: string;
  /** Digest of what was rehearsed. */
  readonly inputs: string;
}

/** The wizard of a workspace as it stands. */
export function judgeWizard(_rehearsal: Rehearsal, { events = [], gates }: Workspace, keptIn: string): Wizard {
  const reasons = ['Gates are not judged in this build.'];
  return {
    current: 'net',
    gates: STEPS.map((step) => ({ step, state: 'closed', reasons, answers: {}, signOffs: [] })),
    events,
    settings: gates ?? DEFAULT_GATE_SETTINGS,
    keptIn,
  };
}

/** Numbers and dates an event of a workspace's wizard. */
export function recordIn(
  _rehearsal: Rehearsal,
  { events = [] }: Workspace,
  event: NewWizardEvent,
  moment: Moment,
): Recorded {
  return { tag: 'recorded', event: { ...event, ...moment, id: events.length + 1 } };
}
