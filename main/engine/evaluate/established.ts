import type { Connection } from './connection-end';
import { exploreBranches } from './explore-branches';
import type { PathContext } from './path-context';
import { walkPath } from './walk-path';

/** What becomes of an open connection. */
export type Fate = 'survives' | 'cut' | 'undecided';

/**
 * Whether a connection that is open goes on when `context` has come into force. Connection tracking accepts its packets before failsafe
 * ports, preDNAT, forward and normal policy and the host action; only the untracked hook stands in front of it and cuts at once, in either
 * direction of the packets (calico: felix/rules/endpoints.go appendConntrackRules, static.go StaticRawTableChains). An untracked Allow
 * takes the packets out of connection tracking, so they are judged as a new connection's are. A flush of the connection tracking table
 * makes every connection a new one: ask `decideConnection` then.
 */
export function establishedFate(connection: Connection, context: PathContext): Fate {
  const passages = exploreBranches((choose) => walkPath(connection, context, choose, 'later'));
  const cut = passages.filter((passage) => passage.verdict === 'deny').length;
  if (cut === 0) return 'survives';
  return cut === passages.length ? 'cut' : 'undecided';
}
