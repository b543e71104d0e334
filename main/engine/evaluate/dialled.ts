import { PROTOCOL } from '../model/traffic';
import type { Connection } from './connection-end';
import { peerOfEnd } from './connection-end';
import type { Packet } from './packet';
import type { PathLog } from './path-stages';
import type { Peer } from './peer';

/** A port that clients use; rules about source ports are held against it. */
export const CLIENT_PORT = 40_000;

/** The packet before and after its destination was rewritten; the same where it is not. */
export interface Dialled {
  readonly before: Packet;
  readonly after: Packet;
  readonly rewritten: boolean;
  /** The node of the process that it is for; `null`: for a pod, or for somebody outside. */
  readonly process: string | null;
}

/** The source as rules see it. */
export function sourcePeer(connection: Connection, log: PathLog): Peer {
  return peerOfEnd(connection.from, connection.family, log.context.evaluation.peers);
}

export function dial(connection: Connection, log: PathLog, source: Peer): Dialled {
  const { peers } = log.context.evaluation;
  const { sourcePort = CLIENT_PORT } = connection;
  const after: Packet = {
    family: connection.family,
    protocol: connection.protocol,
    source,
    destination: peerOfEnd(connection.to, connection.family, peers),
    sourcePort: connection.port < 0 ? -1 : sourcePort,
    destinationPort: connection.port,
    icmpType: connection.icmpType,
    icmpCode: connection.icmpCode,
  };
  const process = connection.to.tag === 'node' ? connection.to.node.name : null;
  if (connection.via === null) return { before: after, after, rewritten: false, process };
  const before = { ...after, destination: peers.at(connection.via.address), destinationPort: connection.via.port };
  return { before, after, rewritten: true, process };
}

/** The same packets as another source sends them: after masquerading, or out of a tunnel. */
export function fromSource(dialled: Dialled, source: Peer): Dialled {
  return { ...dialled, before: { ...dialled.after, source }, after: { ...dialled.after, source }, rewritten: false };
}

/** What an echo request is answered with, in either family. */
const ANSWERS: ReadonlyMap<string, number> = new Map([
  [`${PROTOCOL.icmp}/8`, 0],
  [`${PROTOCOL.icmpv6}/128`, 129],
]);

/** The first packet that comes back. */
export function answerOf(packet: Packet): Packet {
  return {
    ...packet,
    source: packet.destination,
    destination: packet.source,
    sourcePort: packet.destinationPort,
    destinationPort: packet.sourcePort,
    icmpType: ANSWERS.get(`${packet.protocol}/${packet.icmpType}`) ?? packet.icmpType,
  };
}
