/** One step into a document: a key of a mapping or an index of a list. */
export type FieldPath = readonly (string | number)[];

/** Which side of the rehearsal a file belongs to. */
export type Role = 'snapshot' | 'changes';

/** What a file was found as. Recorded flows and the workspace file itself describe no cluster. */
export type FileRole = Role | 'flows' | 'workspace';

/** A file as the host read it. `path` is relative to the folder the user chose, with `/`, and never absolute. */
export interface SourceFile {
  readonly role: Role;
  readonly path: string;
  readonly text: string;
}

/**
 * Where an object stands: the slice `[start, end)` (UTF-16 offsets) of the text of `file`, which is `role/path` of the source file.
 * Objects made by the program itself (the safety net, a promoted policy without a file) have `file` `''`.
 */
export interface Origin {
  readonly file: string;
  /** Counts from 0 over the documents of the file. */
  readonly document: number;
  readonly start: number;
  readonly end: number;
  /** 1-based line of `start`. */
  readonly line: number;
}

/** A place to show to a person: 1-based line and column. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The origin of objects that no file holds. */
export const NO_ORIGIN: Origin = { file: '', document: 0, start: 0, end: 0, line: 0 };
