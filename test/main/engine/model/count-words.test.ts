import { expect, it } from 'vitest';
import { countOf, groupDigits } from '../../../../main/engine/model/count-words';

it('digits are grouped and things are counted in words, whatever the locale', () => {
  expect([0, 12, 3912, 1234567].map(groupDigits)).toEqual(['0', '12', '3,912', '1,234,567']);
  expect([countOf(1, 'party', 'parties'), countOf(2, 'connection'), countOf(4907, 'check')]).toEqual([
    '1 party',
    '2 connections',
    '4,907 checks',
  ]);
});
