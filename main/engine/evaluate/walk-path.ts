import type { ClusterNode } from '../cluster/endpoint';
import { PROTOCOL } from '../model/traffic';
import type { Address } from '../net/address';
import type { Passage, Stage } from './passage';
import type { PathContext } from './path-context';
import type { Connection, ConnectionEnd } from './connection-end';
import { nodeName, peerOfEnd } from './connection-end';
import type { Choose } from './explore-branches';
import type { InterfaceKind } from './host-interfaces';
import type { Packet } from './packet';
import type { PathLog } from './path-stages';
import { askHost, askPod, askSetting, askUnknown } from './path-stages';
import type { Peer } from './peer';

/** A port that clients use; rules about source ports are held against it. */
const CLIENT_PORT = 40_000;

/** The packet before and after its destination was rewritten; the same where it is not. */
interface Dialled {
  readonly before: Packet;
  readonly after: Packet;
  readonly rewritten: boolean;
}

/** What hooks in front of the filter have done to the packet on one node. */
interface Arrival {
  /** Accepted already: the host endpoint's forward or normal policy is skipped. */
  readonly accepted: boolean;
  readonly untracked: boolean;
}

/** One passage through all checkpoints of a connection, in dataplane order (calico: felix/rules/static.go, dispatch.go, endpoints.go). */
export function walkPath(connection: Connection, context: PathContext, choose: Choose): Passage {
  const log: PathLog = { context, choose, stages: [] as Stage[], doubts: [] as string[] };
  const open = walk(connection, log);
  return { verdict: open ? 'allow' : 'deny', stages: log.stages, doubts: log.doubts };
}

function walk(connection: Connection, log: PathLog): boolean {
  const { from, to } = connection;
  const dialled = dial(connection, log, sourcePeer(connection, log));
  switch (from.tag) {
    case 'pod':
      return walkFromPod(connection, log, dialled);
    case 'node':
      return walkFromNode(connection, log, dialled, from.node);
    case 'outside':
      return arriveFromOutside(connection, log, dialled, to);
  }
}

function sourcePeer(connection: Connection, log: PathLog): Peer {
  return peerOfEnd(connection.from, connection.family, log.context.evaluation.peers);
}

function dial(connection: Connection, log: PathLog, source: Peer): Dialled {
  const { peers } = log.context.evaluation;
  const ports = connection.port < 0 ? -1 : CLIENT_PORT;
  const after: Packet = {
    family: connection.family,
    protocol: connection.protocol,
    source,
    destination: peerOfEnd(connection.to, connection.family, peers),
    sourcePort: ports,
    destinationPort: connection.port,
    icmpType: connection.icmpType,
    icmpCode: connection.icmpCode,
  };
  if (connection.via === null) return { before: after, after, rewritten: false };
  const before = { ...after, destination: peers.at(connection.via.address), destinationPort: connection.via.port };
  return { before, after, rewritten: true };
}

/** The same packets as another source sends them: after masquerading, or out of a tunnel. */
function fromSource(dialled: Dialled, source: Peer): Dialled {
  return { ...dialled, before: { ...dialled.after, source }, after: { ...dialled.after, source }, rewritten: false };
}

function answerOf(packet: Packet): Packet {
  return {
    ...packet,
    source: packet.destination,
    destination: packet.source,
    sourcePort: packet.destinationPort,
    destinationPort: packet.sourcePort,
    icmpType: packet.icmpType === 8 ? 0 : packet.icmpType,
  };
}

function findNode(log: PathLog, name: string): ClusterNode | undefined {
  return log.context.evaluation.cluster.nodes.find((node) => node.name === name);
}

