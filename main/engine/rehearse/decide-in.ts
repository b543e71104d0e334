import type { ConnectionResult } from '../evaluate/connection';
import { decideConnection } from '../evaluate/connection';
import type { Connection } from '../evaluate/connection-end';
import { endIn } from './end-in';
import type { RolloutWorld } from './worlds';

const DATAPLANE_DOUBT = 'iptables and nftables decide it differently, and the files do not tell which one runs';

/** The connection between the ends as the world has them. */
export function asSeenIn({ cluster }: RolloutWorld, connection: Connection): Connection {
  const [from, to] = [endIn(cluster, connection.from), endIn(cluster, connection.to)];
  return from === connection.from && to === connection.to ? connection : { ...connection, from, to };
}

/** One result per dataplane that may run. */
export type ResultByPath = readonly [ConnectionResult, ...ConnectionResult[]];

export function decideByPath(world: RolloutWorld, connection: Connection): ResultByPath {
  const own = asSeenIn(world, connection);
  const others = world.paths.slice(1);
  return [decideConnection(own, world.path), ...others.map((path) => decideConnection(own, path))];
}

/** Where nothing tells the dataplane, the answers of both must agree; otherwise nobody can tell. */
export function decideIn(world: RolloutWorld, connection: Connection): ConnectionResult {
  const results = decideByPath(world, connection);
  const [first] = results;
  if (results.every((result) => result.verdict === first.verdict)) return first;
  const passages = results
    .flatMap((result) => result.passages)
    .map((passage) => ({ ...passage, doubts: [...passage.doubts, DATAPLANE_DOUBT] }));
  return { verdict: 'undecided', passages: passages.toSorted((left, right) => rankOf(left) - rankOf(right)) };
}

function rankOf(passage: { readonly verdict: 'allow' | 'deny' }): number {
  return passage.verdict === 'deny' ? 0 : 1;
}
