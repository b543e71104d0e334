import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileSelector } from '../../../../main/engine/selector/compile-selector';
import { formatSelector } from '../../../../main/engine/selector/format-selector';
import { matchSelector, matchSelectorTri, UNKNOWN } from '../../../../main/engine/selector/match-selector';
import { parseSelector } from '../../../../main/engine/selector/parse-selector';
import { prefixSelector } from '../../../../main/engine/selector/prefix-selector';
import type { Selector } from '../../../../main/engine/selector/selector';
import { selectorLabels } from '../../../../main/engine/selector/selector-labels';

const NAMES = ['a', 'b', 'in', 'not', 'constructor', 'x.io/y'] as const;

const label = fc.constantFrom(...NAMES);
// Short values over few characters, so that the tests are met often; no value holds both quotes, which no selector can write.
const value = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', '"', '\u{1F600}', '\uFF5E'), maxLength: 2 }),
  fc.string({ unit: fc.constantFrom('a', "'", '\n', ' '), maxLength: 2 }),
);
const labels = fc.dictionary(label, value, { noNullPrototype: true });

const { selector } = fc.letrec<{ selector: Selector; test: Selector }>((tie) => ({
  test: fc.oneof(
    fc.record({ tag: fc.constantFrom('all' as const, 'global' as const) }),
    fc.record({ tag: fc.constant('has' as const), label }),
    fc.record({
      tag: fc.constantFrom(
        'equals' as const,
        'not-equals' as const,
        'contains' as const,
        'starts-with' as const,
        'ends-with' as const,
      ),
      label,
      value,
    }),
    fc.record({
      tag: fc.constantFrom('in' as const, 'not-in' as const),
      label,
      values: fc.array(value, { maxLength: 3 }),
    }),
  ),
  selector: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('test'),
    fc.record({ tag: fc.constant('not' as const), operand: tie('selector') }),
    fc.record({
      tag: fc.constantFrom('and' as const, 'or' as const),
      operands: fc.array(tie('selector'), { minLength: 2, maxLength: 3 }),
    }),
  ),
}));

function parsed(text: string): Selector {
  const result = parseSelector(text);
  if (result.tag === 'error') {
    throw new Error(`${text}: ${result.message}`);
  }
  return result.selector;
}

it('a printed selector reads back, means the same and prints the same apart from pairs of !', () => {
  fc.assert(
    fc.property(selector, labels, (tree, known) => {
      const text = formatSelector(tree);
      const again = parsed(text);
      expect(matchSelector(again, known)).toBe(matchSelector(tree, known));
      expect(formatSelector(again)).toBe(text.replaceAll('!!', ''));
    }),
  );
});

it('the canonical text of a text that was read is final after one more reading', () => {
  fc.assert(
    fc.property(selector, (tree) => {
      const once = formatSelector(parsed(formatSelector(tree)));
      expect(formatSelector(parsed(once))).toBe(once);
    }),
  );
});

it('the compiled, the plain and the three-valued answer agree when every label is known', () => {
  fc.assert(
    fc.property(selector, labels, (tree, known) => {
      const answer = matchSelector(tree, known);
      expect(compileSelector(tree)(known)).toBe(answer);
      expect(matchSelectorTri(tree, (name) => (Object.hasOwn(known, name) ? known[name] : undefined))).toBe(answer);
    }),
  );
});

it('a three-valued answer that is not unknown holds whatever the unknown labels turn out to be', () => {
  fc.assert(
    fc.property(selector, labels, fc.subarray([...NAMES]), labels, (tree, known, unknown, truth) => {
      const names = new Set<string>(unknown);
      const read = (source: Readonly<Record<string, string>>, name: string): string | undefined =>
        Object.hasOwn(source, name) ? source[name] : undefined;
      const answer = matchSelectorTri(tree, (name) => (names.has(name) ? UNKNOWN : read(known, name)));
      fc.pre(answer !== 'unknown');
      expect(matchSelectorTri(tree, (name) => read(names.has(name) ? truth : known, name))).toBe(answer);
    }),
  );
});

it('two negations cancel, and a negated group is the other group of negations', () => {
  fc.assert(
    fc.property(fc.array(selector, { minLength: 1, maxLength: 3 }), labels, (operands, known) => {
      const not = (operand: Selector): Selector => ({ tag: 'not', operand });
      const both = (left: Selector, right: Selector): void =>
        expect(matchSelector(left, known)).toBe(matchSelector(right, known));
      both(not({ tag: 'and', operands }), { tag: 'or', operands: operands.map(not) });
      both(not({ tag: 'or', operands }), { tag: 'and', operands: operands.map(not) });
      for (const operand of operands) {
        both(not(not(operand)), operand);
      }
    }),
  );
});

it('only the listed labels matter', () => {
  fc.assert(
    fc.property(selector, labels, (tree, known) => {
      const listed = new Set(selectorLabels(tree));
      const rest = Object.fromEntries(Object.entries(known).filter(([name]) => listed.has(name)));
      expect(matchSelector(tree, rest)).toBe(matchSelector(tree, known));
    }),
  );
});

it('a prefixed selector sees prefixed labels as the selector sees the plain ones', () => {
  fc.assert(
    fc.property(selector, labels, (tree, known) => {
      const prefixed = Object.fromEntries(Object.entries(known).map(([name, text]) => [`pcns.${name}`, text]));
      expect(matchSelector(prefixSelector(tree, 'pcns.'), prefixed)).toBe(matchSelector(tree, known));
    }),
  );
});

it('a text is read, and then its canonical text too, or its error lies in the text or at its end', () => {
  const fragment = fc.constantFrom(
    ...'a,not,in,has(,all(,global(,starts,with,contains,(,),{,},==,!=,!,&&,||,&,",\',"x", ,\t,\n,\u{1F600}'.split(','),
    ',',
  );
  fc.assert(
    fc.property(fc.array(fragment, { maxLength: 12 }), (fragments) => {
      const text = fragments.join('');
      const result = parseSelector(text);
      const sound =
        result.tag === 'error'
          ? result.column >= 0 && result.column <= text.length
          : parseSelector(formatSelector(result.selector)).tag === 'selector';
      expect(sound).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

it('every function over selectors stands the deepest selector that can be read', () => {
  const depth = 333;
  const deepest = `${'has(a) || has(a) && !('.repeat(depth)}has(b)${')'.repeat(depth)}`;
  const tree = parsed(deepest);
  expect(formatSelector(parsed(formatSelector(tree)))).toBe(formatSelector(tree));
  expect(selectorLabels(prefixSelector(tree, 'x.'))).toEqual(['x.a', 'x.b']);
  for (const known of [{ a: '' }, { b: '' }, {}]) {
    expect(matchSelector(tree, known)).toBe('a' in known);
    expect(compileSelector(tree)(known)).toBe('a' in known);
  }
});
