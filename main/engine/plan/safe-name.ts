/** Longest part of a file name that is made of names of objects. */
const MOST_CHARACTERS = 120;

/**
 * Words as one part of a file name that every system takes: small letters, digits, `-` and `.`, never a hidden name and never a way out
 * of the folder. Different words may come to the same: number what has to be told apart.
 */
export function safeName(words: readonly string[]): string {
  const name = words
    .filter((word) => word !== '')
    .join('-')
    .toLowerCase()
    .replaceAll(/[^a-z0-9.-]+/g, '-')
    .replaceAll(/\.{2,}/g, '.')
    .slice(0, MOST_CHARACTERS)
    .replaceAll(/^[-.]+|[-.]+$/g, '');
  return name === '' ? 'unnamed' : name;
}

/** `07` of 12. */
export function numbered(number: number, count: number): string {
  return String(number).padStart(Math.max(2, String(count).length), '0');
}
