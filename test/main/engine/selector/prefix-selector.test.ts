import { describe, expect, it } from 'vitest';
import { formatSelector } from '../../../../main/engine/selector/format-selector';
import { parseSelector } from '../../../../main/engine/selector/parse-selector';
import { prefixSelector } from '../../../../main/engine/selector/prefix-selector';

describe('a selector with prefixed labels', () => {
  it('reads every label under its longer name and leaves values, all() and global() alone', () => {
    const parsed = parseSelector(
      'a == "a" && b != "b" && c in {"c"} && d not in {"d"} && (e contains "e" || !f starts with "f") && g ends with "g" && has(h) && all() && global()',
    );
    expect(parsed.tag === 'selector' && formatSelector(prefixSelector(parsed.selector, 'pcns.'))).toBe(
      '(pcns.a == "a" && pcns.b != "b" && pcns.c in {"c"} && pcns.d not in {"d"} && ' +
        '(pcns.e contains "e" || !pcns.f starts with "f") && pcns.g ends with "g" && has(pcns.h) && all() && global())',
    );
  });
});
