import { describe, expect, it } from 'vitest';
import type { ProtectedVerdict } from '../../../main/engine/model/protected-path';
import { answerRollback } from '../../../renderer/lockout/rollback-answer';
import { protectedPathOf } from '../../main/engine/lockout/protected-path-of';

const OPEN: ProtectedVerdict = { tag: 'no-policy' };

function answerTo(promoted: ProtectedVerdict, final: ProtectedVerdict): string {
  const { word, world, words } = answerRollback(
    protectedPathOf({ verdicts: { now: OPEN, net: OPEN, staged: OPEN, promoted, final } }),
  );
  return `${word} (${world}: ${words.word})`;
}

describe('whether the rollout can be taken back', () => {
  it('is Go only where every world proves it', () => {
    expect(answerTo(OPEN, OPEN)).toBe('Go (final: Allowed: no policy)');
    expect(answerTo(OPEN, { tag: 'failsafe-only' })).toBe('Go, with care (final: Failsafe only)');
  });

  it('is never Go where a world is blocked, cannot be told, or was not checked', () => {
    expect(answerTo({ tag: 'blocked', by: 'deny', position: null }, OPEN)).toBe('No go (promoted: Blocked)');
    expect(answerTo(OPEN, { tag: 'undecided', why: 'w', command: 'c' })).toBe('Not decided (final: Cannot tell)');
    expect(answerTo(OPEN, { tag: 'absent', why: 'no Typha' })).toMatch(/^Not decided \(final: /);
  });

  it('names the last of the worst worlds', () => {
    const blocked: ProtectedVerdict = { tag: 'blocked', by: 'deny', position: null };
    expect(answerTo(blocked, blocked)).toBe('No go (final: Blocked)');
  });
});