function walkFromPod(connection: Connection, log: PathLog, dialled: Dialled): boolean {
  const { from, to } = connection;
  if (from.tag !== 'pod') throw new Error('not a connection of a pod');
  const node = from.workload.node;
  const targetNode = nodeName(to);
  const pre = askHost(log, node, 'pod', 'preDNAT', 'ingress', dialled.before);
  if (pre === 'deny') return false;
  if (to.tag === 'node' && node !== '' && targetNode === node) {
    return askPod(log, from.workload, 'egress', dialled.after) === 'allow' && reachOwnNode(log, node, dialled.after);
  }
  const entered = pre === 'allow' || askForward(log, node, 'pod', 'ingress', dialled.after) !== 'deny';
  if (!entered || askPod(log, from.workload, 'egress', dialled.after) === 'deny') return false;
  if (to.tag === 'pod' && (targetNode === node || node === '' || targetNode === '')) {
    return enterPod(log, to, node, dialled.after);
  }
  return leaveNode(connection, log, dialled, node, true);
}

/** calico: felix/rules/static.go filterInputChain; normal policy of host endpoints is not asked. */
function reachOwnNode(log: PathLog, node: string, packet: Packet): boolean {
  const { endpointToHostAction, endpointToHostFrom } = log.context.settings(node);
  const why = `defaultEndpointToHostAction is ${endpointToHostAction} (${endpointToHostFrom})`;
  if (endpointToHostAction === 'drop') return askSetting(log, 'host-action', packet, 'deny', why) === 'allow';
  if (isInputClosed(log, node, endpointToHostAction === 'return')) {
    return askSetting(log, 'host-action', packet, 'deny', `${why}, and the node's own INPUT rules drop it`) === 'allow';
  }
  return askSetting(log, 'host-action', packet, 'allow', why) === 'allow';
}

/** In nftables mode another table's DROP stands beside Calico's accept; in iptables only what Calico leaves to it reaches it. */
function isInputClosed(log: PathLog, node: string, left: boolean): boolean {
  const policy = log.context.firewall.input(node);
  if (log.context.evaluation.dataplane === 'nftables') return policy === 'drop';
  if (!left) return false;
  return (
    policy === 'drop' || (policy === 'unknown' && !askUnknown(log, `the INPUT rules of ${node} are not in the files`))
  );
}

/** Pod ingress, then the forward list of a `*` host endpoint on the pod's interface; the last word on the accept mark is the latter's. */
function enterPod(log: PathLog, to: ConnectionEnd, node: string, packet: Packet): boolean {
  if (to.tag !== 'pod') throw new Error('not a pod');
  if (askPod(log, to.workload, 'ingress', packet) === 'deny') return false;
  const left = askForward(log, to.workload.node === '' ? node : to.workload.node, 'pod', 'egress', packet);
  return left !== 'deny' && passesForward(log, to.workload.node, left !== 'unmarked');
}

/** `none` where no host endpoint is there, or its forward list is empty: then it accepts what comes by. */
function askForward(log: PathLog, node: string, kind: InterfaceKind, direction: 'ingress' | 'egress', packet: Packet) {
  return askHost(log, node, kind, 'forward', direction, packet);
}

/** What Calico did not mark is left to the node's FORWARD rules; in nftables mode those always have their say. */
function passesForward(log: PathLog, node: string, marked: boolean): boolean {
  const policy = log.context.firewall.forward(node);
  if (log.context.evaluation.dataplane === 'nftables') return policy !== 'drop';
  if (marked) return true;
  if (policy !== 'unknown') return policy === 'accept';
  return askUnknown(log, `the FORWARD rules of ${node} are not in the files, and Calico leaves this packet to them`);
}

/** Out of a node by its uplink or a tunnel, and in at the destination. `fromPod`: Calico's accept mark was set by a pod chain. */
function leaveNode(connection: Connection, log: PathLog, dialled: Dialled, nodeOf: string, fromPod: boolean): boolean {
  const { to } = connection;
  const node = findNode(log, nodeOf);
  const target = findNode(log, nodeName(to));
  const tunnel = node !== undefined && target !== undefined && usesTunnel(log, to, node, target, dialled.after);
  const out = askForward(log, nodeOf, tunnel ? 'tunnel' : 'uplink', 'egress', dialled.after);
  if (out === 'deny') return false;
  const marked = out === 'none' ? fromPod || governs(log, nodeOf, tunnel ? 'tunnel' : 'uplink') : out === 'allow';
  if (!passesForward(log, nodeOf, marked)) return false;
  if (!answersReturn(log, nodeOf, tunnel, dialled)) return false;
  const sent = masquerade(connection, log, dialled, node, tunnel, fromPod);
  return arrive(connection, log, sent, node, target, tunnel);
}

