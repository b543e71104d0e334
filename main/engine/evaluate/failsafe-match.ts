import type { FailsafeList, FailsafePort } from '../cluster/failsafe';
import { PROTOCOL } from '../model/traffic';
import { containsAddress } from '../net/prefix';
import type { Peer } from './peer';

/** Whether a failsafe list lets a packet through: protocol, port, and the address the entry is limited to (calico: felix/rules/static.go failsafeInChain, failsafeOutChain). */
export function matchesFailsafe(list: FailsafeList, protocol: number, port: number, limited: Peer): boolean {
  return list.ports.some((entry) => entry.protocol === protocol && entry.port === port && admits(entry, limited));
}

/** Failsafe lists know TCP and UDP alone. */
export function canBeFailsafe(protocol: number): boolean {
  return protocol === PROTOCOL.tcp || protocol === PROTOCOL.udp;
}

function admits(entry: FailsafePort, peer: Peer): boolean {
  return entry.net === null || (peer.address !== null && containsAddress(entry.net, peer.address));
}
