import type { Diagnostic, DiagnosticSeverity } from '../../main/engine/model/diagnostic';

const WORST_FIRST: readonly DiagnosticSeverity[] = ['error', 'warning', 'information'];

/** Diagnostics worst first, otherwise in the order of the report. */
export function orderDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted(
    (left, right) => WORST_FIRST.indexOf(left.severity) - WORST_FIRST.indexOf(right.severity),
  );
}
