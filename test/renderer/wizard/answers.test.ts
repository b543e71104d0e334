import { describe, expect, it } from 'vitest';
import type { Gate } from '../../../main/engine/model/wizard';
import { answerOf, openChecks, passBy } from '../../../renderer/wizard/answers';
import { countChecks, orderChecks } from '../../../renderer/wizard/check-words';
import { gateOf } from '../../../renderer/wizard/gate-words';
import { whyNotSigned } from '../../../renderer/wizard/sign-off';
import { INVENTED_PLAN, INVENTED_WIZARD } from '../invented-plan';

function stepOf(step: string) {
  const plan = INVENTED_PLAN.steps.find((candidate) => candidate.step === step);
  if (plan === undefined) throw new Error(`the invented plan has ${step}`);
  return plan;
}

const net = stepOf('net');
const gate = gateOf(INVENTED_WIZARD, 'net');

function answered(...checks: readonly string[]): Gate {
  return { ...gate, answers: Object.fromEntries(checks.map((check, index) => [check, index + 1])) };
}

describe('the answers to checks', () => {
  it('are owed for all that is not proved, and for all that only a person can do', () => {
    const open = openChecks(net, gate);
    expect(open.machine.map(({ id }) => id)).toEqual(['net.sorted-last', 'net.forward']);
    expect(open.human.map(({ id }) => id)).toEqual(['net.console']);
  });

  it('are the events that the gate counts now', () => {
    expect(answerOf(INVENTED_WIZARD, gate, 'net.opens')).toMatchObject({ id: 2, by: 'Ada' });
    expect(answerOf(INVENTED_WIZARD, gate, 'net.forward')).toBeNull();
  });

  it('override what blocks and acknowledge the rest', () => {
    const tags = orderChecks(net.machineChecks)
      .slice(0, 3)
      .map((check) => [check.state, passBy('net', check, 'Ada', 'why').tag]);
    expect(tags).toEqual([
      ['red', 'overridden'],
      ['amber', 'acknowledged'],
      ['grey', 'acknowledged'],
    ]);
  });
});

describe('the order of checks', () => {
  it('is worst first, and the counts say so', () => {
    expect(orderChecks(net.machineChecks).map(({ state }) => state)).toEqual(['red', 'amber', 'grey', 'green']);
    expect(countChecks(net.machineChecks)).toBe('1 blocks, 1 warns, 1 not known, 1 proved');
    expect(countChecks([])).toBe('');
  });
});

describe('a sign-off', () => {
  it('waits for the gates before it', () => {
    expect(whyNotSigned(stepOf('promote'), gateOf(INVENTED_WIZARD, 'promote'), INVENTED_WIZARD)).toBe(
      'The gate of Safety net comes first.',
    );
  });

  it('waits for what blocks, then for what nobody answered', () => {
    expect(whyNotSigned(net, gate, INVENTED_WIZARD)).toBe('1 check blocks: resolve or override.');
    expect(whyNotSigned(net, answered('net.sorted-last', 'net.opens'), INVENTED_WIZARD)).toBe(
      '2 checks are not answered.',
    );
    expect(
      whyNotSigned(net, answered('net.sorted-last', 'net.opens', 'net.forward', 'net.console'), INVENTED_WIZARD),
    ).toBe('');
  });
});
