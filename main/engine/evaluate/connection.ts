import type { Verdict } from '../model/verdict';
import type { Connection } from './connection-end';
import { exploreBranches } from './explore-branches';
import type { Passage } from './passage';
import type { PathContext } from './path-context';
import { walkPath } from './walk-path';

/** What all ways through the checkpoints come to. */
export interface ConnectionResult {
  readonly verdict: Verdict;
  /** The first denies if any does. */
  readonly passages: readonly Passage[];
}

/**
 * The answer for a new connection: that of all checkpoints on its path (calico: felix/rules/static.go, dispatch.go, endpoints.go).
 * Where a checkpoint cannot be decided both branches are followed.
 */
export function decideConnection(connection: Connection, context: PathContext): ConnectionResult {
  const passages = exploreBranches((choose) => walkPath(connection, context, choose));
  const [only] = passages;
  if (only !== undefined && passages.length === 1) return { verdict: only.verdict, passages };
  const denied = passages.filter((passage) => passage.verdict === 'deny');
  const allowed = passages.filter((passage) => passage.verdict === 'allow');
  const verdict = denied.length === 0 ? 'allow' : allowed.length === 0 ? 'deny' : 'undecided';
  return { verdict, passages: [...denied, ...allowed] };
}
