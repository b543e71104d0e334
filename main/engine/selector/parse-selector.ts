import { compareCodePoints } from './compare-code-points';
import type { Selector } from './selector';
import { tokenize } from './tokenize';
import type { SelectorError, Token } from './tokenize';

export type ParsedSelector = { readonly tag: 'selector'; readonly selector: Selector } | SelectorError;

/** Deeper trees are refused, so that no function over selectors runs out of stack; Calico itself has no limit. */
const DEPTH_LIMIT = 1000;

/**
 * Reads a selector exactly as Calico does; empty text is `all()`. The message is Calico's own where it has one.
 * Source: libcalico-go/lib/selector/parser/parser.go parseRoot.
 */
export function parseSelector(text: string): ParsedSelector {
  const tokens = tokenize(text);
  if (tokens.tag === 'error') {
    return tokens;
  }
  const cursor: Cursor = { tokens: tokens.tokens, end: tokens.end, index: 0 };
  const parsed = peek(cursor).tag === 'end' ? accept({ tag: 'all' }) : parseExpression(cursor);
  return parsed.tag === 'selector' && isTooDeep(parsed.selector)
    ? { tag: 'error', column: 0, message: `selector nested deeper than ${DEPTH_LIMIT} levels` }
    : parsed;
}

/** The reading position. */
interface Cursor {
  readonly tokens: readonly Token[];
  readonly end: Token;
  index: number;
}

/** An expression that is being read: the whole text, or the inside of one pair of parentheses. */
interface Group {
  /** What the parentheses stand in; none for the whole text. */
  readonly outer: Group | undefined;
  /** Whether the parentheses are negated. */
  readonly negated: boolean;
  /** The finished operands of `||`. */
  readonly alternatives: Selector[];
  /** The operands of `&&` since the last `||`. */
  operands: Selector[];
}

/** Chains the open groups instead of recursing: how deep they go is decided by whoever wrote the text. */
function parseExpression(cursor: Cursor): ParsedSelector {
  let group = openGroup(undefined, false);
  for (;;) {
    const negated = takeNegations(cursor);
    const token = take(cursor);
    if (token.tag === '(') {
      group = openGroup(group, negated);
      continue;
    }
    const test = parseTest(cursor, token);
    if (test.tag === 'error') {
      return test;
    }
    group.operands.push(negate(test.selector, negated));

    let next = take(cursor);
    while (next.tag === ')' && group.outer !== undefined) {
      group.outer.operands.push(closeGroup(group));
      group = group.outer;
      next = take(cursor);
    }
    if (next.tag === '||') {
      endAlternative(group);
    } else if (next.tag !== '&&') {
      return finish(next, group);
    }
  }
}

function finish(token: Token, group: Group): ParsedSelector {
  if (group.outer !== undefined) {
    return fail(token, 'expected )');
  }
  return token.tag === 'end' ? accept(closeGroup(group)) : fail(token, 'unexpected content at end of selector');
}

function takeNegations(cursor: Cursor): boolean {
  let negated = false;
  while (peek(cursor).tag === '!') {
    take(cursor);
    negated = !negated;
  }
  return negated;
}

function openGroup(outer: Group | undefined, negated: boolean): Group {
  return { outer, negated, alternatives: [], operands: [] };
}

function endAlternative(group: Group): void {
  group.alternatives.push(join('and', group.operands));
  group.operands = [];
}

function closeGroup(group: Group): Selector {
  endAlternative(group);
  return negate(join('or', group.alternatives), group.negated);
}

function join(tag: 'and' | 'or', operands: readonly Selector[]): Selector {
  const [first, second] = operands;
  return first !== undefined && second === undefined ? first : { tag, operands };
}

function negate(selector: Selector, negated: boolean): Selector {
  return negated ? { tag: 'not', operand: selector } : selector;
}

/** Reads one test, whose first token was taken. */
function parseTest(cursor: Cursor, token: Token): ParsedSelector {
  switch (token.tag) {
    case 'has':
      return accept({ tag: 'has', label: token.text });
    case 'all':
    case 'global':
      return accept({ tag: token.tag });
    case 'label':
      return parseLabelTest(cursor, token.text);
    case 'end':
      return fail(token, 'unexpected end of string looking for op');
    default:
      return fail(token, `unexpected token: ${describe(token)}`);
  }
}

function parseLabelTest(cursor: Cursor, label: string): ParsedSelector {
  const operator = take(cursor);
  switch (operator.tag) {
    case '==':
      return parseValueTest(cursor, 'equals', label);
    case '!=':
      return parseValueTest(cursor, 'not-equals', label);
    case 'contains':
      return parseValueTest(cursor, 'contains', label);
    case 'starts with':
      return parseValueTest(cursor, 'starts-with', label);
    case 'ends with':
      return parseValueTest(cursor, 'ends-with', label);
    case 'in':
      return parseSetTest(cursor, 'in', label);
    case 'not in':
      return parseSetTest(cursor, 'not-in', label);
    case 'end':
      return fail(operator, 'unexpected end of string looking for op');
    default:
      return fail(operator, `expected == or != not: ${describe(operator)}`);
  }
}

function parseValueTest(
  cursor: Cursor,
  tag: 'equals' | 'not-equals' | 'contains' | 'starts-with' | 'ends-with',
  label: string,
): ParsedSelector {
  const literal = take(cursor);
  return literal.tag === 'string' ? accept({ tag, label, value: literal.text }) : fail(literal, 'expected string');
}

function parseSetTest(cursor: Cursor, tag: 'in' | 'not-in', label: string): ParsedSelector {
  const open = take(cursor);
  if (open.tag !== '{') {
    return fail(open, 'expected set literal');
  }
  const values = new Set<string>();
  while (peek(cursor).tag === 'string') {
    values.add(take(cursor).text);
    if (peek(cursor).tag !== ',') {
      break;
    }
    take(cursor);
  }
  const close = take(cursor);
  return close.tag === '}'
    ? accept({ tag, label, values: [...values].toSorted(compareCodePoints) })
    : fail(close, 'expected }');
}

function peek(cursor: Cursor): Token {
  return cursor.tokens[cursor.index] ?? cursor.end;
}

function take(cursor: Cursor): Token {
  const token = peek(cursor);
  cursor.index += 1;
  return token;
}

/** Counts levels of the tree, not parentheses, so that a selector and its canonical text are accepted alike. */
function isTooDeep(selector: Selector): boolean {
  let level: readonly Selector[] = [selector];
  for (let depth = 0; depth < DEPTH_LIMIT && level.length > 0; depth += 1) {
    level = level.flatMap(childrenOf);
  }
  return level.length > 0;
}

function childrenOf(selector: Selector): readonly Selector[] {
  switch (selector.tag) {
    case 'not':
      return [selector.operand];
    case 'and':
    case 'or':
      return selector.operands;
    default:
      return [];
  }
}

function describe(token: Token): string {
  return token.tag === 'string' ? 'a string' : token.tag;
}

function accept(selector: Selector): ParsedSelector {
  return { tag: 'selector', selector };
}

function fail(token: Token, message: string): SelectorError {
  return { tag: 'error', column: token.column, message };
}
