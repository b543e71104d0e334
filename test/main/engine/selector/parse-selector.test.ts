import { describe, expect, it } from 'vitest';
import { parseSelector } from '../../../../main/engine/selector/parse-selector';
import type { Selector } from '../../../../main/engine/selector/selector';

function parsed(text: string): Selector {
  const result = parseSelector(text);
  if (result.tag === 'error') {
    throw new Error(`${text}: ${result.message}`);
  }
  return result.selector;
}

const hasA: Selector = { tag: 'has', label: 'a' };
const hasB: Selector = { tag: 'has', label: 'b' };
const hasC: Selector = { tag: 'has', label: 'c' };

describe('a selector that Calico reads', () => {
  it.each<[string, Selector]>([
    ['', { tag: 'all' }],
    [' \t ', { tag: 'all' }],
    ['all()', { tag: 'all' }],
    ['all( \t)', { tag: 'all' }],
    ['global( )', { tag: 'global' }],
    ['has( a )', hasA],
    ['a=="b"', { tag: 'equals', label: 'a', value: 'b' }],
    ["a != 'b'", { tag: 'not-equals', label: 'a', value: 'b' }],
    ['a contains "b"', { tag: 'contains', label: 'a', value: 'b' }],
    ['a starts with "b"', { tag: 'starts-with', label: 'a', value: 'b' }],
    ['a starts \t with"b"', { tag: 'starts-with', label: 'a', value: 'b' }],
    ['a startswith "b"', { tag: 'starts-with', label: 'a', value: 'b' }],
    ['a endswith "b"', { tag: 'ends-with', label: 'a', value: 'b' }],
    ['a notin {"b"}', { tag: 'not-in', label: 'a', values: ['b'] }],
    ['a in{"b"}', { tag: 'in', label: 'a', values: ['b'] }],
  ])('%j is one test', (text, selector) => {
    expect(parsed(text)).toEqual(selector);
  });

  it('&& binds tighter than ||, and both join any number of operands', () => {
    expect(parsed('has(a) || has(b) && has(c) || has(a)')).toEqual({
      tag: 'or',
      operands: [hasA, { tag: 'and', operands: [hasB, hasC] }, hasA],
    });
  });

  it('parentheses keep a group of the same operator apart', () => {
    expect(parsed('(has(a) && has(b)) && has(c)')).toEqual({
      tag: 'and',
      operands: [{ tag: 'and', operands: [hasA, hasB] }, hasC],
    });
  });

  it('! negates only the test or group that follows, and pairs of it cancel', () => {
    expect(parsed('!has(a) && has(b)')).toEqual({ tag: 'and', operands: [{ tag: 'not', operand: hasA }, hasB] });
    expect(parsed('! a == "b"')).toEqual({ tag: 'not', operand: { tag: 'equals', label: 'a', value: 'b' } });
    expect(parsed('!!has(a)')).toEqual(hasA);
    expect(parsed('! ! !has(a)')).toEqual({ tag: 'not', operand: hasA });
    expect(parsed('!(!has(a))')).toEqual({ tag: 'not', operand: { tag: 'not', operand: hasA } });
  });

  it('every keyword can be the name of a label', () => {
    expect(parsed('all == "x"')).toEqual({ tag: 'equals', label: 'all', value: 'x' });
    expect(parsed('in in {"a"}')).toEqual({ tag: 'in', label: 'in', values: ['a'] });
    expect(parsed('not not in {"a"}')).toEqual({ tag: 'not-in', label: 'not', values: ['a'] });
    expect(parsed('not in {"x"}')).toEqual({ tag: 'in', label: 'not', values: ['x'] });
    expect(parsed('!not in {"x"}')).toEqual({
      tag: 'not',
      operand: { tag: 'in', label: 'not', values: ['x'] },
    });
  });

  it('a label may start with any of its characters and has up to 512 of them', () => {
    expect(parsed('-./_x == ""')).toEqual({ tag: 'equals', label: '-./_x', value: '' });
    const longest = 'x'.repeat(512);
    expect(parsed(`has(${longest})`)).toEqual({ tag: 'has', label: longest });
  });

  it('a literal ends at the next quote of its own kind and holds everything up to it', () => {
    expect(parsed('a == "it\'s \\"')).toEqual({ tag: 'equals', label: 'a', value: "it's \\" });
    expect(parsed("a == 'b\"\n\0é'")).toEqual({ tag: 'equals', label: 'a', value: 'b"\n\0é' });
  });

  it('a set is sorted by code point, holds each value once, and may be empty or end in a comma', () => {
    expect(parsed('a in {}')).toEqual({ tag: 'in', label: 'a', values: [] });
    expect(parsed('a in {"b", \'a\', "b",}')).toEqual({ tag: 'in', label: 'a', values: ['a', 'b'] });
    expect(parsed('a in {"\u{1F600}", "\uFF5E", "Z", "a"}')).toEqual({
      tag: 'in',
      label: 'a',
      values: ['Z', 'a', '\uFF5E', '\u{1F600}'],
    });
  });
});

