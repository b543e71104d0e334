import type { WizardEvent } from '../model/wizard';

/** Events that somebody gave in one go: answers alike but for their check, one after the other; or a single event. */
export interface EventRun<Event extends WizardEvent = WizardEvent> {
  readonly first: Event;
  readonly last: Event;
  readonly count: number;
  /** Whether they were taken back. */
  readonly isWithdrawn: boolean;
}

/** Each event stays one by one in the history: this only shortens how it is shown. In the order of the events. */
export function listEventRuns<Event extends WizardEvent>(
  events: readonly Event[],
  withdrawn: ReadonlySet<number>,
): readonly EventRun<Event>[] {
  const runs: EventRun<Event>[] = [];
  for (const event of events) {
    const isWithdrawn = withdrawn.has(event.id);
    const before = runs.at(-1);
    if (before !== undefined && before.isWithdrawn === isWithdrawn && isGivenWith(before.first, event)) {
      runs.splice(-1, 1, { ...before, last: event, count: before.count + 1 });
    } else {
      runs.push({ first: event, last: event, count: 1, isWithdrawn });
    }
  }
  return runs;
}

function isGivenWith(one: WizardEvent, other: WizardEvent): boolean {
  return (
    'check' in one &&
    'check' in other &&
    one.tag === other.tag &&
    one.step === other.step &&
    one.by === other.by &&
    one.at === other.at &&
    one.text === other.text &&
    one.inputs === other.inputs
  );
}

/** `12`, or `12–544` for several. */
export function numbersOf({ first, last }: EventRun): string {
  return first.id === last.id ? `${first.id}` : `${first.id}–${last.id}`;
}
