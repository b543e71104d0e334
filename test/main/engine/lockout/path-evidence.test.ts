import { describe, expect, it } from 'vitest';
import { countPaths, listTraffic, pathEvidence } from '../../../../main/engine/lockout/path-evidence';
import type { ProtectedVerdict } from '../../../../main/engine/model/protected-path';
import { protectedPathOf } from './protected-path-of';

const OPEN: ProtectedVerdict = { tag: 'no-policy' };
const position = { file: 'changes/lock.yaml', line: 3, column: 1 };

function pathWith(final: ProtectedVerdict, fields: Partial<Parameters<typeof protectedPathOf>[0]> = {}) {
  return protectedPathOf({ verdicts: { now: OPEN, net: OPEN, staged: OPEN, promoted: OPEN, final }, ...fields });
}

describe('the evidence of a protected path', () => {
  it.each<[ProtectedVerdict, string, string]>([
    [{ tag: 'rule', policy: 'ssh', position }, 'allow', 'ssh (changes/lock.yaml:3)'],
    [{ tag: 'rule', policy: 'ssh', position: null }, 'allow', 'ssh'],
    [{ tag: 'no-policy' }, 'allow', 'no policy'],
    [{ tag: 'failsafe-only' }, 'allow', 'failsafe ports alone'],
    [{ tag: 'net-only' }, 'allow', 'the safety net alone'],
    [{ tag: 'blocked', by: 'lock', position }, 'deny', 'lock (changes/lock.yaml:3)'],
    [{ tag: 'undecided', why: 'who knows', command: 'kubectl get pods' }, 'undecided', 'who knows'],
    [{ tag: 'absent', why: 'no Node' }, 'undecided', 'no Node'],
  ])('says what carries it: %j', (verdict, word, by) => {
    expect(pathEvidence(pathWith(verdict), 'final')).toEqual({
      tag: 'verdicts',
      from: '10.1.0.0/24',
      to: 'node1',
      traffic: 'tcp 22',
      before: { world: 'now', verdict: 'allow', by: 'no policy' },
      after: { world: 'final', verdict: word, by },
    });
  });

  it('is named by its title where it has no ends', () => {
    expect(pathEvidence(pathWith(OPEN, { from: '', to: '' }), 'final')).toMatchObject({
      from: 'SSH to a node',
      to: '',
    });
  });
});

describe('paths in a sentence', () => {
  it('list three kinds of traffic, and count the others', () => {
    const told = (...kinds: readonly string[]) => listTraffic(kinds.map((traffic) => pathWith(OPEN, { traffic })));
    expect([told(), told(''), told('tcp 22', 'tcp 22'), told('a', 'b', 'c'), told('a', 'b', 'c', 'd', 'e')]).toEqual([
      '',
      '',
      ' (tcp 22)',
      ' (a, b, c)',
      ' (a, b, c and 2 more)',
    ]);
  });

  it('name the first, with the pair that gave its verdict where many stand behind it', () => {
    const one = pathWith(OPEN);
    const many = pathWith(OPEN, { worst: '10.1.0.7 → node1' });
    expect([
      countPaths([]),
      countPaths([pathWith(OPEN, { from: '' })]),
      countPaths([one]),
      countPaths([many, one]),
    ]).toEqual(['', '', ': 10.1.0.0/24 → node1', ': 2 paths, first 10.1.0.0/24 → node1 (10.1.0.7 → node1)']);
  });
});
