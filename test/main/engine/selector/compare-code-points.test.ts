import { expect, it } from 'vitest';
import fc from 'fast-check';
import { compareCodePoints } from '../../../../main/engine/selector/compare-code-points';

it('texts are ordered by their UTF-8 bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (left, right) => {
      const bytes = Buffer.compare(Buffer.from(left), Buffer.from(right));
      expect(Math.sign(compareCodePoints(left, right))).toBe(bytes);
    }),
  );
});

it('characters beyond U+FFFF come after all others, unlike in UTF-16 order', () => {
  expect(['\u{1F600}', '\uFF5E', 'b', '', 'ab'].toSorted(compareCodePoints)).toEqual([
    '',
    'ab',
    'b',
    '\uFF5E',
    '\u{1F600}',
  ]);
});
