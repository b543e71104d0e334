import { describe, expect, it } from 'vitest';
import type { ProtectedPath, ProtectedVerdict } from '../../../../../main/engine/model/protected-path';
import { checkRollback, rollbackRows } from '../../../../../main/engine/plan/checks/rollback-check';

const RULE: ProtectedVerdict = { tag: 'rule', policy: 'admins', position: null };
const BLOCKED: ProtectedVerdict = { tag: 'blocked', by: 'default-deny', position: null };

function rowOf(row: string): ProtectedPath {
  return {
    id: row,
    row,
    theme: 'rollback',
    title: 'The rollback can be written and takes effect',
    protects: '',
    from: '',
    to: '',
    traffic: '',
    worst: '',
    severity: 'blocks',
    expect: 'open',
    decider: '',
    addresses: [],
    verdicts: { now: RULE, net: RULE, staged: RULE, promoted: RULE, final: RULE },
    observable: false,
    observableBecause: '',
  };
}

function judge(...verdicts: readonly ProtectedVerdict[]) {
  const path = rowOf('L42');
  const states = verdicts.map((verdict, index) => ({ path, verdict, where: `after move ${index + 1}` }));
  const { state, evidence } = checkRollback('promote', states);
  return { state, evidence: evidence.map(({ text }) => text.replace(path.title, 'rollback')) };
}

describe('whether the rollback can be written', () => {
  it('is asked of row L42 alone', () => {
    expect(rollbackRows([rowOf('L01'), rowOf('L42')]).map(({ row }) => row)).toEqual(['L42']);
  });

  it('is proved by rules, weak by the net or failsafe ports, and no go where it is blocked once', () => {
    expect(judge(RULE, { tag: 'no-policy' })).toEqual({ state: 'green', evidence: [] });
    expect(judge(RULE, { tag: 'net-only' })).toEqual({
      state: 'amber',
      evidence: ['L42 rollback: open by the safety net alone, after move 2'],
    });
    expect(judge({ tag: 'net-only' }, BLOCKED, BLOCKED, { tag: 'absent', why: 'no Node' })).toEqual({
      state: 'red',
      evidence: ['L42 rollback: blocked by default-deny, after move 2'],
    });
  });

  it('is not known where one answer is missing, or nobody asked', () => {
    expect(judge(RULE, { tag: 'undecided', why: 'no etcd', command: 'kubectl get pods' })).toEqual({
      state: 'grey',
      evidence: ['L42 rollback: cannot be told: no etcd (kubectl get pods), after move 2'],
    });
    expect(judge()).toEqual({ state: 'grey', evidence: [] });
  });
});
