import { describe, expect, it } from 'vitest';
import { excerpt } from '../../../../main/engine/load/excerpt';
import { lineCounter, lineExcerpt } from '../../../../main/engine/load/source-texts';

const sources = new Map([['snapshot/a.yaml', 'one\r\ntwo\nthree\nfour']]);

describe('an excerpt', () => {
  it('shows the lines around a line, without line ends', () => {
    expect(excerpt(sources, 'snapshot/a.yaml', 2, 1, 1)).toEqual({
      file: 'snapshot/a.yaml',
      firstLine: 1,
      lines: ['one', 'two', 'three'],
      totalLines: 4,
    });
  });

  it('stops at the ends of the file', () => {
    expect(excerpt(sources, 'snapshot/a.yaml', 4, 1, 5)).toMatchObject({ firstLine: 3, lines: ['three', 'four'] });
    expect(excerpt(sources, 'snapshot/a.yaml', 0, 5, 0)).toMatchObject({ firstLine: 1, lines: ['one'] });
    expect(excerpt(sources, 'snapshot/a.yaml', 99, 0, 0)).toMatchObject({ firstLine: 4, lines: ['four'] });
  });

  it('is given only of files that were read', () => {
    expect(excerpt(sources, 'snapshot/../a.yaml', 1, 0, 0)).toBeUndefined();
  });

  it('cuts overlong lines', () => {
    const long = excerpt(new Map([['f', 'x'.repeat(10_000)]]), 'f', 1, 0, 0);
    expect(long?.lines[0]?.length).toBe(4_001);
  });
});

describe('the line of an offset', () => {
  it('is counted from the last one that was asked, or anew where that lies behind', () => {
    const lineOf = lineCounter('one\ntwo\nthree\n');
    expect([9, 0, 5, 4, 13].map(lineOf)).toEqual([3, 1, 2, 2, 3]);
  });
});

describe('the line that a diagnostic shows', () => {
  it('is the trimmed line, or of an overlong one what stands around the place', () => {
    const long = `${'a'.repeat(500)}HERE${'b'.repeat(500)}`;
    expect(lineExcerpt('x\n  - y: 1  \r\nz', 6)).toBe('- y: 1');
    const shown = lineExcerpt(long, 500);
    expect(shown.length).toBe(160);
    expect(shown.startsWith(`…${'a'.repeat(40)}HEREbbb`)).toBe(true);
    expect(lineExcerpt(long, 10)).toBe(`${'a'.repeat(159)}…`);
  });
});
