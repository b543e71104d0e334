import type { PolicedEndpoint } from '../../main/engine/cluster/endpoint';
import type { Program } from '../../main/engine/compile/program';
import { collectMentions } from '../../main/engine/evaluate/collect-mentions';
import type { DecidingHit, Decision } from '../../main/engine/evaluate/decide';
import { decide } from '../../main/engine/evaluate/decide';
import { CLIENT_PORT } from '../../main/engine/evaluate/dialled';
import type { Evaluation } from '../../main/engine/evaluate/evaluation';
import type { Packet } from '../../main/engine/evaluate/packet';
import type { Peer } from '../../main/engine/evaluate/peer';
import type { TracedRule } from '../../main/engine/flows/policy-string';
import { policyStrings } from '../../main/engine/flows/policy-string';
import type { Json, JsonObject } from '../../main/engine/model/json';
import { isJsonObject } from '../../main/engine/model/json';
import type { Direction } from '../../main/engine/model/traffic';
import { PROTOCOL } from '../../main/engine/model/traffic';
import { parseAddress } from '../../main/engine/net/address';
import { portSet } from '../../main/engine/net/port-set';
import { parseProtocol } from '../../main/engine/net/protocol';
import { buildTrafficSpace } from '../../main/engine/net/traffic-space';
import { findEndpoint, verdictOf } from './ask-checkpoint';
import type { Question, Reply } from './case';
import { NOT_ASKED, compareAnswers } from './case';
import type { CaseWorld } from './case-world';

/** One end of a flow: its address, and whose policies decide there; `null` where nobody's do. */
interface FlowEnd {
  readonly endpoint: PolicedEndpoint | null;
  readonly peer: Peer;
}

interface FlowEnds {
  readonly from: FlowEnd;
  readonly to: FlowEnd;
}

/** Both checkpoints of a flow; the answer holds what its decider knew of them. */
export function askFlow(question: Question, world: CaseWorld): Reply {
  const evaluation = world.enforced;
  const ends = readEnds(question, evaluation);
  const packet = ends === null ? null : readPacket(question, ends);
  if (ends === null || packet === null || !isJsonObject(question.answer)) return NOT_ASKED;
  const sides = {
    egress: verdictAt(evaluation, ends.from.endpoint, 'egress', packet),
    ingress: verdictAt(evaluation, ends.to.endpoint, 'ingress', packet),
  };
  const ours: JsonObject = { verdict: joinVerdicts([sides.egress, sides.ingress]), ...sides };
  const asked = Object.keys(question.answer);
  return compareAnswers(Object.fromEntries(asked.map((key) => [key, ours[key] ?? null])), question.answer);
}

function joinVerdicts(verdicts: readonly string[]): string {
  return ['deny', 'undecided'].find((verdict) => verdicts.includes(verdict)) ?? 'allow';
}

const PORT_PROTOCOLS = { TCP: PROTOCOL.tcp, UDP: PROTOCOL.udp, SCTP: PROTOCOL.sctp } as const;

/** The destination ports that both ends allow to a client's port, by protocol. Port 0 is no port that anybody serves. */
export function askConnections(question: Question, world: CaseWorld): Reply {
  const evaluation = world.enforced;
  const ends = readEnds(question, evaluation);
  if (ends === null || !isJsonObject(question.answer)) return NOT_ASKED;
  const { cluster } = evaluation;
  const space = buildTrafficSpace(collectMentions(world.policies, [cluster]));
  const ours: Record<string, Json> = {};
  for (const [name, protocol] of Object.entries(PORT_PROTOCOLS)) {
    const open = space.flatMap(({ protocol: of, source, destination }) => {
      const asksClients = source !== null && source.first <= CLIENT_PORT && CLIENT_PORT <= source.last;
      if (of !== protocol || !asksClients || destination === null) return [];
      const packet = packetOf(ends, protocol, destination.first);
      const verdicts = [
        verdictAt(evaluation, ends.from.endpoint, 'egress', packet),
        verdictAt(evaluation, ends.to.endpoint, 'ingress', packet),
      ];
      return joinVerdicts(verdicts) === 'allow' ? [destination] : [];
    });
    const ranges = servedPorts(open);
    if (ranges.length > 0) ours[name] = ranges;
  }
  const theirs = Object.entries(question.answer).flatMap(([name, ranges]) => {
    const served = servedPorts(readRanges(ranges ?? []));
    return served.length > 0 ? [[name, served] as const] : [];
  });
  return compareAnswers(ours, Object.fromEntries(theirs));
}

function servedPorts(ranges: readonly { readonly first: number; readonly last: number }[]): readonly Json[] {
  const served = ranges.flatMap(({ first, last }) => (last < 1 ? [] : [{ first: Math.max(first, 1), last }]));
  return portSet(served).map(({ first, last }) => [first, last]);
}

function readRanges(ranges: Json): readonly { readonly first: number; readonly last: number }[] {
  if (!Array.isArray(ranges)) return [];
  return (ranges as readonly Json[]).map((range) => {
    const [first = 0, last = first] = Array.isArray(range) ? (range as readonly Json[]) : [range];
    return { first: Number(first), last: Number(last) };
  });
}

