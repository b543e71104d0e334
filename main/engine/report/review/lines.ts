import { groupDigits } from '../../model/count-words';
import type { Position } from '../../model/source';
import { shortText } from '../visible-text';
import type { Block, Column, Line, Run, Tone } from '../review-block';

/** Names and sentences are cut beyond so many characters: others wrote them. */
const LONGEST = { name: 120, text: 900 } as const;

export function text(words: string): Run {
  return { tag: 'text', text: shortText(words, LONGEST.text) };
}

export function strong(words: string): Run {
  return { tag: 'strong', text: shortText(words, LONGEST.text) };
}

export function name(words: string): Run {
  return { tag: 'name', text: shortText(words, LONGEST.name) };
}

export function sign(tone: Tone, mark: string, word: string): Run {
  return { tag: 'sign', tone, sign: mark, word };
}

/** ` (changes/lockdown.yaml:4)` for the end of a line; nothing where no file holds it. */
export function inBrackets(position: Position | null): Line {
  return isPlaced(position) ? [text(' ('), place(position), text(')')] : [];
}

/** File and line as a cell of their own. */
export function placeCell(position: Position | null): Line {
  return isPlaced(position) ? [place(position)] : [];
}

function isPlaced(position: Position | null): position is Position {
  return position !== null && position.file !== '';
}

function place(position: Position): Run {
  return { tag: 'place', position: { ...position, file: shortText(position.file, LONGEST.name) } };
}

export function paragraph(...line: readonly Run[]): Block {
  return { tag: 'paragraph', line };
}

/** The names, and how many more there are: `a, b and 3 more`. */
export function listNames(names: readonly string[], most: number): Line {
  const rest = names.length - most;
  const shown = names.slice(0, most).flatMap((one, index) => (index === 0 ? [name(one)] : [text(', '), name(one)]));
  return rest > 0 ? [...shown, text(` and ${groupDigits(rest)} more`)] : shown;
}

/** The first `most`, and a line about the rest where there is one. */
export function listAtMost(items: readonly Line[], most: number, elsewhere: string): Block {
  const rest = items.length - most;
  const more: readonly Line[] = rest > 0 ? [[text(`… and ${groupDigits(rest)} more, see ${elsewhere}`)]] : [];
  return { tag: 'list', items: [...items.slice(0, most), ...more] };
}

export interface TableOptions {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Line[])[];
  readonly most: number;
  /** Where the rows that are left out stand, e.g. `differences.csv`. */
  readonly elsewhere: string;
}

/** The first rows of a table, and a line about the rest where there is one. */
export function tableAtMost({ caption, columns, rows, most, elsewhere }: TableOptions): readonly Block[] {
  const rest = rows.length - most;
  const table: Block = { tag: 'table', caption, columns, rows: rows.slice(0, most) };
  return rest > 0
    ? [table, paragraph(text(`… and ${groupDigits(rest)} more, see `), name(elsewhere), text('.'))]
    : [table];
}

export function textColumns(...titles: readonly string[]): readonly Column[] {
  return titles.map((title) => ({ title, isFigure: false }));
}

export function figureColumns(...titles: readonly string[]): readonly Column[] {
  return titles.map((title) => ({ title, isFigure: true }));
}
