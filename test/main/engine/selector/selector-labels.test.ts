import { expect, it } from 'vitest';
import { parseSelector } from '../../../../main/engine/selector/parse-selector';
import { selectorLabels } from '../../../../main/engine/selector/selector-labels';

it('the labels of a selector are listed once each, sorted', () => {
  const parsed = parseSelector('z == "1" && (!has(a) || z in {"2"}) && Z contains "x" && all() && global()');
  expect(parsed.tag === 'selector' && selectorLabels(parsed.selector)).toEqual(['Z', 'a', 'z']);
});
