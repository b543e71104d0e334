import { MAX_DEPTH } from './limits';
import type { Span } from './span';

const QUOTE = 34;
const BACKSLASH = 92;
const COMMA = 44;

export type JsonScan =
  /** The values that stand one after the other, with the spans of their list items. */
  | { readonly tag: 'values'; readonly values: readonly Span[] }
  | { readonly tag: 'too-deep'; readonly offset: number }
  /** The brackets do not match, or something else stands between the values. */
  | { readonly tag: 'not-json' };

interface OpenSpan {
  readonly start: number;
  end: number;
  readonly items: OpenSpan[];
}

function isBlank(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

/** The offset behind a text in double quotes that begins at `start`; -1 when it does not end before `end`. */
export function endOfString(text: string, start: number, end: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1 && at < end; at = text.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return at + 1;
  }
  return -1;
}

/**
 * Finds where the values in `[start, end)` and their list items stand, by brackets alone: `JSON.parse` tells no offsets.
 * What it accepts need not be JSON.
 */
export function scanJson(text: string, start: number, end: number): JsonScan {
  const values: OpenSpan[] = [];
  const closers: number[] = [];
  /** For each open bracket: the span it belongs to, and whether its members are list items of that span. */
  const owners: { readonly span: OpenSpan | null; readonly isList: boolean }[] = [];
  let lastString = '';
  let at = start;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      if (closers.length === 0) return { tag: 'not-json' };
      const after = endOfString(text, at, end);
      if (after === -1) return { tag: 'not-json' };
      const owner = owners[owners.length - 1];
      if (owner !== undefined && owner.span !== null && !owner.isList)
        lastString = after - at < 10 ? text.slice(at, after) : '';
      at = after;
      continue;
    }
    if (code === 123 || code === 91) {
      if (closers.length >= MAX_DEPTH) return { tag: 'too-deep', offset: at };
      const owner = owners[owners.length - 1];
      const isArray = code === 91;
      let span: OpenSpan | null = null;
      let isList = false;
      if (owner === undefined) {
        span = { start: at, end: at, items: [] };
        values.push(span);
        isList = isArray;
      } else if (owner.span !== null && owner.isList) {
        span = { start: at, end: at, items: [] };
        owner.span.items.push(span);
        isList = isArray;
      } else if (owner.span !== null && isArray && lastString === '"items"') {
        span = owner.span;
        isList = true;
      }
      owners.push({ span, isList });
      closers.push(isArray ? 93 : 125);
    } else if (code === 125 || code === 93) {
      if (closers.pop() !== code) return { tag: 'not-json' };
      const owner = owners.pop();
      if (owner !== undefined && owner.span !== null) owner.span.end = at + 1;
    } else if (closers.length === 0 && !isBlank(code) && code !== COMMA) {
      return { tag: 'not-json' };
    }
    at++;
  }
  return closers.length === 0 && values.length > 0 ? { tag: 'values', values } : { tag: 'not-json' };
}
