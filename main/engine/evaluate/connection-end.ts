import type { ClusterNode, WorkloadEndpoint } from '../cluster/endpoint';
import type { Address } from '../net/address';
import type { Peer, Peers } from './peer';

/** Where a connection starts or ends. */
export type ConnectionEnd =
  | { readonly tag: 'pod'; readonly workload: WorkloadEndpoint }
  /** A process in the network of a node: its own address, or 127.0.0.1. */
  | { readonly tag: 'node'; readonly node: ClusterNode; readonly address: Address }
  /** An address that nobody in the snapshot owns. */
  | { readonly tag: 'outside'; readonly address: Address };

/** A new connection. `port` and ICMP fields are −1 where there are none. */
export interface Connection {
  readonly from: ConnectionEnd;
  readonly to: ConnectionEnd;
  readonly family: 4 | 6;
  readonly protocol: number;
  readonly port: number;
  /** Left out: one that clients use. */
  readonly sourcePort?: number;
  readonly icmpType: number;
  readonly icmpCode: number;
  /** The service or node address that was dialled, where the destination is what it was rewritten to. */
  readonly via: { readonly address: Address; readonly port: number } | null;
}

/** The name of the node an end stands on; `''`: outside, or not known. */
export function nodeName(end: ConnectionEnd): string {
  switch (end.tag) {
    case 'pod':
      return end.workload.node;
    case 'node':
      return end.node.name;
    case 'outside':
      return '';
  }
}

/** The end as rules see it in one family; a pod without a known address is a peer of its own. */
export function peerOfEnd(end: ConnectionEnd, family: 4 | 6, peers: Peers): Peer {
  if (end.tag !== 'pod') return peers.at(end.address);
  const address = end.workload.addresses.find((candidate) => candidate.family === family);
  return address === undefined ? peers.declaredBy(end.workload) : peers.at(address);
}
