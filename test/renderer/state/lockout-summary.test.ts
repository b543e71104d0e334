import { describe, expect, it } from 'vitest';
import type { ProtectedPath, ProtectedVerdict } from '../../../main/engine/model/protected-path';
import {
  isAtRisk,
  lockoutLine,
  lockoutWarning,
  safetyOf,
  summariseLockout,
} from '../../../renderer/state/lockout-summary';
import { INVENTED_REHEARSAL } from '../invented-rehearsal';

function pathOf(verdict: ProtectedVerdict): ProtectedPath {
  return {
    id: 'L01',
    row: 'L01',
    title: 'SSH to a node',
    from: '10.1.0.0/24',
    to: 'node1',
    traffic: 'tcp 22',
    verdicts: { now: verdict, net: verdict, staged: verdict, promoted: verdict, final: verdict },
    observable: true,
  };
}

describe('the lockout count', () => {
  it('counts the paths at risk in the worst world, without paths that no world has', () => {
    const summary = summariseLockout(INVENTED_REHEARSAL.protectedPaths);
    expect(lockoutLine(summary)).toBe('Lockout: 2 of 4 at risk after step 5');
    expect(lockoutWarning(summary)).toBe(
      '2 protected paths are at risk after step 5: SSH to a node, 10.1.0.0/24 → node3 tcp 22 and 1 more.',
    );
  });

  it('holds what cannot be told for not safe', () => {
    expect(isAtRisk({ tag: 'undecided', why: '', command: '' })).toBe(true);
  });

  it('calls a path open by failsafe ports alone open, and says so', () => {
    expect(lockoutLine(summariseLockout([pathOf({ tag: 'failsafe-only' })]))).toBe(
      'Lockout: 1 of 1 stay open, 1 by failsafe only',
    );
    expect(lockoutWarning(summariseLockout([pathOf({ tag: 'failsafe-only' })]))).toBe('');
  });

  it('never calls an absent path open', () => {
    expect(safetyOf({ tag: 'absent', why: '' })).toBe('absent');
    expect(lockoutLine(summariseLockout([pathOf({ tag: 'absent', why: '' })]))).toBe('Lockout: nothing to check');
  });

  it('says today when the cluster is locked already', () => {
    const blocked: ProtectedVerdict = { tag: 'blocked', by: 'deny', position: null };
    expect(lockoutLine(summariseLockout([pathOf(blocked)]))).toBe('Lockout: 1 of 1 at risk today');
  });
});
