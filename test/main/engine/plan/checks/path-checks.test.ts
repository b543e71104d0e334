import { describe, expect, it } from 'vitest';
import type { ProtectedPath, ProtectedVerdict } from '../../../../../main/engine/model/protected-path';
import {
  checkPaths,
  describeVerdict,
  judgePaths,
  verdictAfter,
} from '../../../../../main/engine/plan/checks/path-checks';

const RULE: ProtectedVerdict = { tag: 'rule', policy: 'admins', position: null };
const BLOCKED: ProtectedVerdict = { tag: 'blocked', by: 'default-deny', position: null };
const UNTOLD: ProtectedVerdict = { tag: 'undecided', why: 'no Node', command: 'kubectl get nodes' };
const ABSENT: ProtectedVerdict = { tag: 'absent', why: 'no webhook' };

function path(row: string, now: ProtectedVerdict, final: ProtectedVerdict, fields: Partial<ProtectedPath> = {}) {
  const known: ProtectedPath = {
    id: row,
    row,
    theme: 'login',
    title: 'SSH',
    protects: 'Without it nobody gets in.',
    from: '10.1.0.0/24',
    to: 'node1',
    traffic: 'tcp 22',
    worst: '',
    severity: 'blocks',
    expect: 'open',
    decider: '',
    addresses: [],
    verdicts: { now, net: now, staged: now, promoted: now, final },
    observable: false,
    observableBecause: '',
  };
  return { ...known, ...fields };
}

function judge(...paths: readonly ProtectedPath[]) {
  return checkPaths('remove-net', 'final', paths).map(({ state, detail }) => [state, detail]);
}

describe('protected paths in a world', () => {
  it('are green where each is as it must be, also one that must be closed', () => {
    expect(judge(path('L01', RULE, RULE), path('L02', BLOCKED, BLOCKED, { expect: 'closed' }))).toEqual([
      ['green', 'Checked: 2 protected paths in world final; all hold.'],
      ['green', 'Each has a verdict.'],
    ]);
  });

  it('are amber where one is open that must be closed, and told where they hang on the net or failsafe ports', () => {
    const open: ProtectedVerdict = { tag: 'failsafe-only' };
    const fields = { expect: 'closed', severity: 'warns' } as const;
    expect(judge(path('L01', RULE, RULE), path('L02', open, open, fields))[0]).toEqual([
      'amber',
      'Of 2 protected paths in world final, 1 is open and must be closed, today too; the others hold.',
    ]);
    expect(judge(path('L02', BLOCKED, open, fields))[0]?.[1]).toBe(
      'Of 1 protected path in world final, 1 is open and must be closed; the others hold.',
    );
    expect(judge(path('L01', RULE, open), path('L05', RULE, RULE))[0]).toEqual([
      'green',
      'Checked: 2 protected paths in world final; all hold, 1 of them by the net or failsafe ports alone.',
    ]);
  });

  it('are red where the rollout breaks one that blocks, amber where it only warns', () => {
    expect(judge(path('L01', RULE, BLOCKED))[0]).toEqual([
      'red',
      'The rollout breaks 1 of 1 protected path in world final: Without it nobody gets in.',
    ]);
    expect(judge(path('L40', RULE, BLOCKED, { severity: 'warns' }))[0]?.[0]).toBe('amber');
  });

  it('are grey where nobody can tell, and nothing that is absent counts as checked', () => {
    expect(judge(path('L01', UNTOLD, UNTOLD), path('L12', ABSENT, ABSENT))).toEqual([
      ['grey', 'No protected path could be checked: nothing proves that you stay in.'],
      [
        'grey',
        '1 protected path cannot be told from the files: try each by hand, or give what is missing. 1 protected path has no end in what was given, step Safety net lists them: nothing is proved of these. Give what is missing, or make sure that the cluster has no such thing.',
      ],
    ]);
    expect(judge()).toEqual([
      ['grey', 'No protected path could be checked: nothing proves that you stay in.'],
      ['grey', 'No protected path is known.'],
    ]);
  });

  it('are listed as absent in the first step alone', () => {
    const absent = [path('L12', ABSENT, ABSENT)];
    const linesOf = (step: 'net' | 'stage') => checkPaths(step, 'net', absent)[1]?.evidence.map(({ text }) => text);
    expect([linesOf('net'), linesOf('stage')]).toEqual([
      ['L12 SSH, 10.1.0.0/24 → node1, tcp 22: not checked: no webhook, in world net'],
      [],
    ]);
  });

  it('that stay broken from move to move are told where it begins', () => {
    const broken = path('L01', RULE, BLOCKED);
    const states = [1, 2].map((move) => ({ path: broken, verdict: BLOCKED, where: `after move ${move}` }));
    expect(judgePaths('promote', 'after every move', states)[0]?.evidence.map(({ text }) => text)).toEqual([
      'L01 SSH, 10.1.0.0/24 → node1, tcp 22: blocked by default-deny, after move 1',
    ]);
  });

  it('that nobody asked after a move are not known there', () => {
    const [asked, unasked] = [path('L01', RULE, RULE), path('L02', RULE, RULE)];
    const move = { pathVerdicts: { L01: BLOCKED } };
    expect([verdictAfter(move, asked), verdictAfter(move, unasked)]).toEqual([
      BLOCKED,
      { tag: 'absent', why: 'it was not asked after this move' },
    ]);
  });

  it('are described in words for every verdict', () => {
    const verdicts: readonly ProtectedVerdict[] = [
      RULE,
      { tag: 'no-policy' },
      { tag: 'failsafe-only' },
      { tag: 'net-only' },
      BLOCKED,
      UNTOLD,
      ABSENT,
    ];
    expect(verdicts.map((verdict) => describeVerdict(verdict).text)).toEqual([
      'allowed by admins',
      'open, no policy decides',
      'open by failsafe ports alone',
      'open by the safety net alone',
      'blocked by default-deny',
      'cannot be told: no Node (kubectl get nodes)',
      'not checked: no webhook',
    ]);
  });
});
