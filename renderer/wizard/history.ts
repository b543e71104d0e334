import { assertNever } from '../../main/engine/model/assert-never';
import { countOf } from '../../main/engine/model/count-words';
import type { StepPlan } from '../../main/engine/model/plan';
import type { StepEvent, WizardEvent } from '../../main/engine/model/wizard';
import { listEventRuns, numbersOf } from '../../main/engine/report/event-runs';
import { describeRulesChange } from '../../main/engine/report/rules-words';

/** What an event that answers is called. */
export const ANSWER_WORDS: Readonly<Record<StepEvent['tag'], string>> = {
  done: 'Done',
  acknowledged: 'Acknowledged',
  overridden: 'Overridden',
  'signed-off': 'Signed off',
  withdrawn: 'Withdrawn',
};

/** Events as the history shows them. Nothing is ever taken out: what was withdrawn stays and says so. */
export interface HistoryRow {
  /** The first, where several were given in one go. */
  readonly event: WizardEvent;
  /** `12`, or `12–544`. */
  readonly numbers: string;
  /** e.g. `overrode “SSH to edge-1 stays open”`. */
  readonly did: string;
  /** Who took it back; `''` while it stands. */
  readonly withdrawnBy: string;
}

/** The history of one step, newest first, with the changes of the rules by which its gate is passed. */
export function listHistory(events: readonly WizardEvent[], plan: StepPlan): readonly HistoryRow[] {
  const titles = new Map([...plan.machineChecks, ...plan.humanChecks].map(({ id, title }) => [id, title]));
  return rowsOf(
    events.filter((event) => event.tag === 'rules-changed' || event.step === plan.step),
    titles,
  );
}

/** How the rules of the gates came to be what they are, newest first. */
export function listRulesHistory(events: readonly WizardEvent[]): readonly HistoryRow[] {
  return rowsOf(
    events.filter(({ tag }) => tag === 'rules-changed'),
    new Map(),
  );
}

function rowsOf(events: readonly WizardEvent[], titles: ReadonlyMap<string, string>): readonly HistoryRow[] {
  const withdrawals = new Map(
    events.flatMap((event) => (event.tag === 'withdrawn' ? [[event.event, event.by] as const] : [])),
  );
  return listEventRuns(events, new Set(withdrawals.keys()))
    .toReversed()
    .map((run) => {
      const titleOf = (check: string) =>
        `“${titles.get(check) ?? check}”${run.count > 1 ? ` and ${countOf(run.count - 1, 'other check')}` : ''}`;
      return {
        event: run.first,
        numbers: numbersOf(run),
        did: phrase(run.first, titleOf),
        withdrawnBy: withdrawals.get(run.first.id) ?? '',
      };
    });
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
    case 'rules-changed':
      return `changed the rules of the gates: ${describeRulesChange(event)}`;
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
