import type { Position } from '../model/source';

/** `changes/lockdown.yaml:4`; the file alone when the position is the file as a whole; `''` when no file holds it. */
export function formatPosition(position: Position | null): string {
  if (position === null || position.file === '') return '';
  return position.line === 0 ? position.file : `${position.file}:${position.line}`;
}

/** ` (changes/lockdown.yaml:4)`, for the end of a sentence, or `''`. */
export function positionInBrackets(position: Position | null): string {
  const place = formatPosition(position);
  return place === '' ? '' : ` (${place})`;
}
