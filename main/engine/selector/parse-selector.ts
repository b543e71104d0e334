import { compareCodePoints } from './compare-code-points';
import type { Selector } from './selector';
import { tokenize } from './tokenize';
import type { SelectorError, Token } from './tokenize';

export type ParsedSelector = { readonly tag: 'selector'; readonly selector: Selector } | SelectorError;

/** Deeper nesting is refused so that no reader of a selector runs out of stack; Calico itself has no limit. */
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
  if (peek(cursor).tag === 'end') {
    return { tag: 'selector', selector: { tag: 'all' } };
  }
  const parsed = parseOr(cursor, 0);
  const next = peek(cursor);
  return parsed.tag === 'error' || next.tag === 'end' ? parsed : fail(next, 'unexpected content at end of selector');
}

/** The reading position. */
interface Cursor {
  readonly tokens: readonly Token[];
  readonly end: Token;
  index: number;
}

function parseOr(cursor: Cursor, depth: number): ParsedSelector {
  return parseOperands(cursor, 'or', '||', () => parseAnd(cursor, depth));
}

function parseAnd(cursor: Cursor, depth: number): ParsedSelector {
  return parseOperands(cursor, 'and', '&&', () => parseOperation(cursor, depth));
}

function parseOperands(
  cursor: Cursor,
  tag: 'and' | 'or',
  separator: '&&' | '||',
  parseOperand: () => ParsedSelector,
): ParsedSelector {
  const first = parseOperand();
  if (first.tag === 'error' || peek(cursor).tag !== separator) {
    return first;
  }
  const operands = [first.selector];
  while (peek(cursor).tag === separator) {
    take(cursor);
    const operand = parseOperand();
    if (operand.tag === 'error') {
      return operand;
    }
    operands.push(operand.selector);
  }
  return { tag: 'selector', selector: { tag, operands } };
}

function parseOperation(cursor: Cursor, depth: number): ParsedSelector {
  let negated = false;
  while (peek(cursor).tag === '!') {
    take(cursor);
    negated = !negated;
  }
  const operand = parsePrimary(cursor, depth);
  return operand.tag === 'error' || !negated ? operand : accept({ tag: 'not', operand: operand.selector });
}

function parsePrimary(cursor: Cursor, depth: number): ParsedSelector {
  const token = take(cursor);
  switch (token.tag) {
    case 'has':
      return accept({ tag: 'has', label: token.text });
    case 'all':
    case 'global':
      return accept({ tag: token.tag });
    case 'label':
      return parseLabelTest(cursor, token.text);
    case '(':
      return parseGroup(cursor, token, depth + 1);
    case 'end':
      return fail(token, 'unexpected end of string looking for op');
    default:
      return fail(token, `unexpected token: ${describe(token)}`);
  }
}

function parseGroup(cursor: Cursor, open: Token, depth: number): ParsedSelector {
  if (depth > DEPTH_LIMIT) {
    return fail(open, `parentheses nested deeper than ${DEPTH_LIMIT} levels`);
  }
  const inner = parseOr(cursor, depth);
  if (inner.tag === 'error') {
    return inner;
  }
  const close = take(cursor);
  return close.tag === ')' ? inner : fail(close, 'expected )');
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
    ? accept({ tag, label, values: [...values].sort(compareCodePoints) })
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

function describe(token: Token): string {
  switch (token.tag) {
    case 'label':
      return token.text;
    case 'has':
      return `has(${token.text})`;
    case 'all':
    case 'global':
      return `${token.tag}()`;
    case 'string':
      return 'a string';
    default:
      return token.tag;
  }
}

function accept(selector: Selector): ParsedSelector {
  return { tag: 'selector', selector };
}

function fail(token: Token, message: string): SelectorError {
  return { tag: 'error', column: token.column, message };
}
