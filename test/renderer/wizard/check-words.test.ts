import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldDetail } from '../../../renderer/wizard/check-words';

describe('what a check found', () => {
  it('is read at once where it is short', () => {
    expect(foldDetail('33 of 573 verdicts change. Keep the time short.')).toEqual({
      shown: '33 of 573 verdicts change. Keep the time short.',
      folded: '',
    });
  });

  it('is folded after the sentences that can be read at once', () => {
    const [first, second] = [
      `31 paths stay open ${'by failsafe ports '.repeat(6)}alone.`,
      'A list replaces the built-in one.',
    ];
    const third = `Give the entry ${'the net of your admins '.repeat(3)}or take it out.`;
    expect(foldDetail(`${first} ${second} ${third}`)).toEqual({ shown: `${first} ${second}`, folded: third });
  });

  it('loses nothing, whatever it says (a law)', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), (detail) => {
        const { shown, folded } = foldDetail(detail);
        expect(folded === '' ? shown : `${shown} ${folded}`).toBe(detail);
      }),
    );
  });
});
