import type { ClusterNode } from '../../cluster/endpoint';
import type { ConnectionResult } from '../../evaluate/connection';
import type { Connection, ConnectionEnd } from '../../evaluate/connection-end';
import type { Evidence } from '../../model/finding';
import { PROTOCOL } from '../../model/traffic';
import type { WorldName } from '../../model/world';
import { decideIn } from '../decide-in';
import { connectionEvidence } from './evidence';
import type { SurpriseFacts } from './surprise-facts';

/** Over tcp, IPv4. */
export function connectionTo(
  from: ConnectionEnd,
  to: ConnectionEnd,
  port: number,
  via: Connection['via'] = null,
): Connection {
  return { from, to, family: 4, protocol: PROTOCOL.tcp, port, icmpType: -1, icmpCode: -1, via };
}

/** `null`: the node has no IPv4 address. */
export function nodeEnd(node: ClusterNode): ConnectionEnd | null {
  const address = node.addresses.find(({ family }) => family === 4);
  return address === undefined ? null : { tag: 'node', node, address };
}

/** A path that is open today and closed in the end. */
export interface ClosedPath {
  readonly from: string;
  readonly to: string;
  readonly traffic: string;
  readonly now: ConnectionResult;
  readonly final: ConnectionResult;
}

/** Asks in the first and the last world; `null` unless the rollout closes it. */
export function closedPath(
  facts: SurpriseFacts,
  connection: Connection,
  names: Pick<ClosedPath, 'from' | 'to' | 'traffic'>,
): ClosedPath | null {
  const ask = (world: WorldName) => decideIn(facts.rollout.worlds[world], connection);
  const [now, final] = [ask('now'), ask('final')];
  return now.verdict === 'allow' && final.verdict === 'deny' ? { ...names, now, final } : null;
}

export function pathEvidence(path: ClosedPath): Evidence {
  const { from, to, traffic } = path;
  return connectionEvidence(
    { from, to, traffic },
    { world: 'now', result: path.now },
    { world: 'final', result: path.final },
  );
}
