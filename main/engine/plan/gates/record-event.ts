import { assertNever } from '../../model/assert-never';
import type { MachineCheck, Plan } from '../../model/plan';
import type { NewRules, NewWizardEvent, WizardEvent } from '../../model/wizard';
import type { StepName } from '../../model/world';
import { STEP_TEXTS } from '../step-texts';
import type { GateFacts } from './gate-facts';
import { judgeGates, missingBeforeSignOff } from './judge-gates';
import { personOf, withdrawnEvents } from './standing-events';

/** What a new event becomes, or why it cannot be recorded: a sentence. */
export type Recorded =
  { readonly tag: 'recorded'; readonly event: WizardEvent } | { readonly tag: 'refused'; readonly why: string };

/** Takes down events, each judged after those before it. */
export interface EventRecorder {
  /** Every event, those of before first. */
  readonly events: readonly WizardEvent[];
  /** Numbers and dates an event for what is rehearsed now. `at` is RFC 3339, of the user's machine: the engine has no clock. */
  record(event: NewWizardEvent, at: string): Recorded;
}

/** Thousands are taken down at once where what ends with the net is accepted: nothing is searched through for each. */
export function createRecorder(facts: GateFacts): EventRecorder {
  const events = [...facts.events];
  const judged: GateFacts = { ...facts, events };
  const numbers = new Map(events.map((event) => [event.id, event]));
  const withdrawn = new Set(withdrawnEvents(events));
  const checks = indexChecks(facts.plan);
  let last = highestNumber(events);
  return {
    events,
    record(event, at) {
      const why = whyRefused(judged, { checks, numbers, withdrawn }, event);
      if (why !== '') return { tag: 'refused', why };
      last += 1;
      const recorded = { ...event, id: last, at, inputs: facts.inputs.digest };
      events.push(recorded);
      numbers.set(last, recorded);
      if (recorded.tag === 'withdrawn') withdrawn.add(recorded.event);
      return { tag: 'recorded', event: recorded };
    },
  };
}

/** What a new event may speak of. */
interface Known {
  readonly checks: ReadonlyMap<StepName, StepChecks>;
  readonly numbers: ReadonlyMap<number, WizardEvent>;
  readonly withdrawn: ReadonlySet<number>;
}

interface StepChecks {
  readonly machine: ReadonlyMap<string, MachineCheck>;
  readonly human: ReadonlySet<string>;
}

function indexChecks({ steps }: Plan): Known['checks'] {
  return new Map(
    steps.map(({ step, machineChecks, humanChecks }) => [
      step,
      {
        machine: new Map(machineChecks.map((check) => [check.id, check])),
        human: new Set(humanChecks.map(({ id }) => id)),
      },
    ]),
  );
}

/** An event for a change of the rules by which gates are passed. */
export function recordRules(facts: GateFacts, { settings: after, by, text }: NewRules, at: string): Recorded {
  const before = facts.settings;
  if (by.trim() === '') return { tag: 'refused', why: NAMELESS };
  const isSame =
    before.secondPerson === after.secondPerson && before.minimumObservationMinutes === after.minimumObservationMinutes;
  if (isSame) return { tag: 'refused', why: 'The rules of the gates are these already.' };
  return { tag: 'recorded', event: { tag: 'rules-changed', by, text, before, after, ...noted(facts, at) } };
}

const NAMELESS = 'A name is needed: who answers for it?';

function noted({ events, inputs }: GateFacts, at: string): Pick<WizardEvent, 'id' | 'at' | 'inputs'> {
  return { id: highestNumber(events) + 1, at, inputs: inputs.digest };
}

function highestNumber(events: readonly WizardEvent[]): number {
  return events.reduce((highest, { id }) => Math.max(highest, id), 0);
}

function whyRefused(facts: GateFacts, known: Known, event: NewWizardEvent): string {
  if (event.by.trim() === '') return NAMELESS;
  const checks = known.checks.get(event.step);
  if (checks === undefined) return `Nothing is planned for step ${STEP_TEXTS[event.step].title}.`;
  switch (event.tag) {
    case 'done':
      return checks.human.has(event.check) ? '' : noSuchCheck(event, 'for people');
    case 'acknowledged':
    case 'overridden':
      return whyNotAnswered(checks.machine.get(event.check), event);
    case 'signed-off':
      return whyNotSigned(facts, event);
    case 'withdrawn':
      return whyNotWithdrawn(known, event);
    default:
      return assertNever(event);
  }
}

function noSuchCheck({ step, check }: { readonly step: StepName; readonly check: string }, which: string): string {
  return `Step ${STEP_TEXTS[step].title} has no check ${which} called ${check}.`;
}

function whyNotAnswered(
  asked: MachineCheck | undefined,
  event: Extract<NewWizardEvent, { readonly tag: 'acknowledged' | 'overridden' }>,
): string {
  if (asked === undefined) return noSuchCheck(event, 'of the engine');
  const { tag, text } = event;
  switch (asked.state) {
    case 'green':
      return `“${asked.title}” is proved: there is nothing to answer.`;
    case 'amber':
    case 'grey':
      return tag === 'acknowledged' ? '' : `“${asked.title}” is not red: acknowledge it.`;
    case 'red':
      if (tag === 'acknowledged') return `“${asked.title}” is red: it takes an override with a reason.`;
      return text.trim() === '' ? `“${asked.title}” is red: an override needs a reason.` : '';
    default:
      return assertNever(asked.state);
  }
}

function whyNotSigned(facts: GateFacts, event: Extract<NewWizardEvent, { readonly tag: 'signed-off' }>): string {
  const missing = missingBeforeSignOff(event.step, facts);
  if (missing.length > 0) return `Step ${STEP_TEXTS[event.step].title} cannot be signed off yet. ${missing.join(' ')}`;
  const signOffs = judgeGates(facts).flatMap((gate) => (gate.step === event.step ? gate.signOffs : []));
  const signed = facts.events.filter(({ id }) => signOffs.includes(id));
  return signed.some((earlier) => personOf(earlier) === personOf(event)) ? `${event.by} has signed off already.` : '';
}

function whyNotWithdrawn(
  { numbers, withdrawn }: Known,
  { step, event: id }: Extract<NewWizardEvent, { readonly tag: 'withdrawn' }>,
): string {
  const found = numbers.get(id);
  if (found === undefined || found.tag === 'rules-changed' || found.step !== step)
    return `Step ${STEP_TEXTS[step].title} has no event ${id}.`;
  if (found.tag === 'withdrawn') return 'A withdrawal is not taken back: answer again instead.';
  return withdrawn.has(id) ? `Event ${id} was withdrawn already.` : '';
}
