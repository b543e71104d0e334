import type { Position } from '../model/source';
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
  let count = 0;
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) count++;
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

/** The line that holds `offset`, without surrounding blanks, cut to what a diagnostic may carry. */
export function lineExcerpt(text: string, offset: number): string {
  const start = lineStart(text, offset);
  const line = text.slice(start, Math.min(lineEnd(text, offset), start + 4 * MAX_DIAGNOSTIC_EXCERPT)).trim();
  return line.length > MAX_DIAGNOSTIC_EXCERPT ? `${line.slice(0, MAX_DIAGNOSTIC_EXCERPT - 1)}…` : line;
}
