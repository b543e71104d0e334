import { describe, expect, it } from 'vitest';
import { formatSelector } from '../../../../main/engine/selector/format-selector';
import { parseSelector } from '../../../../main/engine/selector/parse-selector';

function canonical(text: string): string {
  const parsed = parseSelector(text);
  return parsed.tag === 'error' ? 'error' : formatSelector(parsed.selector);
}

describe('the canonical text of a selector', () => {
  it.each([
    ['', 'all()'],
    ["a=='b'", 'a == "b"'],
    ["a == 'b\"c'", "a == 'b\"c'"],
    ['a != ""', 'a != ""'],
    ['a startswith "b"', 'a starts with "b"'],
    ['a endswith "b"', 'a ends with "b"'],
    ['a contains "b"', 'a contains "b"'],
    ['a in {}', 'a in {}'],
    ['a notin {"c", \'"\', "b", "c"}', 'a not in {\'"\', "b", "c"}'],
    ['has( a )&&global( )', '(has(a) && global())'],
    ['has(a) && has(b) || has(c)', '((has(a) && has(b)) || has(c))'],
    ['(has(a) && has(b)) && has(c)', '((has(a) && has(b)) && has(c))'],
    ['((has(a)))', 'has(a)'],
    ['!(has(a) || has(b))', '!(has(a) || has(b))'],
    ['!(!has(a))', '!!has(a)'],
  ])('of %j is %j', (text, expected) => {
    expect(canonical(text)).toBe(expected);
  });

  it('sorts and thins sets that no parser made', () => {
    expect(formatSelector({ tag: 'in', label: 'a', values: ['\u{1F600}', '\uFF5E', 'b', 'b'] })).toBe(
      'a in {"b", "\uFF5E", "\u{1F600}"}',
    );
  });
});
