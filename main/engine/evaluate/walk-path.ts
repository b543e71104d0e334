import type { ClusterNode } from '../cluster/endpoint';
import { PROTOCOL } from '../model/traffic';
import type { Address } from '../net/address';
import type { Connection, ConnectionEnd } from './connection-end';
import { nodeName } from './connection-end';
import type { Dialled } from './dialled';
import { dial, fromSource, answerOf, sourcePeer } from './dialled';
import {
  askPreDnat,
  comeIn,
  deliver,
  forwardToPod,
  enterPod,
  askForward,
  inwardInterface,
  reachOwnNode,
} from './enter-node';
import type { Choose } from './explore-branches';
import { leaveNode, findNode, usesTunnel, nodeSource, arrive } from './leave-node';
import type { Packet } from './packet';
import type { Passage, Stage } from './passage';
import type { PathContext } from './path-context';
import type { PathLog } from './path-stages';
import { askHost, askPod } from './path-stages';

const EBPF_HOSTS = 'what host endpoints see in eBPF mode is likely: read in Calico’s source, not measured';
const ROUTER = 'what a pod sends to its router is likely: read in Calico’s source, not measured';
const TURNS_ROUND = 'the way back to the own node is likely: read in Calico’s source, not measured';

/**
 * One passage through all checkpoints of a connection, in dataplane order (calico: felix/rules/static.go, dispatch.go, endpoints.go):
 * of its first packet, or of the later ones of a connection that is open already.
 */
export function walkPath(
  connection: Connection,
  context: PathContext,
  choose: Choose,
  packets: 'first' | 'later' = 'first',
): Passage {
  const log: PathLog = {
    context,
    choose,
    stages: [] as Stage[],
    doubts: [] as string[],
    established: packets === 'later',
    likely: context.evaluation.dataplane === 'ebpf' ? EBPF_HOSTS : '',
  };
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

function walkFromPod(connection: Connection, log: PathLog, dialled: Dialled): boolean {
  const { from, to } = connection;
  if (from.tag !== 'pod') throw new Error('not a connection of a pod');
  const node = from.workload.node;
  const targetNode = nodeName(to);
  const pre = askPreDnat(log, node, 'pod', dialled);
  if (pre === 'deny') return false;
  if (to.tag === 'node' && node !== '' && targetNode === node) {
    if (ROUTER_TYPES.has(dialled.after.icmpType) && dialled.after.protocol === PROTOCOL.icmpv6) {
      return reachRouter(log, dialled.after);
    }
    return askPod(log, from.workload, 'egress', dialled.after) === 'allow' && reachOwnNode(log, node, dialled.after);
  }
  const entered = pre === 'allow' || askForward(log, node, 'pod', 'ingress', dialled.after) !== 'deny';
  if (!entered || askPod(log, from.workload, 'egress', dialled.after) === 'deny') return false;
  if (to.tag === 'pod' && (targetNode === node || node === '' || targetNode === '')) {
    return enterPod(log, to, node, dialled.after);
  }
  return leaveNode(connection, log, dialled, node, true);
}

/** Listener queries, reports and ends, router solicitations, neighbour solicitations and advertisements. */
const ROUTER_TYPES: ReadonlySet<number> = new Set([130, 131, 132, 133, 135, 136]);

/** A pod needs its node as a router whatever its policies say (calico: felix/rules/static.go ICMPv6Filter). */
function reachRouter(log: PathLog, packet: Packet): boolean {
  if (log.established) return true;
  log.stages.push({
    hook: 'built-in',
    direction: 'ingress',
    endpoint: null,
    packet,
    answer: 'allow',
    decision: null,
    why: 'Felix lets pods use their node as an IPv6 router',
    assumption: ROUTER,
  });
  return true;
}

/** From outside: straight to the node of the destination, or by the node whose address was dialled. */
function arriveFromOutside(connection: Connection, log: PathLog, dialled: Dialled, to: ConnectionEnd): boolean {
  if (to.tag === 'outside') return true;
  const entry = connection.via === null ? nodeName(to) : entryNode(connection.via.address, log, nodeName(to));
  const inward = connection.via === null ? inwardInterface(log, to) : 'uplink';
  const arrival = comeIn(log, entry, inward, dialled);
  if (arrival === null) return false;
  if (to.tag === 'node' && entry === to.node.name) return deliver(log, entry, inward, dialled, arrival);
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
  if (to.tag === 'node' && to.node.name === node.name) return walkBack(log, node.name, dialled);
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

/**
 * Through a service to its own node: rewritten on its way out, the packet turns round to `lo`, where it shows its new address. In nftables
 * mode the egress of the interface that it was leaving by is asked first.
 */
function walkBack(measured: PathLog, node: string, dialled: Dialled): boolean {
  const log: PathLog = { ...measured, likely: TURNS_ROUND };
  const early = log.context.evaluation.dataplane === 'nftables';
  if (early && askHost(log, node, 'uplink', 'normal', 'egress', dialled.after) === 'deny') return false;
  return walkLoopback(log, node, fromSource(dialled, dialled.after.source));
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
