import type { ConnectionResult } from '../evaluate/connection';
import { decideConnection } from '../evaluate/connection';
import type { Connection } from '../evaluate/connection-end';
import type { RolloutWorld } from './worlds';

const DATAPLANE_DOUBT = 'iptables and nftables decide it differently, and the files do not tell which one runs';

/** Where nothing tells the dataplane, the answers of both must agree; otherwise nobody can tell. */
export function decideIn(world: RolloutWorld, connection: Connection): ConnectionResult {
  const results = world.paths.map((path) => decideConnection(connection, path));
  const [first] = results;
  if (first === undefined) throw new Error('a world without a dataplane');
  if (results.every((result) => result.verdict === first.verdict)) return first;
  const passages = results
    .flatMap((result) => result.passages)
    .map((passage) => ({ ...passage, doubts: [...passage.doubts, DATAPLANE_DOUBT] }));
  return { verdict: 'undecided', passages: passages.toSorted((left, right) => rankOf(left) - rankOf(right)) };
}

function rankOf(passage: { readonly verdict: 'allow' | 'deny' }): number {
  return passage.verdict === 'deny' ? 0 : 1;
}
