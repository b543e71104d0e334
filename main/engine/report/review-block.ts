import type { Position } from '../model/source';

/** How good or bad something is. Only `good` is green. */
export type Tone = 'bad' | 'warn' | 'unknown' | 'good' | 'plain';

/** A piece of a line. Whatever is said is text and is escaped by whoever writes it. */
export type Run =
  /** Words. */
  | { readonly tag: 'text'; readonly text: string }
  | { readonly tag: 'strong'; readonly text: string }
  /** The name of something, as the files have it. */
  | { readonly tag: 'name'; readonly text: string }
  /** File and line. */
  | { readonly tag: 'place'; readonly position: Position }
  /** A word that judges, with a sign, so that it is told without colour. */
  | { readonly tag: 'sign'; readonly tone: Tone; readonly sign: string; readonly word: string }
  /** Another section of the same document. */
  | { readonly tag: 'link'; readonly section: string; readonly text: string };
export type Line = readonly Run[];

export interface Column {
  readonly title: string;
  /** Figures stand to the right. */
  readonly isFigure: boolean;
}

/** Part of a review, before it is a page or Markdown. */
export type Block =
  /** A section with a heading; sections stand in each other. */
  | { readonly tag: 'section'; readonly id: string; readonly title: string; readonly blocks: readonly Block[] }
  /** Sections side by side where there is room. */
  | { readonly tag: 'panels'; readonly panels: readonly Panel[] }
  | { readonly tag: 'paragraph'; readonly line: Line }
  | { readonly tag: 'list'; readonly items: readonly Line[] }
  /** Things to do, with a box to tick. */
  | { readonly tag: 'tasks'; readonly items: readonly Line[] }
  /** The first cell of a row names it. */
  | {
      readonly tag: 'table';
      readonly caption: string;
      readonly columns: readonly Column[];
      readonly rows: readonly (readonly Line[])[];
    }
  | { readonly tag: 'code'; readonly language: 'sh' | 'yaml'; readonly text: string }
  | { readonly tag: 'notice'; readonly tone: Tone; readonly title: string; readonly line: Line }
  /** Shown when asked for. */
  | { readonly tag: 'folded'; readonly summary: Line; readonly blocks: readonly Block[] }
  /** `file`: the same picture in the pack. */
  | { readonly tag: 'picture'; readonly svg: string; readonly caption: string; readonly file: string };

export interface Panel {
  readonly id: string;
  readonly title: string;
  readonly tone: Tone;
  readonly blocks: readonly Block[];
}

/** A whole document. */
export interface Review {
  readonly title: string;
  /** What kind of document it is, above the title. */
  readonly kind: string;
  readonly blocks: readonly Block[];
}
