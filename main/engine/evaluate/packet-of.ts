import type { Flow } from '../model/traffic';
import { parseAddress } from '../net/address';
import type { Packet } from './packet';
import type { Peer, Peers } from './peer';

/** The packet of a flow between addresses. Throws on a text that is no address. */
export function packetOf(flow: Flow, peers: Peers): Packet {
  const source = peerAt(flow.sourceIP, peers);
  return {
    family: source.family,
    protocol: flow.protocol,
    source,
    destination: peerAt(flow.destinationIP, peers),
    sourcePort: flow.sourcePort ?? -1,
    destinationPort: flow.destinationPort ?? -1,
    icmpType: flow.icmpType ?? -1,
    icmpCode: flow.icmpCode ?? -1,
  };
}

function peerAt(text: string, peers: Peers): Peer {
  const address = parseAddress(text);
  if (address === undefined) throw new Error(`"${text}" is not an address`);
  return peers.at(address);
}
