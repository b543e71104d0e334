import { describe, expect, it } from 'vitest';
import type { Gate } from '../../../main/engine/model/wizard';
import { countOpenChecks, describeMissing, otherReasons } from '../../../renderer/wizard/gate-reasons';
import { whyNotSigned } from '../../../renderer/wizard/sign-off';
import { INVENTED_PLAN, INVENTED_WIZARD } from '../invented-plan';

const [net] = INVENTED_PLAN.steps;
if (net === undefined) throw new Error('the invented plan has five steps');
const gate = INVENTED_WIZARD.gates[0];
if (gate === undefined) throw new Error('the invented wizard has five gates');

describe('what stands before a gate', () => {
  it('is counted for checks, worst first, and said in full for everything else', () => {
    expect(countOpenChecks(net, gate).map(({ mark, text }) => `${mark} ${text}`)).toEqual([
      '✕ 1 blocks',
      '? 1 is not known',
      '☐ 1 to be done by hand',
    ]);
    const reasons = ['changes/a.yaml changed since Ada signed off.', ...gate.reasons];
    expect(otherReasons(net, { ...gate, reasons })).toEqual([
      'changes/a.yaml changed since Ada signed off.',
      'Nobody has signed off.',
    ]);
  });

  it('is one line in the overview: what comes first, then the checks, then the signature', () => {
    const [, ...later] = gate.reasons;
    expect(describeMissing(net, { ...gate, reasons: ['The gate of 1 Safety net comes first.', ...later] })).toBe(
      'The gate of 1 Safety net comes first.',
    );
    expect(describeMissing(net, gate)).toBe('1 blocks, 1 is not known, 1 to be done by hand.');
    const answers = Object.fromEntries([...net.machineChecks, ...net.humanChecks].map(({ id }) => [id, 1]));
    expect(describeMissing(net, { ...gate, answers, reasons: later })).toBe('Nobody has signed off.');
  });

  it('is nothing once all is answered, unless a rule of the house asks for more', () => {
    const checks = [...net.machineChecks, ...net.humanChecks].map(({ id }) => [id, 1] as const);
    const answered: Gate = { ...gate, answers: Object.fromEntries(checks), reasons: ['Nobody has signed off.'] };
    expect(countOpenChecks(net, answered)).toEqual([]);
    expect(whyNotSigned(net, answered, INVENTED_WIZARD)).toBe('');
    const short: Gate = { ...answered, state: 'closed', reasons: ['Recorded flows cover 3 minutes.'] };
    expect(whyNotSigned(net, short, INVENTED_WIZARD)).toBe('Recorded flows cover 3 minutes.');
  });
});
