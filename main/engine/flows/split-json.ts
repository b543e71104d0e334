import { MAX_RECORD_DEPTH, MAX_RECORD_LENGTH } from './limits';
import { countLines } from './count-lines';

/** Where the pieces of a text go, in their order. */
export interface JsonSink {
  /** The text of one object that may be a record, and its 1-based line. */
  value(text: string, line: number): void;
  problem(line: number, why: string): void;
  /** True once no more are wanted. */
  full(): boolean;
}

/** Lists of records stand under these names, or bare. */
const LIST_NAMES: ReadonlySet<string> = new Set(['"items"', '"flows"']);

const QUOTE = 34;
const COMMA = 44;
const BACKSLASH = 92;
const NEWLINE = 10;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;

/**
 * Cuts a text into its records by counting brackets: objects one after the other, one per line or indented, or the members of a list
 * that is the whole text or stands under `items` or `flows`. What is broken is told with its line, and reading goes on at the next line
 * that begins as the broken object did. One pass, whatever the text.
 */
export function splitJson(text: string, sink: JsonSink, firstLine = 1): void {
  const lineOf = countLines(text, firstLine);
  const extents = createExtents(text);
  let at = text.startsWith('\uFEFF') ? 1 : 0;

  const skipFiller = (): number => {
    while (at < text.length && isFiller(text.charCodeAt(at))) at += 1;
    return at < text.length ? text.charCodeAt(at) : -1;
  };

  const reject = (start: number, why: string, indentation: string | null): void => {
    sink.problem(lineOf(start), why);
    const next = text.indexOf(indentation === null ? '\n' : `\n${indentation}{`, extents.brokenAt());
    at = next < 0 ? text.length : next + 1;
  };

  const rejectOther = (): void => {
    sink.problem(lineOf(at), 'this is not a record');
    const end = extents.endOf(at, null);
    at = end < 0 ? Math.max(at + 1, extents.brokenAt()) : end;
  };

  const hand = (start: number): void => {
    if (at - start > MAX_RECORD_LENGTH) sink.problem(lineOf(start), 'it is too large for a record');
    else if (extents.deepest() > MAX_RECORD_DEPTH) sink.problem(lineOf(start), 'it is nested too deep');
    else sink.value(text.slice(start, at), lineOf(start));
  };

  const readList = (): void => {
    at += 1;
    for (let code = skipFiller(); code >= 0 && !sink.full(); code = skipFiller()) {
      if (code === CLOSE_BRACKET || code === CLOSE_BRACE) {
        at += code === CLOSE_BRACKET ? 1 : 0;
        return;
      }
      if (code !== OPEN_BRACE) {
        rejectOther();
        continue;
      }
      const start = at;
      const indentation = blankBefore(text, start);
      extents.begin();
      at = extents.endOf(start, indentation);
      if (at < 0) reject(start, extents.why(), indentation);
      else hand(start);
    }
    if (!sink.full()) sink.problem(lineOf(text.length), 'the file ends before its list does');
  };

  /** An object that is a record, or holds a list of them. */
  const readObject = (): void => {
    const start = at;
    const indentation = blankBefore(text, start);
    let holdsList = false;
    let key = '';
    extents.begin();
    at += 1;
    for (let code = skipFiller(); code >= 0; code = skipFiller()) {
      if (sink.full()) return;
      if (code === CLOSE_BRACE) {
        at += 1;
        if (!holdsList) hand(start);
        return;
      }
      if (code === OPEN_BRACKET && LIST_NAMES.has(key)) {
        holdsList = true;
        readList();
        continue;
      }
      const from = at;
      at = code === CLOSE_BRACKET ? at + 1 : extents.endOf(from, indentation);
      if (at < 0) {
        reject(start, extents.why(), indentation);
        return;
      }
      if (code === QUOTE) key = text.slice(from, Math.min(at, from + 8));
    }
    if (!holdsList) sink.problem(lineOf(start), CUT_OFF);
  };

  for (let code = skipFiller(); code >= 0 && !sink.full(); code = skipFiller()) {
    if (code === OPEN_BRACE) readObject();
    else if (code === OPEN_BRACKET) readList();
    else rejectOther();
  }
}

const CUT_OFF = 'it is cut off';

interface Extents {
  /** Another record: nothing was seen of it. */
  begin(): void;
  /** The offset behind the value that begins here; −1: it is broken. `indentation`: a line that begins with it and `{` is the next record. */
  endOf(start: number, indentation: string | null): number;
  why(): string;
  brokenAt(): number;
  /** Brackets that were open at once since the record began. */
  deepest(): number;
}

function createExtents(text: string): Extents {
  let why = '';
  let brokenAt = 0;
  let deepest = 0;
  /** The first newline at or behind the place that was looked at last. */
  let newline = text.indexOf('\n');

  const broken = (at: number, reason: string): number => {
    why = reason;
    brokenAt = at;
    return -1;
  };

  const endOfText = (start: number): number => {
    if (newline >= 0 && newline < start) newline = text.indexOf('\n', start);
    const end = endOfString(text, start);
    if (end < 0) return broken(newline < 0 ? text.length : newline, CUT_OFF);
    return newline >= 0 && newline < end ? broken(newline, 'a text in it is not closed') : end;
  };

  return {
    endOf(start, indentation) {
      const first = text.charCodeAt(start);
      if (first === QUOTE) return endOfText(start);
      if (first !== OPEN_BRACE && first !== OPEN_BRACKET) return endOfOther(text, start);
      let depth = 0;
      let at = start;
      while (at < text.length) {
        const code = text.charCodeAt(at);
        if (code === QUOTE) {
          at = endOfText(at);
          if (at < 0) return -1;
          continue;
        }
        if (code === OPEN_BRACE || code === OPEN_BRACKET) {
          const line = code === OPEN_BRACE && at !== start ? lineBegunBy(text, at, indentation) : -1;
          if (line >= 0) return broken(line, CUT_OFF);
          depth += 1;
          if (depth > deepest) deepest = depth;
        } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
          depth -= 1;
          if (depth === 0) return at + 1;
        }
        at += 1;
      }
      return broken(text.length, CUT_OFF);
    },
    begin() {
      deepest = 0;
    },
    why: () => why,
    brokenAt: () => brokenAt,
    deepest: () => deepest,
  };
}

function isFiller(code: number): boolean {
  return code === 32 || code === NEWLINE || code === 13 || code === 9 || code === COMMA || code === COLON;
}

const COLON = 58;

function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return at + 1;
  }
  return -1;
}

/** A number or a word ends where something else can begin. */
function endOfOther(text: string, start: number): number {
  OTHER_END.lastIndex = start + 1;
  const found = OTHER_END.exec(text);
  return found === null ? text.length : found.index;
}

const OTHER_END = /[\s,{}[\]]/g;

/** The blanks between the start of the line and this place; `null` where something else stands there. */
function blankBefore(text: string, at: number): string | null {
  let first = at;
  while (first > 0 && isBlank(text.charCodeAt(first - 1))) first -= 1;
  return first === 0 || text.charCodeAt(first - 1) === NEWLINE ? text.slice(first, at) : null;
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

/** The newline in front of a line that begins with this indentation and then this place; −1: there is none. */
function lineBegunBy(text: string, at: number, indentation: string | null): number {
  if (indentation === null) return -1;
  const before = at - indentation.length - 1;
  return text.charCodeAt(before) === NEWLINE && text.startsWith(indentation, before + 1) ? before : -1;
}
