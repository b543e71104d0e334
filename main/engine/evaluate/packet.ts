import type { Peer } from './peer';

/** The first packet of a connection as one checkpoint sees it. A port, type or code that is absent is −1. */
export interface Packet {
  readonly family: 4 | 6;
  readonly protocol: number;
  readonly source: Peer;
  readonly destination: Peer;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly icmpType: number;
  readonly icmpCode: number;
}
