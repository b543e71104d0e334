import { describe, expect, it } from 'vitest';
import type { Gate, Wizard } from '../../../main/engine/model/wizard';
import { announceGate, describeGate, gateLine, gateOf, progressLine } from '../../../renderer/wizard/gate-words';
import { INVENTED_WIZARD } from '../invented-plan';

const gate = (state: Gate['state'], reasons: readonly string[] = []): Gate => ({
  step: 'stage',
  state,
  reasons,
  answers: {},
  signOffs: [],
});

describe('the words of a gate', () => {
  it('tell the states apart without colour', () => {
    const words = (['passed', 'reopened', 'open', 'closed'] as const).map((state) => describeGate(gate(state)));
    expect(new Set(words.map(({ sign }) => sign)).size).toBe(4);
    expect(words.map(({ word }) => word)).toEqual(['Passed', 'Re-opened', 'Open', 'Closed']);
    expect(words.filter(({ tone }) => tone === 'good')).toHaveLength(1);
  });

  it('count what is missing, where something is', () => {
    expect(gateLine(gate('open', ['a', 'b']))).toBe('Open · 2 left');
    expect(gateLine(gate('reopened', ['changes/a.yaml changed']))).toBe('Re-opened · 1 left');
    expect(gateLine(gate('passed', ['never shown']))).toBe('Passed');
    expect(gateLine(gate('closed'))).toBe('Closed');
  });

  it('say where the rollout stands', () => {
    expect(progressLine(null)).toBe('');
    expect(progressLine(INVENTED_WIZARD)).toBe('Step 1 Safety net · Open · 2 left');
    expect(progressLine({ ...INVENTED_WIZARD, current: null })).toBe('All five gates passed');
  });

  it('take a gate that the host does not name for closed', () => {
    expect(gateOf(null, 'observe')).toMatchObject({ step: 'observe', state: 'closed' });
  });

  it('tell a screen reader what an answer did', () => {
    const passed: Wizard = { ...INVENTED_WIZARD, gates: [{ ...gate('passed'), step: 'net' }] };
    expect(announceGate(INVENTED_WIZARD, 'net')).toBe('Saved. 2 things left at Safety net.');
    expect(announceGate(passed, 'net')).toBe('Saved. The gate of Safety net is passed.');
  });
});
