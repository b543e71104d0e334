import type { Position } from './source';

/** `error`: something was not loaded or Calico would refuse it; `warning`: loaded, but not as its author thinks; `information`: to know. */
export type DiagnosticSeverity = 'error' | 'warning' | 'information';

/** A file is wrong. (A rollout that is dangerous is a finding; a bug of ours is an exception.) */
export interface Diagnostic {
  /** Listed in docs/diagnostics.md, e.g. `LOAD01`. */
  readonly code: string;
  readonly severity: DiagnosticSeverity;
  /** `line` 0: the file as a whole. */
  readonly position: Position;
  /** The offending line, at most 160 characters, or `''`. */
  readonly excerpt: string;
  readonly message: string;
  /** What to do about it, one sentence. */
  readonly help: string;
}
