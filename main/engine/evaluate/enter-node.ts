import type { FelixSettings } from '../cluster/felix-settings';
import { doubtAbout } from '../cluster/felix-settings';
import { PROTOCOL } from '../model/traffic';
import type { ConnectionEnd } from './connection-end';
import { nodeName } from './connection-end';
import type { Dialled } from './dialled';
import { answerOf } from './dialled';
import type { InterfaceKind } from './host-interfaces';
import type { Packet } from './packet';
import type { PathLog } from './path-stages';
import { askHost, askPod, askSetting, askUnknown } from './path-stages';

/** What hooks in front of the filter have done to the packet on one node. */
interface Arrival {
  /** Accepted already: the host endpoint's forward or normal policy is skipped. */
  readonly accepted: boolean;
  readonly untracked: boolean;
}

/** Untracked, then preDNAT ingress of an interface; `null`: dropped there. An untracked packet is never rewritten. */
export function comeIn(log: PathLog, node: string, kind: InterfaceKind, dialled: Dialled): Arrival | null {
  const untracked = askHost(log, node, kind, 'untracked', 'ingress', dialled.before);
  if (untracked === 'deny') return null;
  if (untracked === 'allow') return dialled.rewritten ? null : { accepted: true, untracked: true };
  const pre = askPreDnat(log, node, kind, dialled);
  return pre === 'deny' ? null : { accepted: pre === 'allow', untracked: false };
}

/**
 * In eBPF failsafe ports are those behind the service, and of the node's own processes; elsewhere they are those that were dialled, whoever
 * the packet is for (calico: felix/bpf-gpl/tc.c).
 */
export function askPreDnat(log: PathLog, node: string, kind: InterfaceKind, dialled: Dialled) {
  const { before, after, process } = dialled;
  const own = process === node ? after : null;
  const failsafe = log.context.evaluation.dataplane === 'ebpf' ? own : before;
  return askHost(log, node, kind, 'preDNAT', 'ingress', before, failsafe);
}

/** To a process of the node. */
export function deliver(log: PathLog, node: string, kind: InterfaceKind, dialled: Dialled, arrival: Arrival): boolean {
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

/** The interface of the destination's node that packets from elsewhere come in by. */
export function inwardInterface(log: PathLog, to: ConnectionEnd): InterfaceKind {
  return to.tag === 'node' ? log.context.interfaces.inward(to.node, to.address) : 'uplink';
}

export function forwardToPod(
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

/** Pod ingress, then the forward list of a `*` host endpoint on the pod's interface; the last word on the accept mark is the latter's. */
export function enterPod(log: PathLog, to: ConnectionEnd, node: string, packet: Packet): boolean {
  if (to.tag !== 'pod') throw new Error('not a pod');
  if (askPod(log, to.workload, 'ingress', packet) === 'deny') return false;
  const left = askForward(log, to.workload.node === '' ? node : to.workload.node, 'pod', 'egress', packet);
  return left !== 'deny' && passesForward(log, to.workload.node, left !== 'unmarked');
}

/** `none` where no host endpoint is there, or its forward list is empty: then it accepts what comes by. */
export function askForward(
  log: PathLog,
  node: string,
  kind: InterfaceKind,
  direction: 'ingress' | 'egress',
  packet: Packet,
) {
  return askHost(log, node, kind, 'forward', direction, packet);
}

/** What Calico did not mark is left to the node's FORWARD rules; in nftables mode those always have their say. */
export function passesForward(log: PathLog, node: string, marked: boolean): boolean {
  if (log.established) return true;
  const policy = log.context.firewall.forward(node);
  if (log.context.evaluation.dataplane === 'nftables') return policy !== 'drop';
  if (marked) return true;
  if (policy !== 'unknown') return policy === 'accept';
  return askUnknown(log, `the FORWARD rules of ${node} are not in the files, and Calico leaves this packet to them`);
}

/** In nftables mode another table's DROP stands beside Calico's accept; in iptables only what Calico leaves to it reaches it. */
function isInputClosed(log: PathLog, node: string, left: boolean): boolean {
  if (log.established) return false;
  const policy = log.context.firewall.input(node);
  if (log.context.evaluation.dataplane === 'nftables') return policy === 'drop';
  return left && policy === 'drop';
}

/** Nothing tells the action, or it leaves the packet to rules of the node that nobody knows. */
function isLeftOpen(log: PathLog, node: string, action: FelixSettings['endpointToHostAction']): boolean {
  return action === 'unknown' || (action === 'return' && log.context.firewall.input(node) === 'unknown');
}

/** calico: felix/rules/static.go filterInputChain; normal policy of host endpoints is not asked. */
export function reachOwnNode(log: PathLog, node: string, packet: Packet): boolean {
  if (log.established) return true;
  const settings = log.context.settings(node);
  const { endpointToHostAction, endpointToHostFrom } = settings;
  const why = `defaultEndpointToHostAction is ${endpointToHostAction} (${endpointToHostFrom})`;
  if (isLeftOpen(log, node, endpointToHostAction)) {
    const doubt =
      endpointToHostAction === 'return'
        ? `the INPUT rules of ${node} are not in the files`
        : doubtAbout(settings, 'defaultEndpointToHostAction');
    return askSetting(log, 'host-action', packet, askUnknown(log, doubt) ? 'allow' : 'deny', why) === 'allow';
  }
  if (endpointToHostAction === 'drop') return askSetting(log, 'host-action', packet, 'deny', why) === 'allow';
  if (isInputClosed(log, node, endpointToHostAction === 'return')) {
    return askSetting(log, 'host-action', packet, 'deny', `${why}, and the node's own INPUT rules drop it`) === 'allow';
  }
  return askSetting(log, 'host-action', packet, 'allow', why) === 'allow';
}
