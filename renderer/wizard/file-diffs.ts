import type { ChangeFile } from '../../main/engine/model/plan';
import { diffLines, type DiffLine } from './line-diff';
import { objectsIn } from './objects-in';

/** A change file beside what takes it back, and what it changes line by line. */
export interface FileDiff {
  readonly file: ChangeFile;
  /** The file that takes it back; `null` where none speaks of the same objects. */
  readonly rollback: ChangeFile | null;
  readonly lines: readonly DiffLine[];
  readonly added: number;
  readonly removed: number;
}

/**
 * Each file against what was there before. A rollback that applies the same objects restores what was there: that is the text
 * before. A file that deletes takes all its lines away.
 */
export function diffFiles(files: readonly ChangeFile[], rollback: readonly ChangeFile[]): readonly FileDiff[] {
  return files.map((file) => {
    const back = rollbackOf(file, rollback);
    const restored = back === null || deletes(back) ? '' : withoutHead(back.text);
    const lines = deletes(file) ? diffLines(file.text, '') : diffLines(restored, file.text);
    const count = (tag: DiffLine['tag']) => lines.filter((line) => line.tag === tag).length;
    return { file, rollback: back, lines, added: count('added'), removed: count('removed') };
  });
}

/** Rollback files that no change file pairs with. */
export function restOfRollback(files: readonly ChangeFile[], rollback: readonly ChangeFile[]): readonly ChangeFile[] {
  const paired = new Set(files.map((file) => rollbackOf(file, rollback)));
  return rollback.filter((file) => !paired.has(file));
}

/** What taking a file back changes, line by line. */
export function diffBack({ file, rollback }: FileDiff): readonly DiffLine[] {
  if (rollback === null) return [];
  if (deletes(rollback)) return diffLines(rollback.text, '');
  return diffLines(deletes(file) ? '' : withoutHead(file.text), rollback.text);
}

/** The rollback of the same objects; the one that restores them comes before the one that deletes them. */
function rollbackOf(file: ChangeFile, rollback: readonly ChangeFile[]): ChangeFile | null {
  const objects = new Set(objectsIn(file.text));
  const same = rollback.filter(({ text }) => objectsIn(text).some((object) => objects.has(object)));
  return same.find((candidate) => !deletes(candidate)) ?? same[0] ?? null;
}

/** What a file is for is told by its name: `4-promote/01-networkpolicy-prod-web/2-delete.yaml`. */
function deletes({ path }: ChangeFile): boolean {
  return path.split('/').some((part) => /^(\d+-)?delete\b/.test(part));
}

/** The first line says what the file is for, not what is in the cluster. */
function withoutHead(text: string): string {
  return text.replace(/^(?:#.*\n)+/, '');
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
