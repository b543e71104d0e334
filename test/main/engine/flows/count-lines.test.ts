import { expect, test } from 'vitest';
import { countLines } from '../../../../main/engine/flows/count-lines';

const TEXT = 'one\n\nthree\nfour';

test('an offset is in the line whose newlines stand before it, the newline itself in the line that it ends', () => {
  const lineOf = countLines(TEXT);
  expect([0, 3, 4, 5, 9, 10, 11, 14].map(lineOf)).toEqual([1, 1, 2, 3, 3, 3, 4, 4]);
});

test('offsets may go back, and lines count from where the text begins', () => {
  const lineOf = countLines(TEXT, 7);
  expect([14, 0, 5, 4, 11, 9].map(lineOf)).toEqual([10, 7, 9, 8, 10, 9]);
});

test('a text without a newline is one line', () => {
  const lineOf = countLines('{}'.repeat(1_000));
  expect([0, 1_000, 1_999, 3].map(lineOf)).toEqual([1, 1, 1, 1]);
});
