/** Gives the 1-based line of an offset. Offsets that ascend cost one pass over the text, however long its lines are. */
export function countLines(text: string, firstLine = 1): (offset: number) => number {
  let line = firstLine;
  let lineStart = 0;
  let newline = text.indexOf('\n');
  return (offset) => {
    if (offset < lineStart) {
      line = firstLine;
      lineStart = 0;
      newline = text.indexOf('\n');
    }
    while (newline !== -1 && newline < offset) {
      line += 1;
      lineStart = newline + 1;
      newline = text.indexOf('\n', lineStart);
    }
    return line;
  };
}
