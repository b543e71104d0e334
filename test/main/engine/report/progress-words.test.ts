import { describe, expect, it } from 'vitest';
import { describeProgress } from '../../../../main/engine/report/progress-words';

describe('how far something is', () => {
  it('is counted where there is more than one thing to do', () => {
    expect(
      [
        { phase: 'worlds', done: 0, total: 1 },
        { phase: 'connectivity', done: 64, total: 1625 },
        { phase: 'promotion: policies placed', done: 0, total: 225, detail: '17 moves judged' },
        { phase: 'writing', done: 0, total: 0, detail: 'review.md' },
      ].map(describeProgress),
    ).toEqual([
      'worlds',
      'connectivity · 64 of 1,625',
      'promotion: policies placed · 0 of 225 · 17 moves judged',
      'writing · review.md',
    ]);
  });
});
