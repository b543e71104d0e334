import { assertNever } from '../../main/engine/model/assert-never';
import type { StepPlan } from '../../main/engine/model/plan';
import type { WizardEvent } from '../../main/engine/model/wizard';

/** What an event that answers is called. */
export const ANSWER_WORDS: Readonly<Record<WizardEvent['tag'], string>> = {
  done: 'Done',
  acknowledged: 'Acknowledged',
  overridden: 'Overridden',
  'signed-off': 'Signed off',
  withdrawn: 'Withdrawn',
};

/** An event as the history shows it. Nothing is ever taken out: what was withdrawn stays and says so. */
export interface HistoryRow {
  readonly event: WizardEvent;
  /** e.g. `overrode “SSH to edge-1 stays open”`. */
  readonly did: string;
  /** The event that took it back; `null` while it stands. */
  readonly withdrawnBy: WizardEvent | null;
}

/** The history of one step, newest first. */
export function listHistory(events: readonly WizardEvent[], plan: StepPlan): readonly HistoryRow[] {
  const titles = new Map([...plan.machineChecks, ...plan.humanChecks].map(({ id, title }) => [id, title]));
  const titleOf = (check: string) => `“${titles.get(check) ?? check}”`;
  return events
    .filter((event) => event.step === plan.step)
    .toReversed()
    .map((event) => ({ event, did: phrase(event, titleOf), withdrawnBy: withdrawalOf(event, events) }));
}

function withdrawalOf(event: WizardEvent, events: readonly WizardEvent[]): WizardEvent | null {
  return events.find((later) => later.tag === 'withdrawn' && later.event === event.id) ?? null;
}

function phrase(event: WizardEvent, titleOf: (check: string) => string): string {
  switch (event.tag) {
    case 'done':
      return `did ${titleOf(event.check)}`;
    case 'acknowledged':
      return `acknowledged ${titleOf(event.check)}`;
    case 'overridden':
      return `overrode ${titleOf(event.check)}`;
    case 'signed-off':
      return 'signed off';
    case 'withdrawn':
      return `withdrew no. ${event.event}`;
    default:
      return assertNever(event);
  }
}

/** `2026-11-21 14:30 UTC`: the time as it was written, without turning it into another zone. */
export function formatTime(at: string): string {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/.exec(at);
  if (match === null) return at;
  const [, day = '', time = '', zone = ''] = match;
  return `${day} ${time}${zone === 'Z' ? ' UTC' : zone === '' ? '' : ` ${zone}`}`;
}
