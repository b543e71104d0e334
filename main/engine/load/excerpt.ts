import { MAX_SHOWN_LINE } from './limits';
import type { SourceTexts } from './source-texts';
import { countLines } from './source-texts';

/** Lines of a source file. */
export interface Excerpt {
  readonly file: string;
  /** 1-based line of the first of `lines`. */
  readonly firstLine: number;
  readonly lines: readonly string[];
  readonly totalLines: number;
}

function shownLine(line: string): string {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line;
  return text.length > MAX_SHOWN_LINE ? `${text.slice(0, MAX_SHOWN_LINE)}…` : text;
}

/**
 * The lines around a 1-based line, as many as there are. `undefined` when no such file was read.
 * Overlong lines are cut; a line beyond the end shows the last lines.
 */
export function excerpt(
  sources: SourceTexts,
  file: string,
  line: number,
  before: number,
  after: number,
): Excerpt | undefined {
  const text = sources.get(file);
  if (text === undefined) return undefined;
  const totalLines = countLines(text, 0, text.length) + 1;
  const centre = Math.min(Math.max(line, 1), totalLines);
  const firstLine = Math.max(centre - before, 1);
  const lines: string[] = [];
  let at = startOfLine(text, firstLine);
  for (let shown = firstLine; shown <= Math.min(centre + after, totalLines); shown++) {
    const lineFeed = text.indexOf('\n', at);
    const end = lineFeed === -1 ? text.length : lineFeed;
    lines.push(shownLine(text.slice(at, end)));
    at = end + 1;
  }
  return { file, firstLine, lines, totalLines };
}

/** The offset of a 1-based line that there is. Recorded flows are large: their text is walked, not split. */
function startOfLine(text: string, line: number): number {
  let at = 0;
  for (let passed = 1; passed < line; passed++) at = text.indexOf('\n', at) + 1;
  return at;
}
