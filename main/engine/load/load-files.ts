import type { Accounting, FileAccount } from '../model/accounting';
import type { Diagnostic } from '../model/diagnostic';
import type { Resource } from '../model/resource';
import type { FileRole, SourceFile } from '../model/source';
import { accountOf } from './account-of';
import { countLoaded, sumCounts } from './count-objects';
import { LOAD_CODES } from './diagnostic-codes';
import { duplicateDiagnostics } from './duplicate-diagnostics';
import type { FileContent } from './file-content';
import { contentOf } from './file-content';
import { readFile } from './read-file';
import type { Settled } from './settle-duplicates';
import { settleDuplicates } from './settle-duplicates';
import type { SourceTexts } from './source-texts';

/** A file that the host found but did not hand over. */
export interface SkippedFile {
  readonly role: FileRole;
  readonly path: string;
  readonly bytes: number;
  /** `ignored`: not meant to be read, no diagnostic; else a code of docs/diagnostics.md. */
  readonly code: string;
  readonly why: string;
  readonly help: string;
}

/** Everything the files hold. */
export interface Loaded {
  /** Snapshot before changes, by path, in the order of the documents. */
  readonly resources: readonly Resource[];
  readonly sources: SourceTexts;
  readonly accounting: Accounting;
  /** By file, line and column. */
  readonly diagnostics: readonly Diagnostic[];
  /** File by file, to be taken over by who reads nearly the same files again. */
  readonly settled: Settled<FileContent>;
}

/**
 * Reads all files: texts → documents → resources. Never throws on input; what is wrong with it becomes diagnostics, and every
 * file and document appears once in the accounting. The order in which the files are given changes nothing. `tell` hears
 * of every file before it is read. A file that `earlier` holds with the same text is not read again: its resources are the same objects.
 */
export function loadFiles(
  files: readonly SourceFile[],
  skipped: readonly SkippedFile[],
  tell: (done: number, total: number) => void = () => undefined,
  earlier?: Loaded['settled'],
): Loaded {
  const known = new Map(earlier?.groups.map((content) => [content.reading.file, content]));
  const read = new Map<SourceFile, FileContent>();
  for (const file of inReadingOrder(files)) {
    tell(read.size, files.length);
    const content = known.get(`${file.role}/${file.path}`);
    read.set(file, content?.reading.written === file.text ? content : contentOf(readFile(file)));
  }
  const contents = files.toSorted(byRoleAndPath).flatMap((file) => read.get(file) ?? []);
  const settled = settleDuplicates(contents, earlier);
  const sources = new Map(contents.map(({ reading }) => [reading.file, reading.text]));
  return {
    resources: settled.resources,
    sources,
    accounting: accountingOf(settled, skipped),
    diagnostics: [
      ...contents.flatMap(({ reading }) => reading.diagnostics),
      ...duplicateDiagnostics(settled.duplicates, sources),
      ...skipped.filter((file) => file.code !== 'ignored').map(diagnosticOfSkipped),
    ].toSorted(byPosition),
    settled,
  };
}

const READ_FIRST = 6;

/**
 * The largest files, the smallest of them first; then the others. From about its tenth document on js-yaml takes four times as long in
 * Node 20, where V8 gives the state of each run a hidden class of its own, which no compiled code knows.
 */
function inReadingOrder(files: readonly SourceFile[]): readonly SourceFile[] {
  const bySize = files.toSorted((left, right) => right.text.length - left.text.length);
  return [...bySize.slice(0, READ_FIRST).toReversed(), ...bySize.slice(READ_FIRST)];
}

function accountingOf({ groups, duplicates }: Settled<FileContent>, skipped: readonly SkippedFile[]): Accounting {
  const kept = new Map(duplicates.map((duplicate) => [duplicate.dropped, duplicate.kept]));
  const filesOfDropped = new Set(duplicates.map(({ dropped }) => dropped.origin.file));
  const accounts = groups.map(({ reading, account }) =>
    filesOfDropped.has(reading.file) ? accountOf(reading, kept) : account,
  );
  return {
    files: [...accounts, ...skipped.map(accountOfSkipped)].toSorted(byRoleAndPath),
    loaded: sumCounts(
      groups.map(({ loaded }) => loaded),
      countLoaded([...kept.keys()]),
    ),
    notRead: sumCounts(groups.map(({ notRead }) => notRead)),
  };
}

function accountOfSkipped(file: SkippedFile): FileAccount {
  const fate = file.code === 'ignored' ? 'ignored' : 'rejected';
  return { role: file.role, path: file.path, bytes: file.bytes, fate, why: file.why, documents: [] };
}

function diagnosticOfSkipped(file: SkippedFile): Diagnostic {
  const known = Object.values(LOAD_CODES).find(({ code }) => code === file.code);
  return {
    code: file.code,
    severity: known?.severity ?? 'warning',
    position: { file: `${file.role}/${file.path}`, line: 0, column: 0 },
    excerpt: '',
    message: file.why,
    help: file.help,
  };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

interface RoleAndPath {
  readonly role: FileRole;
  readonly path: string;
}

/** The snapshot first. */
function byRoleAndPath(a: RoleAndPath, b: RoleAndPath): number {
  return compareText(b.role, a.role) || compareText(a.path, b.path);
}

function byPosition(a: Diagnostic, b: Diagnostic): number {
  return (
    compareText(a.position.file, b.position.file) ||
    a.position.line - b.position.line ||
    a.position.column - b.position.column ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  );
}
