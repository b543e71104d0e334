import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../../main/engine/model/verdict';
import { countAllMoves, movesBetween } from '../../../../main/engine/rehearse/moves';

const everywhere = (verdict: Verdict) => ({
  now: verdict,
  net: verdict,
  staged: verdict,
  promoted: verdict,
  final: verdict,
});

describe('what moves from one world to another', () => {
  const moves = countAllMoves([
    { verdicts: { ...everywhere('allow'), final: 'deny' }, count: 3 },
    { verdicts: { ...everywhere('deny'), now: 'undecided' }, count: 2 },
    { verdicts: { ...everywhere('undecided'), now: 'allow', promoted: 'allow' }, count: 1 },
  ]);

  it('is counted by what becomes of it', () => {
    expect(movesBetween(moves, 'now', 'final')).toEqual({ opened: 0, closed: 5, becameUndecided: 1 });
    expect(movesBetween(moves, 'staged', 'promoted')).toEqual({ opened: 1, closed: 0, becameUndecided: 0 });
    expect(movesBetween(moves, 'promoted', 'final')).toEqual({ opened: 0, closed: 3, becameUndecided: 1 });
  });

  it('is nothing between worlds that no step joins', () => {
    expect(movesBetween(moves, 'final', 'now')).toEqual({ opened: 0, closed: 0, becameUndecided: 0 });
  });
});
