/** Columns of a line: what a terminal, a log and a pull request show without scrolling. */
const COLUMNS = 100;

const ESCAPE_SEQUENCES = new RegExp('\u001b\\[\\d+m', 'g');

/** What begins a line that is to be copied as it is. */
const COMMAND = '$ ';

/**
 * Breaks lines between words so that they fit, and sets what follows in under its line. Words that do not fit stay whole, and so do commands
 * (`$ kubectl …`), which somebody may copy. Escape sequences take no room.
 */
export function wrapLines(lines: readonly string[]): readonly string[] {
  return lines.flatMap(wrapLine);
}

function wrapLine(line: string): readonly string[] {
  const [indentation = ''] = /^ */.exec(line) ?? [];
  const text = line.slice(indentation.length);
  if (widthOf(line) <= COLUMNS || text.startsWith(COMMAND)) return [line];
  const wrapped: string[] = [];
  let current = '';
  for (const word of text.split(' ')) {
    const longer = current === '' ? indentation + word : `${current} ${word}`;
    if (current === '' || widthOf(longer) <= COLUMNS) {
      current = longer;
    } else {
      wrapped.push(current);
      current = `${indentation}  ${word}`;
    }
  }
  return [...wrapped, current];
}

function widthOf(text: string): number {
  return [...text.replaceAll(ESCAPE_SEQUENCES, '')].length;
}
