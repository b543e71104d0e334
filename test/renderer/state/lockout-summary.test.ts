import { describe, expect, it } from 'vitest';
import type { ProtectedPath, ProtectedVerdict } from '../../../main/engine/model/protected-path';
import { isAtRisk, safetyOf } from '../../../main/engine/report/safety';
import { lockoutCount, lockoutTone, lockoutWarning, summariseLockout } from '../../../renderer/state/lockout-summary';
import { protectedPathOf } from '../../main/engine/lockout/protected-path-of';
import { INVENTED_REHEARSAL } from '../invented-rehearsal';

function pathOf(verdict: ProtectedVerdict): ProtectedPath {
  return protectedPathOf({
    verdicts: { now: verdict, net: verdict, staged: verdict, promoted: verdict, final: verdict },
  });
}

describe('the lockout count', () => {
  it('counts the paths at risk in the worst world, and apart from them paths that no world has', () => {
    const summary = summariseLockout(INVENTED_REHEARSAL.protectedPaths);
    expect(lockoutCount(summary)).toBe('2 of 4 at risk after step 5, 1 not checked');
    expect(lockoutWarning(summary)).toBe(
      '2 protected paths are at risk after step 5: SSH to a node, 10.1.0.0/24 → node3 tcp 22 and 1 more.',
    );
  });

  it('holds what cannot be told for not safe', () => {
    expect(isAtRisk({ tag: 'undecided', why: '', command: '' })).toBe(true);
  });

  it('calls a path open by failsafe ports alone open, and says so', () => {
    expect(lockoutCount(summariseLockout([pathOf({ tag: 'failsafe-only' })]))).toBe(
      '1 of 1 stay open, 1 by failsafe only',
    );
    expect(lockoutWarning(summariseLockout([pathOf({ tag: 'failsafe-only' })]))).toBe('');
  });

  it('never calls an absent path open', () => {
    expect(safetyOf({ tag: 'absent', why: '' })).toBe('absent');
    const summary = summariseLockout([pathOf({ tag: 'absent', why: '' })]);
    expect(lockoutCount(summary)).toBe('not checked');
    expect(lockoutTone(summary)).toBe('unknown');
  });

  it('is good only when every path was checked and stays open', () => {
    const open = pathOf({ tag: 'no-policy' });
    expect(lockoutTone(summariseLockout([open]))).toBe('good');
    const summary = summariseLockout([open, pathOf({ tag: 'absent', why: '' })]);
    expect(lockoutCount(summary)).toBe('1 of 1 stay open, 1 not checked');
    expect(lockoutTone(summary)).toBe('warn');
    expect(lockoutTone(summariseLockout([open, pathOf({ tag: 'failsafe-only' })]))).toBe('warn');
    expect(lockoutTone(summariseLockout([open, pathOf({ tag: 'undecided', why: '', command: '' })]))).toBe('bad');
  });

  it('says today when the cluster is locked already', () => {
    const blocked: ProtectedVerdict = { tag: 'blocked', by: 'deny', position: null };
    expect(lockoutCount(summariseLockout([pathOf(blocked)]))).toBe('1 of 1 at risk today');
  });
});
