/** Gives the 1-based line of an offset. Offsets that ascend cost one pass over the text. */
export function countLines(text: string, firstLine = 1): (offset: number) => number {
  let counted = 0;
  let line = firstLine;
  return (offset) => {
    if (offset < counted) {
      counted = 0;
      line = firstLine;
    }
    for (let at = text.indexOf('\n', counted); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
      line += 1;
      counted = at + 1;
    }
    return line;
  };
}