function governs(log: PathLog, node: string, kind: InterfaceKind): boolean {
  return log.context.interfaces.governing(node, kind) !== null;
}

function usesTunnel(log: PathLog, to: ConnectionEnd, node: ClusterNode, target: ClusterNode, packet: Packet): boolean {
  const address = packet.destination.address;
  return (
    to.tag === 'pod' &&
    node.name !== target.name &&
    address !== null &&
    log.context.network.encapsulates(node, target, address)
  );
}

/** Answers come in by the uplink and meet its untracked ingress list: a Deny there drops them, an Allow breaks tracked TCP. */
function answersReturn(log: PathLog, node: string, tunnel: boolean, dialled: Dialled): boolean {
  if (tunnel) return true;
  const answer = askHost(log, node, 'uplink', 'untracked', 'ingress', answerOf(dialled.after));
  if (answer === 'deny') return false;
  return answer !== 'allow' || dialled.after.protocol !== PROTOCOL.tcp;
}

function masquerade(
  connection: Connection,
  log: PathLog,
  dialled: Dialled,
  node: ClusterNode | undefined,
  tunnel: boolean,
  fromPod: boolean,
): Dialled {
  if (node === undefined) return fromSource(dialled, dialled.after.source);
  const { network, evaluation } = log.context;
  const [source, destination] = [dialled.after.source.address, dialled.after.destination.address];
  const entered = connection.from.tag === 'outside';
  const masked =
    entered || (fromPod && source !== null && destination !== null && network.masquerades(source, destination));
  if (!masked && fromPod) return fromSource(dialled, dialled.after.source);
  const address = nodeSource(node, tunnel, connection.family);
  return fromSource(dialled, address === undefined ? dialled.after.source : evaluation.peers.at(address));
}

/** The address a node sends from: its tunnel's inside a tunnel. */
function nodeSource(node: ClusterNode, tunnel: boolean, family: 4 | 6): Address | undefined {
  const own = node.addresses.find((address) => address.family === family);
  return tunnel ? (node.tunnelAddresses.find((address) => address.family === family) ?? own) : own;
}

/** In at the destination's node, or gone to the outside. */
function arrive(
  connection: Connection,
  log: PathLog,
  dialled: Dialled,
  node: ClusterNode | undefined,
  target: ClusterNode | undefined,
  tunnel: boolean,
): boolean {
  const { to } = connection;
  if (to.tag === 'outside') return true;
  if (tunnel && node !== undefined && target !== undefined && !tunnelWorks(log, node, target, connection.family))
    return false;
  const arrival = comeIn(log, nodeName(to), tunnel ? 'tunnel' : 'uplink', dialled);
  if (arrival === null || !answersTravel(connection, log, dialled, node, target)) return false;
  return to.tag === 'node'
    ? deliver(log, to.node.name, 'uplink', dialled, arrival)
    : forwardToPod(log, to, tunnel ? 'tunnel' : 'uplink', dialled, arrival);
}

/** A node answers a pod of another node through the tunnel, unless it saw the other node's address. */
function answersTravel(
  connection: Connection,
  log: PathLog,
  dialled: Dialled,
  node: ClusterNode | undefined,
  target: ClusterNode | undefined,
): boolean {
  const { from, to } = connection;
  if (from.tag !== 'pod' || to.tag !== 'node' || node === undefined || target === undefined) return true;
  const masked = dialled.after.source !== sourcePeer(connection, log);
  const answer = answerOf(dialled.after);
  if (masked || !usesTunnel(log, from, target, node, answer)) return true;
  return tunnelWorks(log, target, node, connection.family);
}

