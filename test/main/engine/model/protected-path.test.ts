import { describe, expect, it } from 'vitest';
import type { ProtectedVerdict } from '../../../../main/engine/model/protected-path';
import { standingOf } from '../../../../main/engine/model/protected-path';

const VERDICTS: readonly ProtectedVerdict[] = [
  { tag: 'rule', policy: 'ssh', position: null },
  { tag: 'no-policy' },
  { tag: 'failsafe-only' },
  { tag: 'net-only' },
  { tag: 'blocked', by: 'hosts', position: null },
  { tag: 'undecided', why: 'no address', command: '' },
  { tag: 'absent', why: 'no such node' },
];

describe('how a protected path stands', () => {
  it.each([
    ['open', 'blocks', ['safe', 'safe', 'weak', 'weak', 'broken', 'unknown', 'absent']],
    ['open', 'warns', ['safe', 'safe', 'weak', 'weak', 'broken', 'unknown', 'absent']],
    ['closed', 'blocks', ['broken', 'broken', 'broken', 'broken', 'safe', 'unknown', 'absent']],
    ['closed', 'warns', ['weak', 'weak', 'weak', 'weak', 'safe', 'unknown', 'absent']],
  ] as const)('that must be %s, which %s', (expectation, severity, standings) => {
    expect(VERDICTS.map((verdict) => standingOf({ expect: expectation, severity }, verdict))).toEqual(standings);
  });
});
