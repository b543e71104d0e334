import { assertNever } from '../model/assert-never';
import type { Labels } from '../model/resource';
import { readLabel } from './read-label';
import type { Selector, SetSelector, ValueSelector } from './selector';

/** The snapshot cannot tell whether the label is there, or its value. */
export const UNKNOWN: unique symbol = Symbol('unknown label');

/** Whether the labels satisfy the selector. For one selector over many labels, `compileSelector` is quicker. */
export function matchSelector(selector: Selector, labels: Labels): boolean {
  return matchSelectorTri(selector, (label) => readLabel(labels, label)) === true;
}

/**
 * Whether the labels satisfy the selector, where some are unknown: every test of an unknown label is `unknown`, and the operators
 * follow Kleene's three-valued logic. `read` gives `undefined` for a label that is absent.
 */
export function matchSelectorTri(
  selector: Selector,
  read: (label: string) => string | undefined | typeof UNKNOWN,
): boolean | 'unknown' {
  switch (selector.tag) {
    case 'all':
    case 'global':
      return true;
    case 'has': {
      const value = read(selector.label);
      return value === UNKNOWN ? 'unknown' : value !== undefined;
    }
    case 'equals':
    case 'not-equals':
    case 'contains':
    case 'starts-with':
    case 'ends-with':
    case 'in':
    case 'not-in': {
      const value = read(selector.label);
      return value === UNKNOWN ? 'unknown' : testValue(selector, value);
    }
    case 'not': {
      const operand = matchSelectorTri(selector.operand, read);
      return operand === 'unknown' ? 'unknown' : !operand;
    }
    case 'and':
      return matchOperands(selector.operands, read, false);
    case 'or':
      return matchOperands(selector.operands, read, true);
    default:
      return assertNever(selector);
  }
}

/** `deciding` is the answer of one operand that settles the whole group: `false` for `&&`, `true` for `||`. */
function matchOperands(
  operands: readonly Selector[],
  read: (label: string) => string | undefined | typeof UNKNOWN,
  deciding: boolean,
): boolean | 'unknown' {
  let unknown = false;
  for (const operand of operands) {
    const answer = matchSelectorTri(operand, read);
    if (answer === deciding) {
      return deciding;
    }
    unknown ||= answer === 'unknown';
  }
  return unknown ? 'unknown' : !deciding;
}

function testValue(selector: ValueSelector | SetSelector, value: string | undefined): boolean {
  switch (selector.tag) {
    case 'equals':
      return value === selector.value;
    case 'not-equals':
      return value !== selector.value;
    case 'contains':
      return value !== undefined && value.includes(selector.value);
    case 'starts-with':
      return value !== undefined && value.startsWith(selector.value);
    case 'ends-with':
      return value !== undefined && value.endsWith(selector.value);
    case 'in':
      return value !== undefined && selector.values.includes(value);
    case 'not-in':
      return value === undefined || !selector.values.includes(value);
    default:
      return assertNever(selector);
  }
}
