import { groupDigits } from '../model/count-words';

/** Controls, surrogates without a partner, and marks without a shape: among them those that turn the reading direction. */
const WITHOUT_SHAPE = /[\p{Cc}\p{Cf}\p{Cs}]/gu;

/**
 * Text by others on one line, as it can be seen: breaks and tabs become blanks, and what has no shape is written out as
 * `‹U+202E›`, so that no name can pass for another.
 */
export function visibleText(text: string): string {
  return text
    .replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, ' ')
    .replace(WITHOUT_SHAPE, (mark) => `‹U+${codeOf(mark).toString(16).toUpperCase().padStart(4, '0')}›`);
}

function codeOf(mark: string): number {
  return mark.codePointAt(0) ?? 0;
}

/** As `visibleText`, of at most `most` characters; what is cut says how long it was. */
export function shortText(text: string, most: number): string {
  const characters = [...text];
  if (characters.length <= most) return visibleText(text);
  return `${visibleText(characters.slice(0, most).join(''))}… (${groupDigits(characters.length)} characters)`;
}

/** As `visibleText`, for text of several lines: breaks and tabs stay. */
export function visibleLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/\r$/, '').split('\t').map(visibleText).join('\t'))
    .join('\n');
}