/** Tunnel packets are accepted in the filter; the hooks in front of it see them, each direction as a connection of its own. */
function tunnelWorks(log: PathLog, node: ClusterNode, target: ClusterNode, family: 4 | 6): boolean {
  const { peers } = log.context.evaluation;
  const [left, right] = [nodeSource(node, false, family), nodeSource(target, false, family)];
  if (left === undefined || right === undefined) return true;
  const outer = (source: Address, destination: Address): Packet => ({
    family,
    protocol: PROTOCOL.udp,
    source: peers.at(source),
    destination: peers.at(destination),
    sourcePort: CLIENT_PORT,
    destinationPort: 4789,
    icmpType: -1,
    icmpCode: -1,
  });
  const carries = (sender: ClusterNode, receiver: ClusterNode, packet: Packet): boolean =>
    askHost(log, sender.name, 'uplink', 'untracked', 'egress', packet) !== 'deny' &&
    askHost(log, receiver.name, 'uplink', 'untracked', 'ingress', packet) !== 'deny' &&
    askHost(log, receiver.name, 'uplink', 'preDNAT', 'ingress', packet) !== 'deny';
  return carries(node, target, outer(left, right)) && carries(target, node, outer(right, left));
}

/** Untracked, then preDNAT ingress of an interface; `null`: dropped there. An untracked packet is never rewritten. */
function comeIn(log: PathLog, node: string, kind: InterfaceKind, dialled: Dialled): Arrival | null {
  const untracked = askHost(log, node, kind, 'untracked', 'ingress', dialled.before);
  if (untracked === 'deny') return null;
  if (untracked === 'allow') return dialled.rewritten ? null : { accepted: true, untracked: true };
  const pre = askHost(log, node, kind, 'preDNAT', 'ingress', dialled.before);
  return pre === 'deny' ? null : { accepted: pre === 'allow', untracked: false };
}

/** To a process of the node. */
function deliver(log: PathLog, node: string, kind: InterfaceKind, dialled: Dialled, arrival: Arrival): boolean {
  const normal = arrival.accepted ? 'allow' : askHost(log, node, kind, 'normal', 'ingress', dialled.after);
  if (normal === 'deny' || isInputClosed(log, node, normal === 'none')) return false;
  return kind === 'loopback' || answersLeave(log, node, kind, dialled, arrival);
}

/** Answers of a host process meet the untracked egress list; to an untracked packet they are new ones for the filter. */
function answersLeave(log: PathLog, node: string, kind: InterfaceKind, dialled: Dialled, arrival: Arrival): boolean {
  const answer = answerOf(dialled.after);
  const untracked = askHost(log, node, kind, 'untracked', 'egress', answer);
  if (untracked === 'deny') return false;
  if (!arrival.untracked || untracked === 'allow') return true;
  return (
    log.context.evaluation.dataplane !== 'iptables' && askHost(log, node, kind, 'normal', 'egress', answer) !== 'deny'
  );
}

function forwardToPod(
  log: PathLog,
  to: ConnectionEnd,
  kind: InterfaceKind,
  dialled: Dialled,
  arrival: Arrival,
): boolean {
  if (arrival.untracked && dialled.after.protocol !== PROTOCOL.udp) return false;
  const node = nodeName(to);
  const forward = arrival.accepted ? 'allow' : askForward(log, node, kind, 'ingress', dialled.after);
  return forward !== 'deny' && enterPod(log, to, node, dialled.after);
}

/** From outside: straight to the node of the destination, or by the node whose address was dialled. */
function arriveFromOutside(connection: Connection, log: PathLog, dialled: Dialled, to: ConnectionEnd): boolean {
  if (to.tag === 'outside') return true;
  const entry = connection.via === null ? nodeName(to) : entryNode(connection.via.address, log, nodeName(to));
  const arrival = comeIn(log, entry, 'uplink', dialled);
  if (arrival === null) return false;
  if (to.tag === 'node' && entry === to.node.name) return deliver(log, entry, 'uplink', dialled, arrival);
  if (entry === nodeName(to)) return forwardToPod(log, to, 'uplink', dialled, arrival);
  const forward = arrival.accepted ? 'allow' : askForward(log, entry, 'uplink', 'ingress', dialled.after);
  if (forward === 'deny') return false;
  return leaveNode(connection, log, dialled, entry, false);
}

