import type { FileRole } from './source';

/** What became of one document. */
export type DocumentFate =
  | { readonly tag: 'loaded'; readonly kind: string; readonly count: number }
  | { readonly tag: 'ignored'; readonly why: string }
  | { readonly tag: 'rejected'; readonly why: string };

/** What became of one file: every document of every file appears exactly once. */
export interface FileAccount {
  readonly role: FileRole;
  /** Relative to the chosen folder. */
  readonly path: string;
  readonly bytes: number;
  readonly fate: 'read' | 'ignored' | 'rejected';
  /** Why it was not read; `''` when read. */
  readonly why: string;
  readonly documents: readonly { readonly line: number; readonly fate: DocumentFate }[];
}

/** The import report: shown before anything is drawn. */
export interface Accounting {
  readonly files: readonly FileAccount[];
  /** Objects loaded, by `apiVersion kind`, sorted. */
  readonly loaded: readonly { readonly kind: string; readonly count: number }[];
  /** Objects of kinds that are not read, by `apiVersion kind`, sorted. */
  readonly notRead: readonly { readonly kind: string; readonly count: number }[];
}
