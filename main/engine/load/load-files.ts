import type { Accounting, DocumentFate, FileAccount } from '../model/accounting';
import type { Diagnostic } from '../model/diagnostic';
import type { Resource } from '../model/resource';
import type { FileRole, SourceFile } from '../model/source';
import { countObjects } from './count-objects';
import { LOAD_CODES } from './diagnostic-codes';
import { duplicateDiagnostics } from './duplicate-diagnostics';
import type { DocumentReading, FileReading } from './read-file';
import { readFile } from './read-file';
import { settleDuplicates } from './settle-duplicates';
import type { SourceTexts } from './source-texts';
import { writtenKind } from './written-kind';

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
  readonly readings: ReadonlyMap<string, FileReading>;
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
  earlier: Loaded['readings'] = new Map(),
): Loaded {
  const readings = files.toSorted(byRoleAndPath).map((file, index) => {
    tell(index, files.length);
    const known = earlier.get(`${file.role}/${file.path}`);
    return known?.written === file.text ? known : readFile(file);
  });
  const settled = settleDuplicates(readings.flatMap(resourcesOfFile));
  const kept = new Map(settled.duplicates.map((duplicate) => [duplicate.dropped, duplicate.kept]));
  const accounts = [...readings.map((reading) => accountOf(reading, kept)), ...skipped.map(accountOfSkipped)].toSorted(
    byRoleAndPath,
  );
  const sources = new Map(readings.map((reading) => [reading.file, reading.text]));
  const outcomes = readings.flatMap((reading) => reading.documents).flatMap((document) => document.outcomes);
  return {
    resources: settled.resources,
    sources,
    readings: new Map(readings.map((reading) => [reading.file, reading])),
    accounting: { files: accounts, ...countObjects(settled.resources, outcomes) },
    diagnostics: [
      ...readings.flatMap((reading) => reading.diagnostics),
      ...duplicateDiagnostics(settled.duplicates, sources),
      ...skipped.filter((file) => file.code !== 'ignored').map(diagnosticOfSkipped),
    ].toSorted(byPosition),
  };
}

function resourcesOfFile(reading: FileReading): readonly Resource[] {
  return reading.documents
    .flatMap((document) => document.outcomes)
    .flatMap((outcome) => (outcome.tag === 'resource' ? [outcome.resource] : []));
}

function accountOf(reading: FileReading, kept: ReadonlyMap<Resource, Resource>): FileAccount {
  return {
    role: reading.role,
    path: reading.path,
    bytes: reading.bytes,
    fate: reading.fate,
    why: reading.why,
    documents: reading.documents.map((document) => ({ line: document.line, fate: fateOf(document, kept) })),
  };
}

function fateOf(document: DocumentReading, kept: ReadonlyMap<Resource, Resource>): DocumentFate {
  if (document.notRead !== null) return document.notRead;
  const resources = document.outcomes.flatMap((outcome) => (outcome.tag === 'resource' ? [outcome.resource] : []));
  const loaded = resources.filter((resource) => !kept.has(resource));
  if (loaded.length > 0) return { tag: 'loaded', kind: commonKind(loaded), count: loaded.length };
  const rejected = document.outcomes.find((outcome) => outcome.tag === 'rejected');
  if (rejected !== undefined) return { tag: 'rejected', why: rejected.why };
  const winner = resources[0] === undefined ? undefined : kept.get(resources[0]);
  if (winner !== undefined) {
    return { tag: 'ignored', why: `the same object stands in ${winner.origin.file}:${winner.origin.line}` };
  }
  const ignored = document.outcomes.find((outcome) => outcome.tag === 'ignored');
  return { tag: 'ignored', why: ignored?.why ?? 'an empty list' };
}

function commonKind(resources: readonly Resource[]): string {
  const kinds = new Set(resources.map((resource) => `${resource.apiVersion} ${writtenKind(resource)}`));
  const [first] = kinds;
  return kinds.size === 1 && first !== undefined ? first : 'v1 List';
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
