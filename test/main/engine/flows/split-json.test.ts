import { describe, expect, it } from 'vitest';
import { splitJson } from '../../../../main/engine/flows/split-json';

/** Values by their line, and problems by theirs. */
function split(text: string, most = Number.POSITIVE_INFINITY) {
  const values: (readonly [line: number, text: string])[] = [];
  const problems: (readonly [line: number, why: string])[] = [];
  splitJson(text, {
    value: (slice, line) => values.push([line, slice]),
    problem: (line, why) => problems.push([line, why]),
    full: () => values.length >= most,
  });
  return { values, problems };
}

describe('a text of JSON is cut into', () => {
  it('objects one per line', () => {
    expect(split('{"a":1}\n{"a":{"b":[2]}}\n')).toEqual({
      values: [
        [1, '{"a":1}'],
        [2, '{"a":{"b":[2]}}'],
      ],
      problems: [],
    });
  });

  it('indented objects one after the other, without separators', () => {
    expect(split('{\n  "a": {\n    "b": "}"\n  }\n}\n{\n  "a": 2\n}').values.map(([line]) => line)).toEqual([1, 6]);
  });

  it.each([
    ['a bare list', '[{"a":1},{"a":2}]'],
    ['a list under items', '{"total":{"totalPages":1},"items":[{"a":1},{"a":2}]}'],
    ['a list under flows, with more behind it', '{"flows":[{"a":1},{"a":2}],"meta":{"x":[1]}}'],
    ['pages one after the other', '{"items":[{"a":1}]}\n{"items":[{"a":2}]}'],
  ])('the members of %s', (_what, text) => {
    const { values, problems } = split(text);
    expect(values.map(([, slice]) => slice)).toEqual(['{"a":1}', '{"a":2}']);
    expect(problems).toEqual([]);
  });

  it('whole objects whose list has another name, or stands deeper', () => {
    expect(split('{"hits":[{"a":1}]}').values).toEqual([[1, '{"hits":[{"a":1}]}']]);
    expect(split('{"a":{"items":[{"b":1}]}}').values).toEqual([[1, '{"a":{"items":[{"b":1}]}}']]);
  });

  it('nothing more once the reader has enough', () => {
    expect(split('[{"a":1},{"a":2},{"a":3}]', 2).values.length).toBe(2);
    expect(split('{"a":1}\n{"a":2}\n{"a":3}', 1).values.length).toBe(1);
    expect(split('{"items":[{"a":1}],"flows":[{"a":2}]}', 1).values.length).toBe(1);
  });

  it('objects behind a byte order mark', () => {
    expect(split('\uFEFF{"a":1}').values).toEqual([[1, '{"a":1}']]);
  });

  it('texts with escapes and brackets in them', () => {
    const text = JSON.stringify({ a: 'quote " backslash \\ brace } bracket ]', b: '\\' });
    expect(split(`${text}\n${text}`).values.map(([, slice]) => slice)).toEqual([text, text]);
  });
});

describe('what is broken is told by its line, and reading goes on', () => {
  it('behind a line that is cut off inside a text', () => {
    expect(split('{"a":"x\n{"a":2}')).toEqual({
      values: [[2, '{"a":2}']],
      problems: [[1, 'a text in it is not closed']],
    });
  });

  it('behind a line that is cut off between brackets', () => {
    expect(split('{"a":1}\n{"a":{"b":\n{"a":3}')).toEqual({
      values: [
        [1, '{"a":1}'],
        [3, '{"a":3}'],
      ],
      problems: [[2, 'it is cut off']],
    });
  });

  it('behind a member of an indented list that is cut off', () => {
    const text = '[\n  {\n    "a": {\n      "b": 1\n  {\n    "a": 2\n  }\n]';
    expect(split(text)).toEqual({ values: [[5, '{\n    "a": 2\n  }']], problems: [[2, 'it is cut off']] });
  });

  it('behind a member that begins in the middle of a line', () => {
    expect(split('[{"a":1},{"a":"x\n{"a":2}]')).toEqual({
      values: [
        [1, '{"a":1}'],
        [2, '{"a":2}'],
      ],
      problems: [[1, 'a text in it is not closed']],
    });
  });

  it('inside a text that nothing closes', () => {
    expect(split('{"a":"x\n{}')).toEqual({ values: [[2, '{}']], problems: [[1, 'it is cut off']] });
    expect(split('{"a":1}\n{"a":"x')).toEqual({ values: [[1, '{"a":1}']], problems: [[2, 'it is cut off']] });
  });

  it('by whoever reads the object, where a bracket in it closes nothing', () => {
    expect(split('{"a":1]}\n{"a":2}')).toEqual({
      values: [
        [1, '{"a":1]}'],
        [2, '{"a":2}'],
      ],
      problems: [],
    });
  });

  it('where a list ends too early', () => {
    expect(split('{"items":[{"a":1},\n{"a":2},\n{"a":')).toEqual({
      values: [
        [1, '{"a":1}'],
        [2, '{"a":2}'],
      ],
      problems: [
        [3, 'it is cut off'],
        [3, 'the file ends before its list does'],
      ],
    });
  });

  it('past words and numbers that are no records', () => {
    expect(split('nothing\n{"a":1}\n[7,{"a":2},"text",[]]')).toEqual({
      values: [
        [2, '{"a":1}'],
        [3, '{"a":2}'],
      ],
      problems: [
        [1, 'this is not a record'],
        [3, 'this is not a record'],
        [3, 'this is not a record'],
        [3, 'this is not a record'],
      ],
    });
  });

  it('past an object that is nested too deep, on one line with others', () => {
    const deep = `{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`;
    expect(split(`[{"a":1},${deep},{"a":2}]`)).toEqual({
      values: [
        [1, '{"a":1}'],
        [1, '{"a":2}'],
      ],
      problems: [[1, 'it is nested too deep']],
    });
    expect(split(`${deep}\n{"a":2}`)).toEqual({ values: [[2, '{"a":2}']], problems: [[1, 'it is nested too deep']] });
  });

  it('past a line of ten megabytes', () => {
    const long = JSON.stringify({ a: 'x'.repeat(10_000_000) });
    expect(split(`{"a":1}\n${long}\n{"a":2}`)).toEqual({
      values: [
        [1, '{"a":1}'],
        [3, '{"a":2}'],
      ],
      problems: [[2, 'it is too large for a record']],
    });
  });

  it('where nothing but opening brackets comes', () => {
    expect(split('{'.repeat(100_000)).problems).toEqual([[1, 'it is cut off']]);
    expect(split('['.repeat(100_000)).problems.length).toBeGreaterThan(0);
  });
});
