import { assertNever } from '../model/assert-never';
import { compareCodePoints } from './compare-code-points';
import type { Selector } from './selector';

/** The names of all labels that the selector looks at, each once, sorted by code point. */
export function selectorLabels(selector: Selector): readonly string[] {
  const labels = new Set<string>();
  collect(selector, labels);
  return [...labels].toSorted(compareCodePoints);
}

function collect(selector: Selector, labels: Set<string>): void {
  switch (selector.tag) {
    case 'all':
    case 'global':
      return;
    case 'has':
    case 'equals':
    case 'not-equals':
    case 'contains':
    case 'starts-with':
    case 'ends-with':
    case 'in':
    case 'not-in':
      labels.add(selector.label);
      return;
    case 'not':
      collect(selector.operand, labels);
      return;
    case 'and':
    case 'or':
      for (const operand of selector.operands) {
        collect(operand, labels);
      }
      return;
    default:
      assertNever(selector);
  }
}
