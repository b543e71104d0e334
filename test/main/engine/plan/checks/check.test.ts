import { describe, expect, it } from 'vitest';
import type { Evidence, Finding, FindingSeverity } from '../../../../../main/engine/model/finding';
import type { VerdictChange } from '../../../../../main/engine/model/plan';
import { changeLine, checkByFindings, machineCheck, textLine } from '../../../../../main/engine/plan/checks/check';

const PLACE = { file: 'snapshot/web.yaml', line: 3, column: 1 };
const VERDICTS: Evidence = {
  tag: 'verdicts',
  from: 'prod/web',
  to: 'prod/db',
  traffic: 'tcp 5432',
  before: { world: 'now', verdict: 'allow', by: 'no policy' },
  after: { world: 'final', verdict: 'deny', by: 'lock' },
};

function finding(severity: FindingSeverity, evidence: readonly Evidence[] = []): Finding {
  return { code: 'N1', severity, title: `It ${severity}.`, help: '', evidence };
}

describe('a machine check', () => {
  it('lists forty lines of proof, and counts the others', () => {
    const lines = Array.from({ length: 42 }, (_, index) => textLine(`line ${index + 1}`));
    const texts = (count: number) => machineCheck('a.b', 'A', 'amber', 'found', lines.slice(0, count)).evidence;
    expect(texts(40)).toEqual(lines.slice(0, 40));
    expect(texts(42)).toEqual([...lines.slice(0, 40), textLine('and 2 more')]);
  });

  it.each([
    { severities: [], state: 'green', detail: 'All is well.' },
    { severities: ['informs'], state: 'amber', detail: 'It informs.' },
    { severities: ['warns'], state: 'amber', detail: 'It warns.' },
    { severities: ['warns', 'blocks'], state: 'red', detail: 'It warns. It blocks.' },
  ] as const)('whose findings are $severities is $state', ({ severities, state, detail }) => {
    const other = { ...finding('blocks'), code: 'S1' };
    const check = { id: 'net.a', title: 'A', codes: ['N1'], clear: 'All is well.' };
    const findings = [other, ...severities.map((severity) => finding(severity))];
    expect(checkByFindings(findings, check)).toEqual({ id: 'net.a', title: 'A', state, detail, evidence: [] });
  });

  it('proves a finding by its verdicts, orders and fields', () => {
    const evidence: readonly Evidence[] = [
      VERDICTS,
      { tag: 'order', text: 'lock: order 10', position: PLACE },
      { tag: 'field', text: 'spec.order', position: null },
    ];
    const check = { id: 'net.a', title: 'A', codes: ['N1'], clear: '' };
    expect(checkByFindings([finding('warns', evidence)], check).evidence).toEqual([
      { text: 'prod/web → prod/db tcp 5432: now allow (no policy), final deny (lock)', position: null },
      { text: 'lock: order 10', position: PLACE },
      { text: 'spec.order', position: null },
    ]);
  });
});

describe('a change of a verdict', () => {
  const change: VerdictChange = {
    from: 'prod/web',
    to: 'prod/db',
    traffic: 'tcp 5432',
    before: 'allow',
    after: 'deny',
    by: 'lock',
    protected: false,
    survives: true,
    edge: '',
  };

  it.each<[Partial<VerdictChange>, string]>([
    [{}, 'allow becomes deny (lock); open connections live on until they reconnect'],
    [{ survives: false }, 'allow becomes deny (lock); open connections are cut at once'],
    [{ after: 'undecided', survives: false }, 'allow becomes undecided (lock); open connections are cut at once'],
    [{ before: 'deny', after: 'allow' }, 'deny becomes allow (lock)'],
    [{ before: 'undecided', after: 'deny' }, 'undecided becomes deny (lock)'],
    [{ before: 'undecided', after: 'allow' }, 'undecided becomes allow (lock)'],
  ])('%j says what happens to connections that are open', (fields, told) => {
    expect(changeLine({ ...change, ...fields })).toEqual(textLine(`prod/web → prod/db tcp 5432: ${told}`));
  });

  it('of a protected path is marked as such', () => {
    const line = changeLine({ ...change, before: 'deny', after: 'allow', protected: true });
    expect(line.text).toBe('protected path prod/web → prod/db tcp 5432: deny becomes allow (lock)');
  });
});
