import type { Accounting } from '../engine/model/accounting';
import { countOf } from '../engine/model/count-words';
import type { Diagnostic, DiagnosticSeverity } from '../engine/model/diagnostic';
import { formatPosition } from '../engine/report/format-position';
import { listAtMost } from './list-at-most';
import type { Style } from './style';

/** Diagnostics and files that are listed before the rest is counted. */
const LISTED = 40;

const SEVERITIES: readonly DiagnosticSeverity[] = ['error', 'warning', 'information'];

/** What became of the input: files, documents and kinds in numbers, then what was left out, then diagnostics, worst first. */
export function printImport(
  accounting: Accounting,
  diagnostics: readonly Diagnostic[],
  style: Style,
): readonly string[] {
  const { files, loaded, notRead } = accounting;
  const documents = files.flatMap((file) => file.documents);
  const filesThat = (fate: 'read' | 'ignored' | 'rejected') => files.filter((file) => file.fate === fate).length;
  const documentsThat = (fate: 'loaded' | 'ignored' | 'rejected') =>
    documents.filter((document) => document.fate.tag === fate).length;
  return [
    style.heading('Import'),
    `  ${countOf(filesThat('read'), 'file')} read, ${filesThat('ignored')} ignored, ${filesThat('rejected')} rejected`,
    `  ${countOf(documentsThat('loaded'), 'document')} loaded, ${documentsThat('ignored')} ignored, ${documentsThat('rejected')} rejected`,
    `  loaded: ${listKinds(loaded)}`,
    ...(notRead.length === 0 ? [] : [`  not read: ${listKinds(notRead)}`]),
    ...listAtMost(
      files.filter((file) => file.fate !== 'read').map((file) => `${file.fate} ${file.role}/${file.path}: ${file.why}`),
      LISTED,
    ).map((line) => `  ${line}`),
    ...printDiagnostics(diagnostics, style),
  ];
}

function listKinds(kinds: Accounting['loaded']): string {
  return kinds.length === 0 ? 'nothing' : kinds.map(({ kind, count }) => `${count} ${kind}`).join(', ');
}

function printDiagnostics(diagnostics: readonly Diagnostic[], style: Style): readonly string[] {
  const sorted = diagnostics.toSorted(
    (left, right) => SEVERITIES.indexOf(left.severity) - SEVERITIES.indexOf(right.severity),
  );
  const counts = SEVERITIES.map((severity) => diagnostics.filter((one) => one.severity === severity).length);
  const [errors = 0, warnings = 0, informations = 0] = counts;
  const summary = `  diagnostics: ${countOf(errors, 'error')}, ${countOf(warnings, 'warning')}, ${informations} for information`;
  return [
    summary,
    ...listAtMost(
      sorted.map((diagnostic) => {
        const word = severityStyle(diagnostic.severity, style)(diagnostic.severity);
        const place = formatPosition(diagnostic.position);
        return `${word} ${diagnostic.code}${place === '' ? '' : ` ${place}`}: ${diagnostic.message} ${diagnostic.help}`.trimEnd();
      }),
      LISTED,
    ).map((line) => `  ${line}`),
  ];
}

function severityStyle(severity: DiagnosticSeverity, style: Style): (text: string) => string {
  switch (severity) {
    case 'error':
      return style.bad;
    case 'warning':
      return style.warning;
    case 'information':
      return style.quiet;
  }
}
