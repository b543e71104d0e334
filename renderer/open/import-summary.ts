import type { DocumentFate, FileAccount } from '../../main/engine/model/accounting';
import type { DiagnosticSeverity } from '../../main/engine/model/diagnostic';
import type { ImportReport } from '../../preload/contract';

/** A document or file that is not part of the rehearsal, and why. */
export interface LeftOut {
  readonly fate: 'ignored' | 'rejected';
  /** As positions name it: `role/path`. */
  readonly file: string;
  /** 1-based; 0 for the file as a whole. */
  readonly line: number;
  readonly why: string;
}

/** The import report in numbers and lists, worst first. */
export interface ImportSummary {
  readonly filesRead: number;
  readonly bytes: number;
  readonly objects: number;
  readonly documents: Readonly<Record<DocumentFate['tag'], number>>;
  readonly leftOut: readonly LeftOut[];
  readonly diagnostics: Readonly<Record<DiagnosticSeverity, number>>;
}

export function summariseImport(report: ImportReport): ImportSummary {
  const { files, loaded } = report.accounting;
  const documents: Record<DocumentFate['tag'], number> = { loaded: 0, ignored: 0, rejected: 0 };
  for (const file of files) for (const document of file.documents) documents[document.fate.tag] += 1;
  const diagnostics: Record<DiagnosticSeverity, number> = { error: 0, warning: 0, information: 0 };
  for (const diagnostic of report.diagnostics) diagnostics[diagnostic.severity] += 1;
  return {
    filesRead: files.filter((file) => file.fate === 'read').length,
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    objects: loaded.reduce((sum, { count }) => sum + count, 0),
    documents,
    leftOut: files
      .flatMap(listLeftOut)
      .toSorted((left, right) => Number(right.fate === 'rejected') - Number(left.fate === 'rejected')),
    diagnostics,
  };
}

/** `3 kB`, `1.2 MB`: sizes as file managers print them. */
export function printBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function listLeftOut(file: FileAccount): readonly LeftOut[] {
  const name = `${file.role}/${file.path}`;
  if (file.fate !== 'read') return [{ fate: file.fate, file: name, line: 0, why: file.why }];
  return file.documents.flatMap(({ line, fate }) =>
    fate.tag === 'loaded' ? [] : [{ fate: fate.tag, file: name, line, why: fate.why }],
  );
}
