import { MAX_SHOWN_LINE } from './limits';
import type { SourceTexts } from './source-texts';

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
  const all = text.split('\n');
  const totalLines = all.length;
  const centre = Math.min(Math.max(line, 1), totalLines);
  const firstLine = Math.max(centre - before, 1);
  const lines = all.slice(firstLine - 1, centre + after).map(shownLine);
  return { file, firstLine, lines, totalLines };
}