describe('a selector that Calico refuses', () => {
  it.each<[string, number, string]>([
    ['a = "b"', 2, 'expected =='],
    ['has(a) & has(b)', 7, 'expected &&'],
    ['has(a) | has(b)', 7, 'expected ||'],
    ['a == "b', 5, 'unterminated string'],
    ['a == b', 5, 'expected string'],
    ['a == {"b"}', 5, 'expected string'],
    ['a in "b"', 5, 'expected set literal'],
    ['a in {,}', 6, 'expected }'],
    ['a in {"a" "b"}', 10, 'expected }'],
    ['a in {"a"', 9, 'expected }'],
    ['(has(a)', 7, 'expected )'],
    ['has(a))', 6, 'unexpected content at end of selector'],
    ['has(a) has(b)', 7, 'unexpected content at end of selector'],
    ['has(a) &&', 9, 'unexpected end of string looking for op'],
    ['a', 1, 'unexpected end of string looking for op'],
    ['a ==', 4, 'expected string'],
    ['a && b', 2, 'expected == or != not: &&'],
    ['&& has(a)', 0, 'unexpected token: &&'],
    ['"a" == "b"', 0, 'unexpected token: a string'],
    ['()', 1, 'unexpected token: )'],
    ['has(a', 5, "no closing ')' after has("],
    ['has()', 4, 'expected identifier'],
    ['has (a)', 4, 'expected == or != not: ('],
    ['all(x)', 4, "no closing ')' after all("],
    ['global(', 7, "no closing ')' after global("],
    ['a like "b"', 2, 'expected operator after label'],
    ['a contain "b"', 2, 'expected operator after label'],
    ['a containsb', 2, 'expected operator after label'],
    ['a inside {"b"}', 2, 'expected operator after label'],
    ['a starts\nwith "b"', 2, 'expected operator after label'],
    ['has(a)\n', 6, 'expected identifier'],
    ['has(a)\r\n&& has(b)', 6, 'expected identifier'],
    ['has(a)\u00a0', 6, 'expected identifier'],
    ['é == "x"', 0, 'expected identifier'],
    ['a == "\u{1F600}" == ', 10, 'unexpected content at end of selector'],
    [`has(${'x'.repeat(513)})`, 4, 'label too long: 513 characters, at most 512'],
    [`${'x'.repeat(513)} == "y"`, 0, 'label too long: 513 characters, at most 512'],
  ])('%j has its error at column %i', (text, column, message) => {
    expect(parseSelector(text)).toEqual({ tag: 'error', column, message });
  });

  it('has a limit of its own on nesting, far beyond what anybody writes', () => {
    const nested = (depth: number): string => `${'!('.repeat(depth)}has(a)${')'.repeat(depth)}`;
    expect(parseSelector(nested(999)).tag).toBe('selector');
    expect(parseSelector(nested(1000))).toEqual({
      tag: 'error',
      column: 0,
      message: 'selector nested deeper than 1000 levels',
    });
  });

  it('parentheses that group nothing do not count as nesting', () => {
    expect(parsed(`${'('.repeat(100_000)}has(a)${')'.repeat(100_000)}`)).toEqual(hasA);
    expect(parseSelector('('.repeat(100_000))).toEqual({
      tag: 'error',
      column: 100_000,
      message: 'unexpected end of string looking for op',
    });
  });
});
