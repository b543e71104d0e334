import type { DiagnosticSeverity } from '../model/diagnostic';

/** The diagnostics of this room. Each stands in docs/diagnostics.md with its meaning and its help. */
export const LOAD_CODES = {
  unreadableText: { code: 'LOAD01', severity: 'error' },
  unknownVersion: { code: 'LOAD02', severity: 'warning' },
  storageFormTwin: { code: 'LOAD03', severity: 'information' },
  unknownField: { code: 'LOAD05', severity: 'warning' },
  notText: { code: 'LOAD06', severity: 'warning' },
  readDifferently: { code: 'LOAD07', severity: 'warning' },
  malformedObject: { code: 'LOAD08', severity: 'error' },
  repeatedObject: { code: 'LOAD09', severity: 'information' },
  conflictingObject: { code: 'LOAD10', severity: 'warning' },
  template: { code: 'LOAD11', severity: 'warning' },
  beyondLimit: { code: 'LOAD12', severity: 'error' },
  binary: { code: 'LOAD13', severity: 'error' },
  kindFromFileName: { code: 'LOAD14', severity: 'information' },
  linkLoop: { code: 'LOAD15', severity: 'warning' },
  fileTooLarge: { code: 'LOAD16', severity: 'error' },
  fileNotReadable: { code: 'LOAD17', severity: 'error' },
  wrongType: { code: 'LOAD18', severity: 'error' },
  recoveredWorkspace: { code: 'LOAD19', severity: 'warning' },
} as const satisfies Record<string, { readonly code: string; readonly severity: DiagnosticSeverity }>;

export type LoadProblem = keyof typeof LOAD_CODES;
