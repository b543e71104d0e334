import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { wrapLines } from '../../../main/cli/wrap-lines';

const WORDS = fc.array(fc.stringMatching(/^[a-zß→🙂-]{1,30}$/u), { minLength: 1, maxLength: 60 });

describe('lines for a terminal', () => {
  it('are broken between words and set in under their beginning', () => {
    const [first, second] = [`  - ${'a'.repeat(60)}`, 'b'.repeat(40)];
    expect(wrapLines([`${first} ${second} c`, 'short'])).toEqual([first, `    ${second} c`, 'short']);
  });

  it('keep a command whole, and a word that does not fit', () => {
    const lines = [`    $ kubectl get pods ${'x'.repeat(120)} -o yaml`, 'y'.repeat(130)];
    expect(wrapLines(lines)).toEqual(lines);
  });

  it('do not count colours', () => {
    const coloured = `\u001b[31mblocked\u001b[0m ${'a'.repeat(92)}`;
    expect(wrapLines([coloured, `${coloured} b`])).toEqual([coloured, coloured, '  b']);
  });

  it('hold every word in its order within 100 columns', () => {
    fc.assert(
      fc.property(WORDS, fc.integer({ min: 0, max: 12 }), (words, indentation) => {
        const wrapped = wrapLines([' '.repeat(indentation) + words.join(' ')]);
        expect(wrapped.flatMap((line) => line.trim().split(' '))).toEqual(words);
        expect(wrapped.filter((line) => [...line].length > 100)).toEqual([]);
      }),
    );
  });
});
