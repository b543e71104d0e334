import { describe, expect, it } from 'vitest';
import type { NewWizardEvent } from '../../../../../main/engine/model/wizard';
import { createRecorder, recordRules } from '../../../../../main/engine/plan/gates/record-event';
import { afterEvents, AT, factsOf, planOf, signOff } from './gate-facts';

const FACTS = factsOf(planOf(['green', 'amber', 'red'], true));
const SAID = { step: 'net', by: 'Ada', text: 'looked at it' } as const;

function refusal(event: NewWizardEvent, facts = FACTS): string {
  const recorded = createRecorder(facts).record(event, AT);
  return recorded.tag === 'refused' ? recorded.why : 'recorded';
}

describe('an event of the wizard', () => {
  it('gets the next number, the time of the machine, and the inputs it was given for', () => {
    const event: NewWizardEvent = { ...SAID, tag: 'acknowledged', check: 'net.amber' };
    expect(createRecorder(FACTS).record(event, AT)).toEqual({
      tag: 'recorded',
      event: { ...event, id: 1, at: AT, inputs: FACTS.inputs.digest },
    });
    const later = afterEvents(FACTS, [event]);
    const gap = { ...later, events: later.events.map((earlier) => ({ ...earlier, id: 7 })) };
    expect(createRecorder(gap).record(event, AT)).toMatchObject({ event: { id: 8 } });
  });

  it.each<[NewWizardEvent, string]>([
    [{ ...SAID, tag: 'done', check: 'net.person', by: ' ' }, 'A name is needed: who answers for it?'],
    [{ ...SAID, tag: 'done', check: 'net.amber' }, 'Step Safety net has no check for people called net.amber.'],
    [
      { ...SAID, tag: 'acknowledged', check: 'net.person' },
      'Step Safety net has no check of the engine called net.person.',
    ],
    [{ ...SAID, tag: 'acknowledged', check: 'net.green' }, '“net.green” is proved: there is nothing to answer.'],
    [{ ...SAID, tag: 'acknowledged', check: 'net.red' }, '“net.red” is red: it takes an override with a reason.'],
    [{ ...SAID, tag: 'overridden', check: 'net.red', text: ' ' }, '“net.red” is red: an override needs a reason.'],
    [{ ...SAID, tag: 'overridden', check: 'net.amber' }, '“net.amber” is not red: acknowledge it.'],
    [{ ...SAID, tag: 'withdrawn', event: 1 }, 'Step Safety net has no event 1.'],
    [
      signOff('net'),
      'Step Safety net cannot be signed off yet. “net.red” does not hold: correct what was found, or override it with a reason. “net.amber” does not fully hold, and nobody acknowledged that. “net person” is not done.',
    ],
    [signOff('stage'), 'Step Stage cannot be signed off yet. The gate of Safety net comes first.'],
  ])('is refused with a sentence: %o', (event, why) => {
    expect(refusal(event)).toBe(why);
  });

  it('says of changed rules what they were and what they are, and needs somebody who answers for them', () => {
    const rules = { settings: { secondPerson: true, minimumObservationMinutes: 60 }, by: 'Ada', text: 'rule 7' };
    const later = afterEvents(FACTS, [{ ...SAID, tag: 'acknowledged', check: 'net.amber' }]);
    expect(recordRules(later, rules, AT)).toEqual({
      tag: 'recorded',
      event: {
        tag: 'rules-changed',
        id: 2,
        at: AT,
        inputs: FACTS.inputs.digest,
        by: 'Ada',
        text: 'rule 7',
        before: FACTS.settings,
        after: rules.settings,
      },
    });
    expect([recordRules(FACTS, { ...rules, by: ' ' }, AT), recordRules(FACTS, { ...rules, ...FACTS }, AT)]).toEqual([
      { tag: 'refused', why: 'A name is needed: who answers for it?' },
      { tag: 'refused', why: 'The rules of the gates are these already.' },
    ]);
  });

  it('of changed rules is nothing that a step could take back', () => {
    const rules = { settings: { secondPerson: true, minimumObservationMinutes: 60 }, by: 'Ada', text: '' };
    const recorded = recordRules(FACTS, rules, AT);
    if (recorded.tag === 'refused') throw new Error(recorded.why);
    const after = { ...FACTS, events: [recorded.event] };
    expect(refusal({ ...SAID, tag: 'withdrawn', event: 1 }, after)).toBe('Step Safety net has no event 1.');
  });

  it('is refused where nothing is planned for its step', () => {
    expect(refusal(signOff('net'), factsOf({ ...planOf(), steps: [] }))).toBe(
      'Nothing is planned for step Safety net.',
    );
  });

  it('is not withdrawn twice, nor by an event of another step, and a withdrawal stays', () => {
    const taken = afterEvents(factsOf(planOf()), [signOff('net'), { ...SAID, tag: 'withdrawn', event: 1 }]);
    expect([
      refusal({ ...SAID, tag: 'withdrawn', event: 1 }, taken),
      refusal({ ...SAID, tag: 'withdrawn', event: 2 }, taken),
      refusal({ ...SAID, step: 'stage', tag: 'withdrawn', event: 1 }, taken),
    ]).toEqual([
      'Event 1 was withdrawn already.',
      'A withdrawal is not taken back: answer again instead.',
      'Step Stage has no event 1.',
    ]);
  });

  it('is refused as a second signature of the same person', () => {
    const signed = afterEvents(factsOf(planOf()), [signOff('net')]);
    expect([refusal(signOff('net', 'ADA'), signed), refusal(signOff('net', 'Bo'), signed)]).toEqual([
      'ADA has signed off already.',
      'recorded',
    ]);
  });
});
