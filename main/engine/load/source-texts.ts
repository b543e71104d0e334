import type { Origin, Position } from '../model/source';
import { MAX_DIAGNOSTIC_EXCERPT } from './limits';

/** The texts that were read, by `role/path`, without byte order mark. All offsets count in them. */
export type SourceTexts = ReadonlyMap<string, string>;

/** The start of the line that holds `offset`. */
export function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** The end of the line that holds `offset`, before its line break. */
export function lineEnd(text: string, offset: number): number {
  const lineFeed = text.indexOf('\n', offset);
  if (lineFeed === -1) return text.length;
  return lineFeed > 0 && text.charCodeAt(lineFeed - 1) === 13 && lineFeed > offset ? lineFeed - 1 : lineFeed;
}

/** How many line feeds stand in `[from, to)`. */
export function countLines(text: string, from: number, to: number): number {
  // Not searched beyond `to`: the rest of a file on one line is as long as the file.
  const part = text.slice(from, to);
  let count = 0;
  for (let at = part.indexOf('\n'); at !== -1; at = part.indexOf('\n', at + 1)) count++;
  return count;
}

/** Returns the 1-based line of an offset. Cheap as long as it is asked in ascending order. */
export function lineCounter(text: string): (offset: number) => number {
  let counted = 0;
  let line = 1;
  return (offset) => {
    if (offset < counted) {
      counted = 0;
      line = 1;
    }
    line += countLines(text, counted, offset);
    counted = offset;
    return line;
  };
}

/** The position of an offset whose line is known. Columns are 1-based UTF-16 code units. */
export function positionAt(file: string, text: string, offset: number, line: number): Position {
  return { file, line, column: offset - lineStart(text, offset) + 1 };
}

/** The offset of a position in an object. It is sought from the object on, as positions before it (of an alias) are rare. */
export function offsetOfPosition(text: string, origin: Origin, position: Position): number {
  const isBefore = position.line < origin.line;
  let start = isBefore ? 0 : lineStart(text, origin.start);
  for (let line = isBefore ? 1 : origin.line; line < position.line; line++) start = text.indexOf('\n', start) + 1;
  return start + position.column - 1;
}

/** How much of an overlong line stands before the place that an excerpt is about. */
const EXCERPT_LEAD = 40;

/** The line that holds `offset`, without surrounding blanks; of an overlong line as much around `offset` as a diagnostic may carry. */
export function lineExcerpt(text: string, offset: number): string {
  const start = lineStart(text, offset);
  const end = lineEnd(text, offset);
  if (end - start <= MAX_DIAGNOSTIC_EXCERPT) return text.slice(start, end).trim();
  const from = offset - start < MAX_DIAGNOSTIC_EXCERPT - EXCERPT_LEAD ? start : offset - EXCERPT_LEAD;
  const lead = from === start ? '' : '…';
  const room = MAX_DIAGNOSTIC_EXCERPT - lead.length - 1;
  const shown = text.slice(from, Math.min(end, from + room)).trim();
  return `${lead}${shown}${from + room < end ? '…' : ''}`;
}
