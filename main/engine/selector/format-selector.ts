import { assertNever } from '../model/assert-never';
import { compareCodePoints } from './compare-code-points';
import type { Selector, SetSelector, ValueSelector } from './selector';

/**
 * Calico's canonical text of a selector: sets sorted by code point and without repetitions, every `&&` and `||` group in parentheses of its own.
 * Source: libcalico-go/lib/selector/parser/ast.go collectFragments.
 */
export function formatSelector(selector: Selector): string {
  switch (selector.tag) {
    case 'all':
      return 'all()';
    case 'global':
      return 'global()';
    case 'has':
      return `has(${selector.label})`;
    case 'equals':
    case 'not-equals':
    case 'contains':
    case 'starts-with':
    case 'ends-with':
      return `${selector.label} ${VALUE_OPERATORS[selector.tag]} ${quote(selector.value)}`;
    case 'in':
    case 'not-in':
      return formatSetTest(selector);
    case 'not':
      return `!${formatSelector(selector.operand)}`;
    case 'and':
      return `(${selector.operands.map(formatSelector).join(' && ')})`;
    case 'or':
      return `(${selector.operands.map(formatSelector).join(' || ')})`;
    default:
      return assertNever(selector);
  }
}

const VALUE_OPERATORS: Readonly<Record<ValueSelector['tag'], string>> = {
  equals: '==',
  'not-equals': '!=',
  contains: 'contains',
  'starts-with': 'starts with',
  'ends-with': 'ends with',
};

function formatSetTest(selector: SetSelector): string {
  const values = [...new Set(selector.values)].toSorted(compareCodePoints);
  return `${selector.label} ${selector.tag === 'in' ? 'in' : 'not in'} {${values.map(quote).join(', ')}}`;
}

function quote(value: string): string {
  return value.includes('"') ? `'${value}'` : `"${value}"`;
}
