import { assertNever } from '../../model/assert-never';
import type { StepPlan } from '../../model/plan';
import type { NewRules, NewWizardEvent, WizardEvent } from '../../model/wizard';
import { STEP_TEXTS } from '../step-texts';
import type { GateFacts } from './gate-facts';
import { judgeGates, missingBeforeSignOff } from './judge-gates';
import { personOf, withdrawnEvents } from './standing-events';

/** What a new event becomes, or why it cannot be recorded: a sentence. */
export type Recorded =
  { readonly tag: 'recorded'; readonly event: WizardEvent } | { readonly tag: 'refused'; readonly why: string };

/** Numbers and dates a new event for what is rehearsed now. `at` is RFC 3339, of the user's machine: the engine has no clock. */
export function recordEvent(facts: GateFacts, event: NewWizardEvent, at: string): Recorded {
  const why = whyRefused(facts, event);
  if (why !== '') return { tag: 'refused', why };
  return { tag: 'recorded', event: { ...event, ...noted(facts, at) } };
}

/** The same for a change of the rules by which gates are passed. */
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
  const last = events.reduce((highest, { id }) => Math.max(highest, id), 0);
  return { id: last + 1, at, inputs: inputs.digest };
}

function whyRefused(facts: GateFacts, event: NewWizardEvent): string {
  const { title } = STEP_TEXTS[event.step];
  if (event.by.trim() === '') return NAMELESS;
  const plan = facts.plan.steps.find(({ step }) => step === event.step);
  if (plan === undefined) return `Nothing is planned for step ${title}.`;
  switch (event.tag) {
    case 'done':
      return plan.humanChecks.some(({ id }) => id === event.check) ? '' : noSuchCheck(plan, event.check, 'for people');
    case 'acknowledged':
    case 'overridden':
      return whyNotAnswered(plan, event);
    case 'signed-off':
      return whyNotSigned(facts, event);
    case 'withdrawn':
      return whyNotWithdrawn(facts.events, event.event, event);
    default:
      return assertNever(event);
  }
}

function noSuchCheck({ step }: StepPlan, check: string, which: string): string {
  return `Step ${STEP_TEXTS[step].title} has no check ${which} called ${check}.`;
}

function whyNotAnswered(
  plan: StepPlan,
  { tag, check, text }: Extract<NewWizardEvent, { readonly tag: 'acknowledged' | 'overridden' }>,
): string {
  const asked = plan.machineChecks.find(({ id }) => id === check);
  if (asked === undefined) return noSuchCheck(plan, check, 'of the engine');
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

function whyNotWithdrawn(events: readonly WizardEvent[], id: number, { step }: NewWizardEvent): string {
  const found = events.find((event) => event.id === id);
  if (found === undefined || found.tag === 'rules-changed' || found.step !== step)
    return `Step ${STEP_TEXTS[step].title} has no event ${id}.`;
  if (found.tag === 'withdrawn') return 'A withdrawal is not taken back: answer again instead.';
  return withdrawnEvents(events).has(id) ? `Event ${id} was withdrawn already.` : '';
}
