import { assertNever } from '../model/assert-never';
import type { Selector } from './selector';

/**
 * The same selector over labels whose names start with `prefix`, e.g. `pcns.`; `all()` and `global()` stay.
 * Names may become longer than the parser accepts: Felix parses the printed result again and then refuses them.
 * Source: libcalico-go/lib/selector/parser/ast.go PrefixVisitor.
 */
export function prefixSelector(selector: Selector, prefix: string): Selector {
  switch (selector.tag) {
    case 'all':
    case 'global':
      return selector;
    case 'has':
    case 'equals':
    case 'not-equals':
    case 'contains':
    case 'starts-with':
    case 'ends-with':
    case 'in':
    case 'not-in':
      return { ...selector, label: prefix + selector.label };
    case 'not':
      return { tag: 'not', operand: prefixSelector(selector.operand, prefix) };
    case 'and':
    case 'or':
      return { tag: selector.tag, operands: selector.operands.map((operand) => prefixSelector(operand, prefix)) };
    default:
      return assertNever(selector);
  }
}
