import { describe, expect, it } from 'vitest';
import type { Gate, NewWizardEvent } from '../../../../../main/engine/model/wizard';
import { STEPS, type StepName } from '../../../../../main/engine/model/world';
import type { GateFacts } from '../../../../../main/engine/plan/gates/gate-facts';
import { judgeGates } from '../../../../../main/engine/plan/gates/judge-gates';
import { afterEdit, afterEvents, AT, factsOf, inputsOf, planOf, planWithAfterCheck, signOff } from './gate-facts';

function gateOf(facts: GateFacts, step: StepName = 'net'): Gate {
  const gate = judgeGates(facts).find((candidate) => candidate.step === step);
  if (gate === undefined) throw new Error(`no gate of ${step}`);
  return gate;
}

const PERSON: NewWizardEvent = { tag: 'done', step: 'net', check: 'net.person', by: 'Ada', text: '' };
const AMBER: NewWizardEvent = { tag: 'acknowledged', step: 'net', check: 'net.amber', by: 'Ada', text: '' };
const GREY: NewWizardEvent = { ...AMBER, check: 'net.grey' };
const RED: NewWizardEvent = { tag: 'overridden', step: 'net', check: 'net.red', by: 'Ada', text: 'we tried it' };

describe('the gate of a step', () => {
  it('is closed while a check is not answered, and says which, worst first, and why what is grey is not known', () => {
    expect(gateOf(factsOf(planOf(['grey', 'amber', 'green', 'red'], true)))).toEqual({
      step: 'net',
      state: 'closed',
      reasons: [
        '“net.red” does not hold: correct what was found, or override it with a reason.',
        '“net.amber” does not fully hold, and nobody acknowledged that.',
        '“net.grey” is not known, and nobody acknowledged that: why net.grey',
        '“net person” is not done.',
        'Nobody has signed off.',
      ],
      answers: {},
      signOffs: [],
    });
  });

  it('names one of many checks that may be answered together, and counts the others', () => {
    const groupOf = (id: string) => ({ title: 'web → db', member: id });
    const plan = planOf(['amber', 'green'], true);
    const steps = plan.steps.map((step) => ({
      ...step,
      machineChecks: step.machineChecks.flatMap((check) =>
        check.state === 'green'
          ? [check]
          : ['one', 'two', 'three'].map((id) => ({ ...check, id, title: id, group: groupOf(id) })),
      ),
      humanChecks: step.humanChecks.flatMap((check) =>
        ['here', 'there'].map((id) => ({ ...check, id, title: id, group: groupOf(id) })),
      ),
    }));
    const facts = factsOf({ ...plan, steps });
    expect(gateOf(facts).reasons).toEqual([
      '“one” and 2 others of its kind do not fully hold, and nobody acknowledged that.',
      '“here” and 1 other of its kind are not done.',
      'Nobody has signed off.',
    ]);
    const answered = afterEvents(facts, [
      { ...AMBER, check: 'one' },
      { ...AMBER, check: 'two' },
      { ...PERSON, check: 'here' },
    ]);
    expect(gateOf(answered)).toMatchObject({
      state: 'closed',
      reasons: [
        '“three” does not fully hold, and nobody acknowledged that.',
        '“there” is not done.',
        'Nobody has signed off.',
      ],
      answers: { one: 1, two: 2, here: 3 },
    });
  });

  it('can be passed when everything is answered, and is passed when somebody signs off', () => {
    const answered = afterEvents(factsOf(planOf(['grey', 'amber', 'green', 'red'], true)), [PERSON, AMBER, GREY, RED]);
    const answers = { 'net.person': 1, 'net.amber': 2, 'net.grey': 3, 'net.red': 4 };
    expect(gateOf(answered)).toEqual({
      step: 'net',
      state: 'open',
      reasons: ['Nobody has signed off.'],
      answers,
      signOffs: [],
    });
    const signed = afterEvents(answered, [signOff('net')]);
    expect(gateOf(signed)).toEqual({ step: 'net', state: 'passed', reasons: [], answers, signOffs: [5] });
  });

  it('is open where the step may be taken, and waits for what people check afterwards', () => {
    const facts = factsOf(planWithAfterCheck());
    expect(gateOf(facts)).toMatchObject({
      state: 'open',
      reasons: ['“net person” is not done.', 'Nobody has signed off.'],
    });
    expect(() => afterEvents(facts, [signOff('net')])).toThrow('“net person” is not done.');
    expect(gateOf(afterEvents(facts, [PERSON])).state).toBe('open');
    expect(gateOf(afterEvents(facts, [PERSON, signOff('net')])).state).toBe('passed');
    expect(gateOf(facts, 'stage').reasons).toEqual(['The gate of Safety net comes first.', 'Nobody has signed off.']);
  });

  it('is not passed by an acknowledgement of what is red, nor by an override without a reason or a name', () => {
    const facts = factsOf(planOf(['red']));
    const written = { id: 1, at: AT, inputs: facts.inputs.digest };
    const reasons = [
      '“net.red” does not hold: correct what was found, or override it with a reason.',
      'Nobody has signed off.',
    ];
    const byHand = [
      { ...RED, tag: 'acknowledged', ...written },
      { ...RED, text: ' ', ...written },
      { ...RED, by: '', ...written },
    ] as const;
    expect(byHand.map((event) => gateOf({ ...facts, events: [event] }).reasons)).toEqual(byHand.map(() => reasons));
  });

  it('closes again when an answer is withdrawn, and asks for a new signature when it is answered again', () => {
    const signed = afterEvents(factsOf(planOf(['amber'])), [AMBER, signOff('net')]);
    const withdrawn = afterEvents(signed, [{ tag: 'withdrawn', step: 'net', event: 1, by: 'Bo', text: 'too early' }]);
    expect(gateOf(withdrawn)).toMatchObject({
      state: 'closed',
      reasons: ['“net.amber” does not fully hold, and nobody acknowledged that.'],
      answers: {},
    });
    expect(withdrawn.events.map(({ tag }) => tag)).toEqual(['acknowledged', 'signed-off', 'withdrawn']);
    expect(gateOf(afterEvents(withdrawn, [AMBER]))).toMatchObject({
      state: 'open',
      reasons: ['Something was answered after Ada signed off: sign off again.'],
      answers: { 'net.amber': 4 },
      signOffs: [],
    });
  });

  it('is not passed any more when its only signature is withdrawn', () => {
    const signed = afterEvents(factsOf(planOf()), [signOff('net')]);
    const withdrawn = afterEvents(signed, [{ tag: 'withdrawn', step: 'net', event: 1, by: 'Ada', text: '' }]);
    expect([gateOf(signed).state, gateOf(withdrawn).state]).toEqual(['passed', 'open']);
  });

  it('stays passed when somebody else confirms what was answered', () => {
    const signed = afterEvents(factsOf(planOf(['amber'])), [AMBER, signOff('net'), { ...AMBER, by: 'Bo' }]);
    expect(gateOf(signed)).toMatchObject({ state: 'passed', answers: { 'net.amber': 1 } });
  });

  it('waits for the gates before it', () => {
    const facts = factsOf(planOf());
    expect(gateOf(facts, 'remove-net').reasons).toEqual([
      'The gate of Safety net comes first.',
      'Nobody has signed off.',
    ]);
    const all = afterEvents(
      facts,
      STEPS.map((step) => signOff(step)),
    );
    expect(judgeGates(all).map(({ state }) => state)).toEqual(STEPS.map(() => 'passed'));
    const reopened = afterEvents(all, [{ tag: 'withdrawn', step: 'stage', event: 2, by: 'Ada', text: '' }]);
    expect(judgeGates(reopened).map(({ state }) => state)).toEqual(['passed', 'open', 'closed', 'closed', 'closed']);
  });

  it('is closed where nothing is planned for the step', () => {
    const [gate] = judgeGates(factsOf({ ...planOf(), steps: [] }));
    expect(gate).toMatchObject({
      state: 'closed',
      reasons: ['Nothing is planned for this step.', 'Nobody has signed off.'],
    });
  });
});

