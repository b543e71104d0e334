/** Widths of letters in parts of the font size, for an ordinary sans-serif face. */
const NARROW = /[ijl.,:;|!'·()[\]]/;
const SLIM = /[frt\-/ ]/;
const WIDE = /[mwMW@%→✕]/;
const CAPITAL = /[A-Z0-9_+−?–]/;

/** About how wide a text is drawn, in pixels. The same on every machine, since no font is asked; errs on the wide side. */
export function estimateTextWidth(text: string, fontSize: number): number {
  let width = 0;
  for (const letter of text) width += letterWidth(letter);
  return Math.ceil(width * fontSize);
}

function letterWidth(letter: string): number {
  if (NARROW.test(letter)) return 0.31;
  if (SLIM.test(letter)) return 0.4;
  if (WIDE.test(letter)) return 0.92;
  if (CAPITAL.test(letter)) return 0.66;
  return 0.59;
}

/** The text, or its beginning with `…`, so that it fits. */
export function shortenText(text: string, fontSize: number, width: number): string {
  if (estimateTextWidth(text, fontSize) <= width) return text;
  const letters = [...text];
  while (letters.length > 1 && estimateTextWidth(`${letters.join('')}…`, fontSize) > width) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}
