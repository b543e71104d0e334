import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Case } from './case';

/** A file of cases; its folder is the row of the table. */
export interface CaseFile {
  readonly folder: string;
  readonly file: string;
}

const CASE_FILE = /\.jsonl?(\.gz)?$/;

/** Every case file below the given files and folders, sorted. */
export function findCaseFiles(roots: readonly string[]): readonly CaseFile[] {
  return roots.flatMap((root) =>
    listFiles(root).map((file) => ({ folder: path.basename(path.dirname(path.resolve(file))), file })),
  );
}

function listFiles(root: string): readonly string[] {
  if (!statSync(root).isDirectory()) return [root];
  return readdirSync(root, { withFileTypes: true })
    .toSorted((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry) => {
      const child = path.join(root, entry.name);
      if (entry.isDirectory()) return listFiles(child);
      return CASE_FILE.test(entry.name) ? [child] : [];
    });
}

/** The cases of a file: one per line of `.jsonl`, one in all of `.json`. */
export function* readCases({ file }: CaseFile): Generator<Case> {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  if (/\.json(\.gz)?$/.test(file)) {
    yield JSON.parse(text) as Case;
    return;
  }
  for (const line of text.split('\n')) {
    if (line.trim() !== '') yield JSON.parse(line) as Case;
  }
}