describe('the rules of the house', () => {
  const settings = { secondPerson: true, minimumObservationMinutes: 60 };

  it('ask for a second person, who is not the first by another spelling', () => {
    const one = afterEvents(factsOf(planOf(), { settings }), [signOff('net', 'Ada Byron')]);
    expect(gateOf(one)).toMatchObject({
      state: 'open',
      reasons: ['A second person has to sign off: Ada Byron alone did.'],
      signOffs: [1],
    });
    const [first] = one.events;
    if (first === undefined) throw new Error('nothing was recorded');
    const again = { ...one, events: [...one.events, { ...first, id: 2, by: ' ada  BYRON ' }] };
    expect(gateOf(again)).toMatchObject({ state: 'open', signOffs: [1] });
    expect(gateOf(afterEvents(one, [signOff('net', 'Bo')]))).toMatchObject({ state: 'passed', signOffs: [1, 2] });
  });

  it('ask for a time of observation that nobody can pass by', () => {
    const before = [signOff('net'), signOff('net', 'Bo'), signOff('stage'), signOff('stage', 'Bo')];
    const short = afterEvents(factsOf(planOf(), { settings, observedMinutes: 59 }), before);
    expect(gateOf(short, 'observe').reasons).toEqual([
      'Recorded flows cover 59 minutes; the rule of the house asks for at least 60.',
      'Nobody has signed off.',
    ]);
    expect(gateOf({ ...short, observedMinutes: 60 }, 'observe').state).toBe('open');
    expect(gateOf({ ...short, observedMinutes: 0 }, 'stage').state).toBe('passed');
  });
});

