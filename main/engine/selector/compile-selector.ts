import { assertNever } from '../model/assert-never';
import type { Labels } from '../model/resource';
import { readLabel } from './read-label';
import type { Selector } from './selector';

/** Answers whether labels satisfy a selector. */
export type LabelMatcher = (labels: Labels) => boolean;

/** `matchSelector` for one selector over many labels. */
export function compileSelector(selector: Selector): LabelMatcher {
  switch (selector.tag) {
    case 'all':
    case 'global':
      return () => true;
    case 'not': {
      const operand = compileSelector(selector.operand);
      return (labels) => !operand(labels);
    }
    case 'and':
      return compileOperands(selector.operands, false);
    case 'or':
      return compileOperands(selector.operands, true);
    case 'has':
    case 'equals':
    case 'not-equals':
    case 'contains':
    case 'starts-with':
    case 'ends-with':
    case 'in':
    case 'not-in':
      return compileTest(selector);
    default:
      return assertNever(selector);
  }
}

/** `deciding` is the answer of one operand that settles the whole group: `false` for `&&`, `true` for `||`. */
function compileOperands(operands: readonly Selector[], deciding: boolean): LabelMatcher {
  const matchers = operands.map(compileSelector);
  return (labels) => {
    for (const matches of matchers) {
      if (matches(labels) === deciding) {
        return deciding;
      }
    }
    return !deciding;
  };
}

type LabelSelector = Extract<Selector, { readonly label: string }>;

function compileTest(selector: LabelSelector): LabelMatcher {
  const { label } = selector;
  // A plain read is several times quicker, and differs only for the names that every object inherits.
  const read = label in Object.prototype ? readLabel : readPlain;
  switch (selector.tag) {
    case 'has':
      return (labels) => read(labels, label) !== undefined;
    case 'equals': {
      const { value } = selector;
      return (labels) => read(labels, label) === value;
    }
    case 'not-equals': {
      const { value } = selector;
      return (labels) => read(labels, label) !== value;
    }
    case 'contains': {
      const { value } = selector;
      return (labels) => read(labels, label)?.includes(value) === true;
    }
    case 'starts-with': {
      const { value } = selector;
      return (labels) => read(labels, label)?.startsWith(value) === true;
    }
    case 'ends-with': {
      const { value } = selector;
      return (labels) => read(labels, label)?.endsWith(value) === true;
    }
    case 'in': {
      const values: ReadonlySet<string | undefined> = new Set(selector.values);
      return (labels) => values.has(read(labels, label));
    }
    case 'not-in': {
      const values: ReadonlySet<string | undefined> = new Set(selector.values);
      return (labels) => !values.has(read(labels, label));
    }
    default:
      return assertNever(selector);
  }
}

function readPlain(labels: Labels, name: string): string | undefined {
  return labels[name];
}
