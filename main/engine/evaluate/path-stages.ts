import type { FelixSettings } from '../cluster/felix-settings';
import { doubtAbout } from '../cluster/felix-settings';
import type { WorkloadEndpoint } from '../cluster/endpoint';
import type { HookName } from '../compile/program';
import type { Direction } from '../model/traffic';
import { PROTOCOL } from '../model/traffic';
import { MAYBE, NO } from '../model/tri';
import type { PathContext } from './path-context';
import type { Stage } from './passage';
import { decide } from './decide';
import type { Choose } from './explore-branches';
import { canBeFailsafe, matchesFailsafe } from './failsafe-match';
import type { GoverningHost, InterfaceKind } from './host-interfaces';
import type { Packet } from './packet';
import { IPIP_PROTOCOL } from './path-network';
import type { Outcomes } from './tiers';

/** What a passage has met so far. */
export interface PathLog {
  readonly context: PathContext;
  readonly choose: Choose;
  readonly stages: Stage[];
  readonly doubts: string[];
  /** Packets of an open connection: connection tracking accepts them before everything but the untracked hook. */
  readonly established: boolean;
  /** What was read in Calico's source and not measured; `''`: what is asked of hosts here was measured. */
  readonly likely: string;
}

/** `none`: there is nothing to ask. */
export type HookAnswer = Stage['answer'] | 'none';

/**
 * Asks one hook of the host endpoint that governs an interface of a node, failsafe ports first where that hook has them: about the packet,
 * another form of it, or (`null`) not at all.
 */
export function askHost(
  log: PathLog,
  node: string,
  kind: InterfaceKind,
  hook: HookName,
  direction: Direction,
  packet: Packet,
  failsafe: Packet | null = packet,
): HookAnswer {
  if (log.established && hook !== 'untracked') return 'none';
  const governing = log.context.interfaces.governing(node, kind);
  if (governing === null || (hook === 'untracked' && governing.wildcard)) return 'none';
  if (hook === 'normal' && log.context.network.isTunnelPacket(packet)) {
    return askSetting(log, 'built-in', packet, 'allow', 'Felix accepts what its own tunnels send between nodes');
  }
  const program = log.context.evaluation.programs.programOf(governing.host);
  const present = program.tiers[hook][direction].length > 0;
  if (!present && hook !== 'normal') {
    if (hook !== 'forward' || !program.forwardPresent) return 'none';
  }
  const settings = log.context.settings(node);
  if (hook !== 'forward' && failsafe !== null && isFailsafe(log, settings, hook, direction, failsafe)) {
    return record(log, governing, hook, direction, packet, 'failsafe', null);
  }
  const { evaluation } = log.context;
  const decision = decide(program, hook, direction, packet, evaluation.matcher);
  const answer = pick(log, decision.outcomes);
  return record(
    log,
    governing,
    hook,
    direction,
    packet,
    settle(answer, hook, evaluation.dataplane === 'ebpf'),
    decision,
  );
}

/** The end of a forward list neither accepts nor drops, in eBPF it accepts. */
function settle(answer: 'allow' | 'deny' | 'continue', hook: HookName, ebpf: boolean): Stage['answer'] {
  if (answer !== 'continue' || hook !== 'forward') return answer;
  return ebpf ? 'allow' : 'unmarked';
}

function record(
  log: PathLog,
  governing: GoverningHost,
  hook: HookName,
  direction: Direction,
  packet: Packet,
  answer: Stage['answer'],
  decision: Stage['decision'],
): Stage['answer'] {
  const why = answer === 'failsafe' ? 'failsafe port' : '';
  log.stages.push({
    hook,
    direction,
    endpoint: governing.host,
    packet,
    answer,
    decision,
    why,
    assumption: [governing.assumption, log.likely].filter((text) => text !== '').join('; '),
  });
  return answer;
}

/** In the untracked hook answers pass too: by their source port, against the other list. A list that nobody knows may hold any port. */
function isFailsafe(
  log: PathLog,
  settings: FelixSettings,
  hook: HookName,
  direction: Direction,
  packet: Packet,
): boolean {
  const ingress = direction === 'ingress';
  const limited = ingress ? packet.source : packet.destination;
  const list = ingress ? settings.failsafeInbound : settings.failsafeOutbound;
  if (matchesFailsafe(list, packet.protocol, packet.destinationPort, limited)) return true;
  const answers = ingress ? settings.failsafeOutbound : settings.failsafeInbound;
  if (hook === 'untracked' && matchesFailsafe(answers, packet.protocol, packet.sourcePort, limited)) return true;
  const doubt = list.doubt ?? (hook === 'untracked' ? answers.doubt : null);
  return doubt !== null && canBeFailsafe(packet.protocol) && askUnknown(log, doubt.why);
}

const OUTCOMES = ['deny', 'allow', 'continue'] as const;

function pick(log: PathLog, outcomes: Outcomes): 'allow' | 'deny' | 'continue' {
  const { allow, deny, continue: goesOn } = outcomes;
  if (Number(allow) + Number(deny) + Number(goesOn) > 1) return log.choose(OUTCOMES.filter((one) => outcomes[one]));
  return deny ? 'deny' : allow ? 'allow' : 'continue';
}

/** Egress or ingress of a pod. Felix drops tunnel packets that pods send before it asks any policy (calico: felix/rules/endpoints.go). */
export function askPod(
  log: PathLog,
  workload: WorkloadEndpoint,
  direction: Direction,
  packet: Packet,
): 'allow' | 'deny' {
  if (log.established) return 'allow';
  const { evaluation } = log.context;
  if (direction === 'egress' && isDroppedTunnelPacket(log, workload.node, packet)) {
    log.stages.push({
      hook: 'built-in',
      direction,
      endpoint: workload,
      packet,
      answer: 'deny',
      decision: null,
      why: 'Felix drops tunnel packets that pods send',
      assumption: '',
    });
    return 'deny';
  }
  const decision = decide(evaluation.programs.programOf(workload), 'normal', direction, packet, evaluation.matcher);
  const answer = pick(log, decision.outcomes) === 'allow' ? 'allow' : 'deny';
  log.stages.push({
    hook: 'normal',
    direction,
    endpoint: workload,
    packet,
    answer,
    decision,
    why: '',
    assumption: '',
  });
  return answer;
}

function isDroppedTunnelPacket(log: PathLog, node: string | null, packet: Packet): boolean {
  if (packet.protocol !== PROTOCOL.udp && packet.protocol !== IPIP_PROTOCOL) return false;
  const settings = log.context.settings(node ?? '');
  const vxlan = packet.protocol === PROTOCOL.udp;
  if (vxlan && packet.destinationPort !== settings.vxlanPort) return false;
  const allowed = vxlan ? settings.allowsVxlan : settings.allowsIpip;
  if (allowed !== MAYBE) return allowed === NO;
  const about = vxlan ? 'allowVXLANPacketsFromWorkloads' : 'allowIPIPPacketsFromWorkloads';
  return askUnknown(log, doubtAbout(settings, about));
}

/** Something beside policy decides: a setting, the node's own firewall. */
export function askSetting(
  log: PathLog,
  hook: 'host-action' | 'built-in',
  packet: Packet,
  answer: 'allow' | 'deny',
  why: string,
): 'allow' | 'deny' {
  log.stages.push({ hook, direction: 'ingress', endpoint: null, packet, answer, decision: null, why, assumption: '' });
  return answer;
}

/** Something nobody can know from the files: both branches are followed. */
export function askUnknown(log: PathLog, doubt: string): boolean {
  log.doubts.push(doubt);
  return log.choose([false, true]);
}
