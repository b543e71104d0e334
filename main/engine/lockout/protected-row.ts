import type { ProtectedPath, ProtectedTheme } from '../model/protected-path';
import type { LockoutFacts } from './lockout-facts';
import type { Absence, PathConnection, PathDraft } from './path-draft';
import type { PathLetter } from './path-letters';

/** A row of the catalogue that the snapshot has ends for. */
export interface FoundPath {
  readonly from: string;
  readonly to: string;
  readonly traffic: string;
  readonly connections: readonly PathConnection[];
  /** Why there is nothing to ask, where that is so. */
  readonly absent: string;
  readonly somewhere: PathDraft['somewhere'];
  /** Where it differs from the row’s. */
  readonly severity: ProtectedPath['severity'] | null;
}

/** One row of the catalogue of protected paths (reference: flows-and-lockout B3). */
export interface ProtectedRow {
  readonly id: string;
  readonly theme: ProtectedTheme;
  readonly title: string;
  /** What is lost when it is not as it must be, one sentence. */
  readonly protects: string;
  /** What is asked where the snapshot shows nothing else, e.g. `tcp 22`. */
  readonly ports: string;
  readonly letters: readonly PathLetter[];
  /** Which of it the built-in failsafe lists cover. */
  readonly failsafe: string;
  readonly severity: ProtectedPath['severity'];
  readonly expect: ProtectedPath['expect'];
  /** The paths that stand for it in this snapshot, or why there are none. */
  readonly find: (facts: LockoutFacts) => readonly FoundPath[] | Absence;
}

export function isAbsence(found: readonly FoundPath[] | Absence): found is Absence {
  return !Array.isArray(found);
}
