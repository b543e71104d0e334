import type { ProtectedPath } from '../model/protected-path';
import type { WorldName } from '../model/world';
import type { PathAnswer } from './path-answer';
import type { PathDraft } from './path-draft';

/** A protected path with what the connection that gave its verdict came to, by world; `null` where there was none to ask. */
export interface AskedPath {
  readonly draft: PathDraft;
  readonly path: ProtectedPath;
  readonly answers: Readonly<Record<WorldName, PathAnswer>> | null;
  /** Closed in some world because Felix is stopped there, whatever the policies say. */
  readonly stopped: boolean;
}
