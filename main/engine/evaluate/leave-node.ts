import type { ClusterNode } from '../cluster/endpoint';
import { doubtAbout } from '../cluster/felix-settings';
import { PROTOCOL } from '../model/traffic';
import { MAYBE, NO } from '../model/tri';
import type { Address } from '../net/address';
import type { Connection, ConnectionEnd } from './connection-end';
import { nodeName } from './connection-end';
import type { Dialled } from './dialled';
import { CLIENT_PORT, fromSource, answerOf, sourcePeer } from './dialled';
import { comeIn, deliver, forwardToPod, askForward, inwardInterface, passesForward } from './enter-node';
import type { InterfaceKind } from './host-interfaces';
import type { Packet } from './packet';
import type { PathLog } from './path-stages';
import { askHost, askUnknown } from './path-stages';

/** Out of a node by its uplink or a tunnel, and in at the destination. `fromPod`: Calico's accept mark was set by a pod chain. */
export function leaveNode(
  connection: Connection,
  log: PathLog,
  dialled: Dialled,
  nodeOf: string,
  fromPod: boolean,
): boolean {
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

export function findNode(log: PathLog, name: string): ClusterNode | undefined {
  return log.context.network.nodes.get(name);
}

export function usesTunnel(
  log: PathLog,
  to: ConnectionEnd,
  node: ClusterNode,
  target: ClusterNode,
  packet: Packet,
): boolean {
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
    entered ||
    (fromPod &&
      source !== null &&
      destination !== null &&
      isMasked(log, node, network.masquerades(source, destination)));
  if (!masked && fromPod) return fromSource(dialled, dialled.after.source);
  const address = nodeSource(node, tunnel, connection.family);
  return fromSource(dialled, address === undefined ? dialled.after.source : evaluation.peers.at(address));
}

function isMasked(log: PathLog, node: ClusterNode, masked: boolean | 'unless-spared'): boolean {
  if (masked !== 'unless-spared') return masked;
  const settings = log.context.settings(node.name);
  if (settings.sparesHosts !== MAYBE) return settings.sparesHosts === NO;
  return askUnknown(log, doubtAbout(settings, 'natOutgoingExclusions'));
}

/** The address a node sends from: its tunnel's inside a tunnel. */
export function nodeSource(node: ClusterNode, tunnel: boolean, family: 4 | 6): Address | undefined {
  const own = node.addresses.find((address) => address.family === family);
  return tunnel ? (node.tunnelAddresses.find((address) => address.family === family) ?? own) : own;
}

/** In at the destination's node, or gone to the outside. */
export function arrive(
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
  const inward = tunnel ? 'tunnel' : inwardInterface(log, to);
  const arrival = comeIn(log, nodeName(to), inward, dialled);
  if (arrival === null || !answersTravel(connection, log, dialled, node, target)) return false;
  return to.tag === 'node'
    ? deliver(log, to.node.name, inward, dialled, arrival)
    : forwardToPod(log, to, inward, dialled, arrival);
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

/**
 * Tunnel packets are accepted in the filter; the hooks in front of it see them, each direction as a connection of its own. VXLAN is never
 * tracked (calico: felix/rules/static.go StaticRawPreroutingChain), so for a connection inside that is open already these are new packets.
 */
function tunnelWorks(inner: PathLog, node: ClusterNode, target: ClusterNode, family: 4 | 6): boolean {
  const log: PathLog = { ...inner, established: false };
  const { peers } = log.context.evaluation;
  const [left, right] = [nodeSource(node, false, family), nodeSource(target, false, family)];
  if (left === undefined || right === undefined) return true;
  const outer = (source: Address, destination: Address): Packet => ({
    family,
    protocol: PROTOCOL.udp,
    source: peers.at(source),
    destination: peers.at(destination),
    sourcePort: CLIENT_PORT,
    destinationPort: log.context.settings(node.name).vxlanPort,
    icmpType: -1,
    icmpCode: -1,
  });
  const carries = (sender: ClusterNode, receiver: ClusterNode, packet: Packet): boolean =>
    askHost(log, sender.name, 'uplink', 'untracked', 'egress', packet) !== 'deny' &&
    askHost(log, receiver.name, 'uplink', 'untracked', 'ingress', packet) !== 'deny' &&
    askHost(log, receiver.name, 'uplink', 'preDNAT', 'ingress', packet) !== 'deny';
  return carries(node, target, outer(left, right)) && carries(target, node, outer(right, left));
}
