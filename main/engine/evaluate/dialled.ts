import { PROTOCOL } from '../model/traffic';
import type { Address } from '../net/address';
import type { Prefix } from '../net/prefix';
import { containsAddress } from '../net/prefix';
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

/** The source as rules see it: who dials an address of the own node sends from that address, from 127.0.0.1 to all of 127.0.0.0/8. */
export function sourcePeer(connection: Connection, log: PathLog): Peer {
  const { from, to, family, via } = connection;
  const { peers } = log.context.evaluation;
  const stays = from.tag === 'node' && to.tag === 'node' && from.node.name === to.node.name && via === null;
  if (!stays) return peerOfEnd(from, family, peers);
  return peers.at(containsAddress(LOOPBACK_NET, to.address) ? LOOPBACK : to.address);
}

const LOOPBACK_NET: Prefix = { family: 4, address: { family: 4, value: 0x7f_00_00_00 }, length: 8 };
const LOOPBACK: Address = { family: 4, value: 0x7f_00_00_01 };

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
  const sent = { ...dialled.after, source };
  return { before: sent, after: sent, rewritten: false, process: dialled.process };
}

/** The first packet that comes back. */
export function answerOf(packet: Packet): Packet {
  return {
    family: packet.family,
    protocol: packet.protocol,
    source: packet.destination,
    destination: packet.source,
    sourcePort: packet.destinationPort,
    destinationPort: packet.sourcePort,
    icmpType: answeringType(packet),
    icmpCode: packet.icmpCode,
  };
}

/** An echo request is answered by an echo reply, in either family. */
function answeringType({ protocol, icmpType }: Packet): number {
  if (protocol === PROTOCOL.icmp && icmpType === 8) return 0;
  return protocol === PROTOCOL.icmpv6 && icmpType === 128 ? 129 : icmpType;
}