function entryNode(dialled: Address, log: PathLog, otherwise: string): string {
  const key = log.context.evaluation.peers.at(dialled).key;
  const { nodes } = log.context.evaluation.cluster;
  const entry = nodes.find((node) =>
    node.addresses.some((address) => log.context.evaluation.peers.at(address).key === key),
  );
  return entry?.name ?? otherwise;
}

/** A process of a node: to its own node over `lo`, to a pod of its node past everybody, or out. */
function walkFromNode(connection: Connection, log: PathLog, dialled: Dialled, node: ClusterNode): boolean {
  const { to } = connection;
  const untracked = isLoopback(connection, node)
    ? 'none'
    : connection.via === null && to.tag === 'pod' && to.workload.node === node.name
      ? 'none'
      : askUntrackedOut(log, node, to, dialled);
  if (untracked === 'deny' || (untracked === 'allow' && dialled.rewritten)) return false;
  if (isLoopback(connection, node)) return walkLoopback(log, node.name, dialled);
  if (to.tag === 'pod' && to.workload.node === node.name) {
    if (!dialled.rewritten || log.context.evaluation.dataplane !== 'nftables') return true;
    return askHost(log, node.name, 'uplink', 'normal', 'egress', dialled.after) !== 'deny';
  }
  return sendFromNode(connection, log, dialled, node, untracked === 'allow');
}

function isLoopback(connection: Connection, node: ClusterNode): boolean {
  return connection.to.tag === 'node' && connection.to.node.name === node.name && connection.via === null;
}

function askUntrackedOut(log: PathLog, node: ClusterNode, to: ConnectionEnd, dialled: Dialled) {
  const target = findNode(log, nodeName(to));
  const tunnel = !dialled.rewritten && target !== undefined && usesTunnel(log, to, node, target, dialled.after);
  return tunnel ? 'none' : askHost(log, node.name, 'uplink', 'untracked', 'egress', dialled.before);
}

/** Out by a `*` host endpoint's normal egress and in by its preDNAT and normal ingress, with both failsafe lists. */
function walkLoopback(log: PathLog, node: string, dialled: Dialled): boolean {
  if (askHost(log, node, 'loopback', 'normal', 'egress', dialled.after) === 'deny') return false;
  const arrival = comeIn(log, node, 'loopback', dialled);
  return arrival !== null && deliver(log, node, 'loopback', dialled, arrival);
}

function sendFromNode(
  connection: Connection,
  log: PathLog,
  dialled: Dialled,
  node: ClusterNode,
  untracked: boolean,
): boolean {
  const { evaluation } = log.context;
  const target = findNode(log, nodeName(connection.to));
  const tunnel = target !== undefined && usesTunnel(log, connection.to, node, target, dialled.after);
  const address = nodeSource(node, tunnel, connection.family);
  const own = address === undefined ? dialled.after.source : evaluation.peers.at(address);
  const sent = fromSource(dialled, own);
  if (!untracked) {
    const early = dialled.rewritten && tunnel && evaluation.dataplane === 'nftables';
    if (early && askHost(log, node.name, 'uplink', 'normal', 'egress', dialled.after) === 'deny') return false;
    const leaving = dialled.rewritten ? { ...sent.after, source: dialled.after.source } : sent.after;
    if (askHost(log, node.name, tunnel ? 'tunnel' : 'uplink', 'normal', 'egress', leaving) === 'deny') return false;
  }
  if (!answersComeBack(log, node.name, tunnel, dialled, untracked)) return false;
  return arrive(connection, log, sent, node, target, tunnel);
}

/** Answers to a host process meet the untracked ingress list; to an untracked packet they are new ones for the filter. */
function answersComeBack(log: PathLog, node: string, tunnel: boolean, dialled: Dialled, untracked: boolean): boolean {
  if (tunnel) return true;
  const answer = askHost(log, node, 'uplink', 'untracked', 'ingress', answerOf(dialled.after));
  if (answer === 'deny') return false;
  if (!untracked || answer === 'allow') return true;
  return (
    log.context.evaluation.dataplane !== 'iptables' &&
    askHost(log, node, 'uplink', 'normal', 'ingress', answerOf(dialled.after)) !== 'deny'
  );
}
