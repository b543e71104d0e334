import { groupDigits } from '../engine/model/count-words';

/** The first `most` lines, and one that counts the rest where there is one. */
export function listAtMost(lines: readonly string[], most: number, where = '--json lists all'): readonly string[] {
  const rest = lines.length - most;
  return rest > 0 ? [...lines.slice(0, most), `… and ${groupDigits(rest)} more (${where})`] : lines;
}
