/** What a spreadsheet takes for a formula when a cell begins with it, also after blanks and apostrophes, and in full width. */
const FORMULA = /^[\s']*[=+\-@＝＋－＠]|^'*[\t\r\n]/u;

/** Cells that need no quotation marks in any spreadsheet, whatever it takes for a separator. */
const PLAIN = /^[\p{L}\p{N}_./:→ -]*$/u;

/**
 * Rows as CSV (RFC 4180, every line ends in CR LF). A cell that a spreadsheet would run as a formula gets an apostrophe in front, which
 * spreadsheets do not show; one apostrophe less gives the cell back.
 */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(writeCell).join(',')}\r\n`).join('');
}

function writeCell(cell: string): string {
  const guarded = FORMULA.test(cell) ? `'${cell}` : cell;
  return PLAIN.test(guarded) && guarded.trim() === guarded ? guarded : `"${guarded.replaceAll('"', '""')}"`;
}
