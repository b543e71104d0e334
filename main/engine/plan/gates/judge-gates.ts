import { countOf } from '../../model/count-words';
import type { Gate } from '../../model/wizard';
import type { StepName } from '../../model/world';
import { STEPS } from '../../model/world';
import { STEP_TEXTS } from '../step-texts';
import { tellChanges } from './changed-inputs';
import type { InputChanges } from './changed-inputs';
import type { Unanswered } from './check-answers';
import { answerChecks, tellUnanswered } from './check-answers';
import type { GateFacts } from './gate-facts';
import type { Answering } from './standing-events';
import { personOf, standingEvents } from './standing-events';

/**
 * What stands between each step and the next. Every check must be answered for what is rehearsed now: red by an override, amber and grey
 * by an acknowledgement, a check for people by having been done. A gate is open as soon as the step may be taken; it is passed when what
 * people check afterwards is done, too, and somebody signed off after the last answer; two people where the house asks for that. A step
 * waits for the gates before it.
 */
export function judgeGates(facts: GateFacts): readonly Gate[] {
  const gates: Gate[] = [];
  for (const step of STEPS) gates.push(judgeGate(step, gates.find(({ state }) => state !== 'passed')?.step, facts));
  return gates;
}

/** Why a step cannot be signed off yet, one sentence each. */
export function missingBeforeSignOff(step: StepName, facts: GateFacts): readonly string[] {
  const before = judgeGates(facts).find((gate) => gate.state !== 'passed');
  const comesFirst = before !== undefined && STEPS.indexOf(before.step) < STEPS.indexOf(step);
  const { missing } = weighStep(step, comesFirst ? before.step : undefined, facts);
  return [...missing.before, ...missing.after];
}

function judgeGate(step: StepName, before: StepName | undefined, facts: GateFacts): Gate {
  const { standing, current, answers, missing } = weighStep(step, before, facts);
  const signatures = judgeSignatures(current, Math.max(0, ...answers.values()), facts);
  const stale = signatures.enough ? [] : tellStale(standing);
  return {
    step,
    state: stateOf({
      isStale: stale.length > 0,
      mayBeTaken: missing.before.length === 0,
      isDone: missing.after.length === 0 && signatures.enough,
    }),
    reasons: [...stale, ...missing.before, ...missing.after, ...signatures.reasons],
    answers: Object.fromEntries(answers),
    signOffs: signatures.counted,
  };
}

/** What was answered for a step, and what is missing beside a signature. `before`: an earlier gate that is not passed. */
function weighStep(step: StepName, before: StepName | undefined, facts: GateFacts) {
  const plan = facts.plan.steps.find((candidate) => candidate.step === step);
  const standing = standingEvents(step, facts);
  const current = standing.flatMap(({ event, changes }) => (changes.tag === 'same' ? [event] : []));
  const answers = plan === undefined ? new Map<string, number>() : answerChecks(plan, current);
  const unanswered = plan === undefined ? UNPLANNED : tellUnanswered(plan, answers);
  const missing: Unanswered = {
    before: [
      ...(before === undefined ? [] : [`The gate of ${STEP_TEXTS[before].title} comes first.`]),
      ...observationReasons(step, facts),
      ...unanswered.before,
    ],
    after: unanswered.after,
  };
  return { standing, current, answers, missing };
}

const UNPLANNED: Unanswered = { before: ['Nothing is planned for this step.'], after: [] };

interface GateQuestions {
  readonly isStale: boolean;
  readonly mayBeTaken: boolean;
  readonly isDone: boolean;
}

function stateOf({ isStale, mayBeTaken, isDone }: GateQuestions): Gate['state'] {
  if (isStale) return 'reopened';
  if (!mayBeTaken) return 'closed';
  return isDone ? 'passed' : 'open';
}

/** A rule of the house that nobody can pass by. */
function observationReasons(step: StepName, { settings, observedMinutes }: GateFacts): readonly string[] {
  const { minimumObservationMinutes: minimum } = settings;
  if (step !== 'observe' || observedMinutes >= minimum) return [];
  return [
    `Recorded flows cover ${countOf(observedMinutes, 'minute')}; the rule of the house asks for at least ${minimum}.`,
  ];
}

interface Signatures {
  readonly counted: readonly number[];
  readonly enough: boolean;
  readonly reasons: readonly string[];
}

/** A sign-off counts when it came after every answer that it stands for; of one person the first. */
function judgeSignatures(events: readonly Answering[], lastAnswer: number, { settings }: GateFacts): Signatures {
  const signed = events.filter(({ tag }) => tag === 'signed-off');
  const people = new Map<string, Answering>();
  for (const event of signed) {
    if (event.id > lastAnswer && !people.has(personOf(event))) people.set(personOf(event), event);
  }
  const counted = [...people.values()];
  const enough = counted.length >= (settings.secondPerson ? 2 : 1);
  return { counted: counted.map(({ id }) => id), enough, reasons: enough ? [] : [tellUnsigned(counted, signed)] };
}

function tellUnsigned(counted: readonly Answering[], signed: readonly Answering[]): string {
  const [first] = counted;
  if (first !== undefined) return `A second person has to sign off: ${first.by} alone did.`;
  const early = signed.at(-1);
  if (early === undefined) return 'Nobody has signed off.';
  return `Something was answered after ${early.by} signed off: sign off again.`;
}

/** Why the last sign-off that was given for other inputs does not count. */
function tellStale(
  standing: readonly { readonly event: Answering; readonly changes: InputChanges }[],
): readonly string[] {
  const stale = standing.flatMap(({ event, changes }) =>
    event.tag === 'signed-off' && changes.tag !== 'same' ? [tellChanges(changes, event.by)] : [],
  );
  return stale.at(-1) ?? [];
}
