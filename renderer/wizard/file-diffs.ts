import type { ChangeFile } from '../../main/engine/model/plan';
import { diffLines, type DiffLine } from './line-diff';

/** A change file beside what takes it back, and what it changes line by line. */
export interface FileDiff {
  readonly file: ChangeFile;
  /** The file that restores what was there before; `null` where the step only adds. */
  readonly rollback: ChangeFile | null;
  readonly lines: readonly DiffLine[];
  readonly added: number;
  readonly removed: number;
}

/**
 * Each file against what was there before. A rollback restores that, so the rollback file of the same name is the text
 * before; a file without one adds everything.
 */
export function diffFiles(files: readonly ChangeFile[], rollback: readonly ChangeFile[]): readonly FileDiff[] {
  const before = new Map(rollback.map((file) => [nameOf(file.path), file]));
  return files.map((file) => {
    const previous = before.get(nameOf(file.path)) ?? null;
    const lines = diffLines(previous?.text ?? '', file.text);
    const count = (tag: DiffLine['tag']) => lines.filter((line) => line.tag === tag).length;
    return { file, rollback: previous, lines, added: count('added'), removed: count('removed') };
  });
}

/** Rollback files that no change file pairs with. */
export function restOfRollback(files: readonly ChangeFile[], rollback: readonly ChangeFile[]): readonly ChangeFile[] {
  const names = new Set(files.map(({ path }) => nameOf(path)));
  return rollback.filter(({ path }) => !names.has(nameOf(path)));
}

export function nameOf(path: string): string {
  return path.split('/').at(-1) ?? path;
}

/** What is shown of a long diff: lines, and how many equal ones were left out between them. */
export type FoldedLine = DiffLine | { readonly tag: 'folded'; readonly count: number };

const CONTEXT = 3;

/** Leaves out equal lines that are more than three away from a change. A text that only adds or removes stays whole. */
export function foldLines(lines: readonly DiffLine[]): readonly FoldedLine[] {
  const near = new Set<number>();
  for (const [index, line] of lines.entries()) {
    if (line.tag === 'same') continue;
    for (let place = index - CONTEXT; place <= index + CONTEXT; place += 1) near.add(place);
  }
  const shown: FoldedLine[] = [];
  let folded = 0;
  for (const [index, line] of lines.entries()) {
    if (!near.has(index)) {
      folded += 1;
      continue;
    }
    if (folded > 0) shown.push({ tag: 'folded', count: folded });
    folded = 0;
    shown.push(line);
  }
  if (folded > 0) shown.push({ tag: 'folded', count: folded });
  return shown;
}
