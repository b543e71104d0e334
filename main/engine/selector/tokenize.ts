type TokenTag =
  | 'label'
  | 'string'
  | 'has'
  | 'all'
  | 'global'
  | '('
  | ')'
  | '{'
  | '}'
  | ','
  | '=='
  | '!='
  | '!'
  | '&&'
  | '||'
  | 'in'
  | 'not in'
  | 'contains'
  | 'starts with'
  | 'ends with'
  | 'end';

/** `text` is the label name of `label` and `has`, the literal of `string`, otherwise empty. `column` is the UTF-16 offset of its start. */
export interface Token {
  readonly tag: TokenTag;
  readonly text: string;
  readonly column: number;
}

export interface SelectorError {
  readonly tag: 'error';
  /** UTF-16 offset into the text of the selector, from 0. */
  readonly column: number;
  readonly message: string;
}

/** `end` stands after the last of `tokens`. */
export type Tokens = { readonly tag: 'tokens'; readonly tokens: readonly Token[]; readonly end: Token } | SelectorError;

const LABEL_LIMIT = 512;
const IDENTIFIER = /[a-zA-Z0-9_./-]+/y;
const BLANKS = /[ \t]*/y;
/** `!=` stands before `!`: tokens are as long as they can be. */
const SYMBOLS: readonly TokenTag[] = ['(', ')', '{', '}', ',', '==', '!=', '!', '&&', '||'];
const WORD_OPERATORS: readonly { readonly tag: TokenTag; readonly pattern: RegExp }[] = [
  { tag: 'contains', pattern: /contains/y },
  { tag: 'starts with', pattern: /starts[ \t]*with/y },
  { tag: 'ends with', pattern: /ends[ \t]*with/y },
  { tag: 'not in', pattern: /not[ \t]*in/y },
  { tag: 'in', pattern: /in/y },
];

/**
 * Cuts a selector into tokens. Blanks are space and tab only; words are operators only right after a label.
 * Source: libcalico-go/lib/selector/tokenizer/tokenizer.go AppendTokens (3.30 and later).
 */
export function tokenize(text: string): Tokens {
  const tokens: Token[] = [];
  let column = skipBlanks(text, 0);
  while (column < text.length) {
    const step = tokens.at(-1)?.tag === 'label' ? readAfterLabel(text, column) : readToken(text, column);
    if (step.tag === 'error') {
      return step;
    }
    tokens.push(step.token);
    column = skipBlanks(text, step.end);
  }
  return { tag: 'tokens', tokens, end: { tag: 'end', text: '', column: text.length } };
}

type Step = { readonly tag: 'token'; readonly token: Token; readonly end: number } | SelectorError;

function readAfterLabel(text: string, column: number): Step {
  const plain = readSymbolOrString(text, column);
  if (plain !== undefined) {
    return plain;
  }
  for (const { tag, pattern } of WORD_OPERATORS) {
    const word = matchAt(pattern, text, column);
    if (word !== undefined && matchAt(IDENTIFIER, text, column + word.length) === undefined) {
      return accept(tag, '', column, column + word.length);
    }
  }
  return fail(column, 'expected operator after label');
}

function readToken(text: string, column: number): Step {
  const plain = readSymbolOrString(text, column);
  if (plain !== undefined) {
    return plain;
  }
  if (text.startsWith('has(', column)) {
    return readHas(text, column);
  }
  if (text.startsWith('all(', column)) {
    return readCall('all', text, column);
  }
  if (text.startsWith('global(', column)) {
    return readCall('global', text, column);
  }
  return readIdentifier('label', text, column, column);
}

function readSymbolOrString(text: string, column: number): Step | undefined {
  const symbol = SYMBOLS.find((candidate) => text.startsWith(candidate, column));
  if (symbol !== undefined) {
    return accept(symbol, '', column, column + symbol.length);
  }
  const first = text.charAt(column);
  switch (first) {
    case '=':
      return fail(column, 'expected ==');
    case '&':
      return fail(column, 'expected &&');
    case '|':
      return fail(column, 'expected ||');
    case '"':
    case "'": {
      const close = text.indexOf(first, column + 1);
      return close === -1
        ? fail(column, 'unterminated string')
        : accept('string', text.slice(column + 1, close), column, close + 1);
    }
    default:
      return undefined;
  }
}

function readHas(text: string, column: number): Step {
  const step = readIdentifier('has', text, skipBlanks(text, column + 'has('.length), column);
  return step.tag === 'error' ? step : closeCall(step.token, text, step.end);
}

function readCall(tag: 'all' | 'global', text: string, column: number): Step {
  return closeCall({ tag, text: '', column }, text, column + tag.length + 1);
}

function closeCall(token: Token, text: string, column: number): Step {
  const end = skipBlanks(text, column);
  return text.charAt(end) === ')'
    ? { tag: 'token', token, end: end + 1 }
    : fail(end, `no closing ')' after ${token.tag}(`);
}

function readIdentifier(tag: 'label' | 'has', text: string, start: number, column: number): Step {
  const name = matchAt(IDENTIFIER, text, start);
  if (name === undefined) {
    return fail(start, 'expected identifier');
  }
  if (name.length > LABEL_LIMIT) {
    return fail(start, `label too long: ${name.length} characters, at most ${LABEL_LIMIT}`);
  }
  return accept(tag, name, column, start + name.length);
}

function skipBlanks(text: string, column: number): number {
  return column + (matchAt(BLANKS, text, column)?.length ?? 0);
}

function matchAt(pattern: RegExp, text: string, column: number): string | undefined {
  pattern.lastIndex = column;
  return pattern.exec(text)?.[0];
}

function accept(tag: TokenTag, text: string, column: number, end: number): Step {
  return { tag: 'token', token: { tag, text, column }, end };
}

function fail(column: number, message: string): SelectorError {
  return { tag: 'error', column, message };
}
