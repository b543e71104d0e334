import { describe, expect, it } from 'vitest';
import type { ProtectedVerdict } from '../../../main/engine/model/protected-path';
import { orderPaths } from '../../../renderer/lockout/order-paths';
import { describeProtectedVerdict } from '../../../main/engine/report/protected-verdict-words';
import { SAFETY_SIGNS } from '../../../main/engine/report/safety';
import { INVENTED_REHEARSAL } from '../invented-rehearsal';

const idsOf = (filter: 'all' | 'at-risk' | 'leaning') =>
  orderPaths(INVENTED_REHEARSAL.protectedPaths, filter).map((path) => path.id);

describe('the lockout table', () => {
  it('shows the worst end of the rollout first, and what is absent last', () => {
    expect(idsOf('all')).toEqual([
      'L01 10.1.0.0/24 → node3',
      'L02 10.1.0.0/24 → node1',
      'L01 10.1.0.0/24 → node1',
      'L01 10.1.0.0/24 → node2',
      'L03 10.1.0.0/24 → 203.0.113.9',
    ]);
  });

  it('picks what is at risk, and what hangs on the net or failsafe ports', () => {
    expect(idsOf('at-risk')).toEqual(['L01 10.1.0.0/24 → node3', 'L02 10.1.0.0/24 → node1']);
    expect(idsOf('leaning')).toEqual(['L01 10.1.0.0/24 → node3', 'L01 10.1.0.0/24 → node1', 'L01 10.1.0.0/24 → node2']);
  });

  it('has a word of its own for everything that can carry a path', () => {
    const verdicts: readonly ProtectedVerdict[] = [
      { tag: 'rule', policy: 'p', position: null },
      { tag: 'no-policy' },
      { tag: 'failsafe-only' },
      { tag: 'net-only' },
      { tag: 'blocked', by: 'p', position: null },
      { tag: 'undecided', why: 'w', command: 'c' },
      { tag: 'absent', why: 'w' },
    ];
    const words = verdicts.map((verdict) => describeProtectedVerdict(verdict).word);
    expect(new Set(words).size).toBe(verdicts.length);
  });

  it('tells safeties apart without colour', () => {
    expect(new Set(Object.values(SAFETY_SIGNS)).size).toBe(5);
  });
});