/** The strings that Felix puts on a flow of a pod of the reporting node. */
export function askPendingFlow(question: Question, world: CaseWorld): Reply {
  const source = question['reporter'] === 'source';
  const direction = source ? 'egress' : 'ingress';
  const enforced = reportedHalf(question, world.enforced, source, direction);
  const pending = reportedHalf(question, world.pending(), source, direction);
  if (enforced === null || pending === null || !isJsonObject(question.answer)) return NOT_ASKED;
  const ours: JsonObject = {
    enforced: policyStrings(tracedRules(enforced, 'last'), 'enforced'),
    pending: policyStrings(
      tracedRules(pending, 'first').filter((rule) => rule.name !== ''),
      'pending',
    ),
    action: verdictOf(enforced.decision.outcomes),
  };
  const asked = Object.keys(question.answer);
  return compareAnswers(Object.fromEntries(asked.map((key) => [key, ours[key] ?? null])), question.answer);
}

interface ReportedHalf {
  readonly decision: Decision;
  readonly endpoint: PolicedEndpoint;
  readonly program: Program;
  readonly direction: Direction;
}

function reportedHalf(
  question: Question,
  evaluation: Evaluation,
  source: boolean,
  direction: Direction,
): ReportedHalf | null {
  const ends = readEnds(question, evaluation);
  const packet = ends === null ? null : readPacket(question, ends);
  const endpoint = source ? ends?.from.endpoint : ends?.to.endpoint;
  if (packet === null || endpoint === null || endpoint === undefined) return null;
  const program = evaluation.programs.programOf(endpoint);
  const decision = decide(program, 'normal', direction, packet, evaluation.matcher);
  return { decision, endpoint, program, direction };
}

/** The end of a tier is named after its last policy in the enforced trace, and after its first in the pending one. */
function tracedRules({ decision, program, direction, endpoint }: ReportedHalf, end: 'first' | 'last'): TracedRule[] {
  const counted = end === 'first' && endpoint.profiles.length > 0;
  return decision.hits.flatMap((hit) => {
    if (hit.kind === 'Profile') {
      if (hit.rule !== -1) return [{ ...plain(hit), tier: '' }];
      if (counted) return [];
      return [{ ...plain(hit), tier: '', ...(end === 'last' ? { name: '', rule: 0 } : {}) }];
    }
    if (hit.rule !== -1 || end === 'first') return [plain(hit)];
    const tier = program.tiers.normal[direction].find((one) => one.tier.name === hit.tier);
    const last = tier?.policies.at(-1)?.policy;
    return [last === undefined ? plain(hit) : { ...plain(hit), ...nameOf(last) }];
  });
}

function plain({ tier, kind, namespace, name, rule, action }: DecidingHit): TracedRule {
  return { tier, kind, namespace, name, rule, action };
}

function nameOf({ kind, namespace, name }: Pick<DecidingHit, 'kind' | 'namespace' | 'name'>) {
  return { kind, namespace, name };
}

function verdictAt(
  evaluation: Evaluation,
  endpoint: PolicedEndpoint | null,
  direction: Direction,
  packet: Packet,
): string {
  if (endpoint === null) return 'allow';
  const program = evaluation.programs.programOf(endpoint);
  return verdictOf(decide(program, 'normal', direction, packet, evaluation.matcher).outcomes);
}

function readPacket(question: Question, ends: FlowEnds): Packet | null {
  const protocol = parseProtocol(question['protocol'] as string | number);
  if (protocol.tag === 'error') return null;
  return packetOf(ends, protocol.number, (question['port'] as number | undefined) ?? -1);
}

function packetOf({ from, to }: FlowEnds, protocol: number, port: number): Packet {
  const icmp = protocol === PROTOCOL.icmp ? 8 : protocol === PROTOCOL.icmpv6 ? 128 : -1;
  return {
    family: to.peer.family,
    protocol,
    source: from.peer,
    destination: to.peer,
    sourcePort: port < 0 ? -1 : CLIENT_PORT,
    destinationPort: port,
    icmpType: icmp,
    icmpCode: icmp < 0 ? -1 : 0,
  };
}

/** Both ends in one family: that of a written address, IPv4 where both have it. */
function readEnds(question: Question, evaluation: Evaluation): FlowEnds | null {
  for (const family of [4, 6] as const) {
    const from = readEnd(question['from'] as string, family, evaluation);
    const to = readEnd(question['to'] as string, family, evaluation);
    if (from !== null && to !== null) return { from, to };
  }
  return null;
}

function readEnd(text: string, family: 4 | 6, { cluster, peers, ...evaluation }: Evaluation): FlowEnd | null {
  const [kind, name] = [text.slice(0, text.indexOf(':')), text.slice(text.indexOf(':') + 1)];
  const endpoint = findEndpoint({ cluster, peers, ...evaluation }, text) ?? null;
  const node = kind === 'node' ? cluster.nodes.find((one) => one.name === name) : undefined;
  const written = kind === 'ip' ? parseAddress(name) : undefined;
  const addresses = written === undefined ? ((endpoint ?? node)?.addresses ?? []) : [written];
  const address = addresses.find((one) => one.family === family);
  if (address !== undefined) return { endpoint, peer: peers.at(address) };
  // A pod that only its controller tells of has no address yet: it may get one of either family.
  const declared = endpoint?.tag === 'workload' && addresses.length === 0 && family === 4;
  return declared ? { endpoint, peer: peers.declaredBy(endpoint) } : null;
}
