import type { StepEvent, WizardEvent } from '../../model/wizard';
import type { StepName } from '../../model/world';
import { changedInputs } from './changed-inputs';
import type { InputChanges } from './changed-inputs';
import type { GateFacts } from './gate-facts';

/** An event that answers or signs off. */
export type Answering = Exclude<StepEvent, { readonly tag: 'withdrawn' }>;

/** Ids of events that were taken back. */
export function withdrawnEvents(events: readonly WizardEvent[]): ReadonlySet<number> {
  return new Set(events.flatMap((event) => (event.tag === 'withdrawn' ? [event.event] : [])));
}

/**
 * Events of a step that nobody took back, oldest first, each with what changed of the inputs since. A name is always needed, a reason to pass
 * by what is red: workspace files are edited by hand too, and nothing else counts.
 */
export function standingEvents(
  step: StepName,
  { events, seenInputs, inputs }: GateFacts,
): readonly { readonly event: Answering; readonly changes: InputChanges }[] {
  const withdrawn = withdrawnEvents(events);
  const known = new Map<string, InputChanges>();
  return events.flatMap((event) => {
    if (event.tag === 'withdrawn' || event.tag === 'rules-changed') return [];
    if (event.step !== step || withdrawn.has(event.id) || !isComplete(event)) return [];
    const before = event.inputs === inputs.digest ? inputs : seenInputs[event.inputs];
    const changes = known.get(event.inputs) ?? changedInputs(step, before, inputs);
    known.set(event.inputs, changes);
    return [{ event, changes }];
  });
}

/** Whether an event says who, and why where it has to. */
function isComplete({ tag, by, text }: WizardEvent): boolean {
  return by.trim() !== '' && (tag !== 'overridden' || text.trim() !== '');
}

/** The same person by another spelling is no second person. */
export function personOf({ by }: Pick<WizardEvent, 'by'>): string {
  return by.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase();
}
