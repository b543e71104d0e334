import { describe, expect, it } from 'vitest';
import { compileSelector } from '../../../../main/engine/selector/compile-selector';
import { matchSelector, matchSelectorTri, UNKNOWN } from '../../../../main/engine/selector/match-selector';
import { parseSelector } from '../../../../main/engine/selector/parse-selector';
import type { Selector } from '../../../../main/engine/selector/selector';

function parsed(text: string): Selector {
  const result = parseSelector(text);
  if (result.tag === 'error') {
    throw new Error(`${text}: ${result.message}`);
  }
  return result.selector;
}

/** Both ways to ask must give one answer. */
function matches(text: string, labels: Readonly<Record<string, string>>): boolean {
  const selector = parsed(text);
  const answer = matchSelector(selector, labels);
  expect(compileSelector(selector)(labels)).toBe(answer);
  return answer;
}

describe('a selector against known labels', () => {
  it.each([
    ['a == "b"', true, false, false],
    ['a != "b"', false, true, true],
    ['a in {"b", "c"}', true, false, false],
    ['a not in {"b", "c"}', false, true, true],
    ['a in {}', false, false, false],
    ['a not in {}', true, true, true],
    ['a contains "b"', true, true, false],
    ['a contains ""', true, true, false],
    ['a starts with "b"', true, false, false],
    ['a ends with "b"', true, true, false],
    ['has(a)', true, true, false],
    ['!has(a)', false, false, true],
    ['all()', true, true, true],
    ['global()', true, true, true],
    ['', true, true, true],
    ['!global()', false, false, false],
  ])('%j answers %s for "b", %s for "xb", %s without the label', (text, same, other, absent) => {
    expect([matches(text, { a: 'b' }), matches(text, { a: 'xb' }), matches(text, {})]).toEqual([same, other, absent]);
  });

  it('compares values and names with their case', () => {
    expect(matches('a == "B"', { a: 'b' })).toBe(false);
    expect(matches('has(A)', { a: 'b' })).toBe(false);
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('%s is a label like any other', (name) => {
    const labels = JSON.parse(`{ "${name}": "x" }`) as Readonly<Record<string, string>>;
    expect(matches(`has(${name})`, {})).toBe(false);
    expect(matches(`${name} != "x"`, {})).toBe(true);
    expect(matches(`has(${name})`, labels)).toBe(true);
    expect(matches(`${name} == "x"`, labels)).toBe(true);
  });
});

describe('a selector against labels that the snapshot does not know', () => {
  const answer = (text: string): boolean | 'unknown' =>
    matchSelectorTri(parsed(text), (label) => {
      if (label === 'unknown') {
        return UNKNOWN;
      }
      return label === 'yes' ? 'x' : undefined;
    });

  it.each([
    ['has(unknown)', 'unknown'],
    ['unknown == "x"', 'unknown'],
    ['unknown != "x"', 'unknown'],
    ['unknown not in {"x"}', 'unknown'],
    ['unknown contains "x"', 'unknown'],
    ['!has(unknown)', 'unknown'],
    ['has(unknown) && has(yes)', 'unknown'],
    ['has(unknown) && has(no)', false],
    ['has(no) && has(unknown)', false],
    ['has(unknown) || has(yes)', true],
    ['has(unknown) || has(no)', 'unknown'],
    ['!(has(unknown) && has(no))', true],
    ['!(has(unknown) || has(no))', 'unknown'],
    ['all()', true],
  ])('%j is %s', (text, expected) => {
    expect(answer(text)).toBe(expected);
  });
});