describe('a changed input', () => {
  const signed = afterEvents(factsOf(planOf(['amber'])), [AMBER, signOff('net'), signOff('stage'), signOff('observe')]);
  const flows = { ...signed.inputs.files, 'flows/whisker.json': '1' };

  it('opens the step again and says which file changed, is new or is gone', () => {
    const edited = afterEdit(signed, { 'changes/web.yaml': '2', 'changes/new.yaml': '1', workspace: '2' });
    expect(gateOf(edited)).toEqual({
      step: 'net',
      state: 'reopened',
      reasons: [
        'changes/new.yaml is new since Ada signed off.',
        'changes/web.yaml changed since Ada signed off.',
        'snapshot/pods.yaml is gone since Ada signed off.',
        'The admin networks, own paths or facts about the cluster changed since Ada signed off.',
        '“net.amber” does not fully hold, and nobody acknowledged that.',
        'Nobody has signed off.',
      ],
      answers: {},
      signOffs: [],
    });
  });

  it('says no more when it is signed off anew, and the old signature counts again when the old files are back', () => {
    const edited = afterEdit(signed, { ...signed.inputs.files, 'changes/web.yaml': '2' });
    expect(gateOf(afterEvents(edited, [AMBER, signOff('net')]))).toMatchObject({ state: 'passed', signOffs: [6] });
    expect(gateOf(afterEdit(edited, signed.inputs.files))).toMatchObject({ state: 'passed', signOffs: [2] });
  });

  it('names the first files and counts the others', () => {
    const reasonsOf = (count: number) => {
      const many = Object.fromEntries(Array.from({ length: count }, (_, index) => [`changes/${10 + index}.yaml`, '1']));
      return gateOf(afterEdit(signed, { ...signed.inputs.files, ...many })).reasons;
    };
    expect(reasonsOf(9)[8]).toBe('1 more file changed since Ada signed off.');
    expect(reasonsOf(12).slice(7, 10)).toEqual([
      'changes/17.yaml is new since Ada signed off.',
      '4 more files changed since Ada signed off.',
      '“net.amber” does not fully hold, and nobody acknowledged that.',
    ]);
  });

  it('opens nothing before Observe where it is a recording', () => {
    const dropped = afterEdit(signed, flows);
    expect(judgeGates(dropped).map(({ state }) => state)).toEqual(['passed', 'passed', 'reopened', 'closed', 'closed']);
    expect(gateOf(dropped, 'observe').reasons[0]).toBe('flows/whisker.json is new since Ada signed off.');
  });

  it('opens the step where nobody kept what it was signed off for', () => {
    const forgotten = { ...signed, inputs: inputsOf({}), seenInputs: {} };
    expect(gateOf(forgotten).reasons[0]).toBe('It is not known any more what was rehearsed when Ada signed off.');
  });
});
