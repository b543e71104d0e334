import type { Services } from '../cluster/services';
import { tripleKey } from '../cluster/services';
import type { EntityMatch, IcmpMatch, PortMatch, ProtocolMatch, Rule } from '../compile/policy';
import type { ClusterProfile, Dataplane } from '../model/profile-of-cluster';
import { PROTOCOL } from '../model/traffic';
import type { Tri } from '../model/tri';
import { MAYBE, NO, YES, not } from '../model/tri';
import { addressKey } from '../net/address';
import { containsPort } from '../net/port-set';
import type { Prefix } from '../net/prefix';
import { isEverything } from '../net/prefix';
import { PORT_PROTOCOLS } from '../net/traffic-space';
import type { Packet } from './packet';
import type { Peer, Peers } from './peer';

/** Whether a rule matches a packet. */
export type RuleMatcher = (rule: Rule, packet: Packet) => Tri;

/** What a rule's criteria are held against. */
export interface MatchContext {
  readonly peers: Peers;
  readonly services: Services;
  readonly dataplane: Dataplane;
  /** A service that is not there has no members; otherwise its slices may be missing from the files. */
  readonly complete: boolean;
  /** HTTP matches are enforced beside Felix: the files cannot tell what they answer. */
  readonly applicationLayer: boolean;
}

/** One criterion of a rule: `null` where the rule has none of this kind, whatever the packet. */
export type Criterion = (rule: Rule, packet: Packet, context: MatchContext) => Tri | null;

/**
 * All criteria of a rule, in the order in which Felix looks at them; all must hold (calico: felix/rules/policy.go
 * FilterRuleToIPVersion, CalculateRuleMatch; felix/bpf/polprog/pol_prog_builder.go writeRule agrees).
 */
export const CRITERIA = {
  ipVersion: matchIpVersion,
  netFamilies: matchNetFamilies,
  protocol: matchProtocol,
  notProtocol: matchNotProtocol,
  icmp: (rule: Rule, packet: Packet, context: MatchContext) =>
    rule.icmp === null ? null : matchIcmp(rule, rule.icmp, packet, context),
  notIcmp: (rule: Rule, packet: Packet, context: MatchContext) =>
    rule.notIcmp === null ? null : not(matchIcmp(rule, rule.notIcmp, packet, context)),
  sourceNets: (rule: Rule, packet: Packet, context: MatchContext) => matchNets(rule.source, packet.source, context),
  sourceNotNets: (rule: Rule, packet: Packet, context: MatchContext) =>
    matchNotNets(rule.source, packet.source, context),
  sourceSelector: (rule: Rule, packet: Packet, context: MatchContext) =>
    matchPositive(rule.source, packet.source, context),
  sourcePorts: (rule: Rule, packet: Packet, context: MatchContext) =>
    matchPorts(rule.source, rule.source.ports, rule, packet.source, packet.sourcePort, packet, context),
  sourceNotPorts: (rule: Rule, packet: Packet, context: MatchContext) =>
    matchNotPorts(rule.source, rule, packet.source, packet.sourcePort, packet, context),
  sourceNotSelector: (rule: Rule, packet: Packet, context: MatchContext) =>
    matchNegative(rule.source, packet.source, context),
  sourceService: matchSourceService,
  destinationNets: (rule: Rule, packet: Packet, context: MatchContext) =>
    matchNets(rule.destination, packet.destination, context),
  destinationNotNets: (rule: Rule, packet: Packet, context: MatchContext) =>
    matchNotNets(rule.destination, packet.destination, context),
  destinationSelector: (rule: Rule, packet: Packet, context: MatchContext) =>
    matchPositive(rule.destination, packet.destination, context),
  destinationPorts: (rule: Rule, packet: Packet, context: MatchContext) =>
    matchPorts(
      rule.destination,
      rule.destination.ports,
      rule,
      packet.destination,
      packet.destinationPort,
      packet,
      context,
    ),
  destinationNotPorts: (rule: Rule, packet: Packet, context: MatchContext) =>
    matchNotPorts(rule.destination, rule, packet.destination, packet.destinationPort, packet, context),
  destinationNotSelector: (rule: Rule, packet: Packet, context: MatchContext) =>
    matchNegative(rule.destination, packet.destination, context),
  destinationService: matchDestinationService,
  http: (rule: Rule, _packet: Packet, context: MatchContext) =>
    rule.http ? (context.applicationLayer ? MAYBE : YES) : null,
} as const satisfies Record<string, Criterion>;

export type CriterionName = keyof typeof CRITERIA;

const IN_ORDER: readonly Criterion[] = Object.values(CRITERIA);

export function createRuleMatcher(context: MatchContext): RuleMatcher {
  /** Most rules have two or three criteria: the first packet tells which, later ones are held against those alone. */
  const criteria = new Map<Rule, readonly Criterion[]>();
  return (rule, packet) => {
    let own = criteria.get(rule);
    if (own === undefined) {
      own = IN_ORDER.filter((criterion) => criterion(rule, packet, context) !== null);
      criteria.set(rule, own);
    }
    let result: Tri = YES;
    for (const criterion of own) {
      const answer = criterion(rule, packet, context);
      if (answer === NO) return NO;
      if (answer === MAYBE) result = MAYBE;
    }
    return result;
  };
}

/** The names ICMP and ICMPv6 imply a version, the numbers do not (calico: felix/calc/rule_convert.go ipVersionToProtoIPVersion). */
function matchIpVersion(rule: Rule, packet: Packet): Tri | null {
  const version = rule.ipVersion ?? impliedVersion(rule.protocol);
  if (version === null) return null;
  return version === packet.family ? YES : NO;
}

/** `null`: none. */
export function impliedVersion(protocol: ProtocolMatch | null): 4 | 6 | null {
  if (protocol === null || !protocol.named) return null;
  if (protocol.number === PROTOCOL.icmp) return 4;
  return protocol.number === PROTOCOL.icmpv6 ? 6 : null;
}

/** A net list without a net of the packet's family switches the rule off, and so does everything among the negated ones (filterNets). */
function matchNetFamilies(rule: Rule, packet: Packet): Tri | null {
  const { source, destination } = rule;
  if (source.nets === null && source.notNets === null && destination.nets === null && destination.notNets === null) {
    return null;
  }
  const { family } = packet;
  const isOff =
    lacksFamily(source.nets, family) ||
    lacksFamily(source.notNets, family) ||
    lacksFamily(destination.nets, family) ||
    lacksFamily(destination.notNets, family) ||
    holdsEverything(source.notNets, family) ||
    holdsEverything(destination.notNets, family);
  return isOff ? NO : YES;
}

function lacksFamily(nets: readonly Prefix[] | null, family: 4 | 6): boolean {
  return nets !== null && !nets.some((net) => net.family === family);
}

function holdsEverything(nets: readonly Prefix[] | null, family: 4 | 6): boolean {
  return nets !== null && nets.some((net) => net.family === family && isEverything(net));
}

/** The number that packets are compared with. The names ICMPv6 and UDPLite are 0 for the eBPF program (calico: felix/bpf/polprog/pol_prog_builder.go protocolToNumber). */
export function comparedProtocol(protocol: ProtocolMatch, dataplane: ClusterProfile['dataplane']): number {
  const unknownName = protocol.number === PROTOCOL.icmpv6 || protocol.number === PROTOCOL.udplite;
  return dataplane === 'ebpf' && protocol.named && unknownName ? 0 : protocol.number;
}

function matchProtocol(rule: Rule, packet: Packet, context: MatchContext): Tri | null {
  if (rule.protocol === null) return null;
  return comparedProtocol(rule.protocol, context.dataplane) === packet.protocol ? YES : NO;
}

function matchNotProtocol(rule: Rule, packet: Packet, context: MatchContext): Tri | null {
  if (rule.notProtocol === null) return null;
  return comparedProtocol(rule.notProtocol, context.dataplane) === packet.protocol ? NO : YES;
}

/**
 * Types are for ICMP and ICMPv6. What a rule that names neither makes of other packets depends on the dataplane: iptables and nftables have
 * no such match, and the eBPF program reads the ports of a packet that has any in its place; without ports it reads no type.
 */
function matchIcmp({ protocol }: Rule, icmp: IcmpMatch, packet: Packet, { dataplane }: MatchContext): Tri {
  const isTold = isIcmp(packet.protocol) || (protocol !== null && isIcmp(protocol.number));
  if (!isTold && (dataplane !== 'ebpf' || PORT_PROTOCOLS.includes(packet.protocol))) return MAYBE;
  if (packet.icmpType !== icmp.type) return NO;
  return icmp.code === null || icmp.code === packet.icmpCode ? YES : NO;
}

function isIcmp(protocol: number): boolean {
  return protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmpv6;
}

function matchNets(entity: EntityMatch, peer: Peer, context: MatchContext): Tri | null {
  return entity.nets === null ? null : context.peers.inNets(peer, entity.nets);
}

function matchNotNets(entity: EntityMatch, peer: Peer, context: MatchContext): Tri | null {
  return entity.notNets === null ? null : not(context.peers.inNets(peer, entity.notNets));
}

/** With named ports alone the selector works inside the port sets only (calico: felix/rules/policy.go CalculateRuleMatch). */
function matchPositive(entity: EntityMatch, peer: Peer, context: MatchContext): Tri | null {
  if (entity.positive === null || isNamedPortsAlone(entity.ports)) return null;
  return context.peers.inSet(peer, entity.positive);
}

function isNamedPortsAlone(ports: PortMatch | null): boolean {
  return ports !== null && ports.ranges.length === 0 && ports.names.length > 0;
}

function matchNegative(entity: EntityMatch, peer: Peer, context: MatchContext): Tri | null {
  return entity.negative === null ? null : not(context.peers.inSet(peer, entity.negative));
}

function matchPorts(
  entity: EntityMatch,
  ports: PortMatch | null,
  rule: Rule,
  peer: Peer,
  port: number,
  packet: Packet,
  context: MatchContext,
): Tri | null {
  if (ports === null) return null;
  if (containsPort(ports.ranges, port)) return YES;
  let maybe = false;
  for (const name of ports.names) {
    const answer = matchNamedPort(entity, name, rule, peer, port, packet, context);
    if (answer === YES) return YES;
    maybe ||= answer === MAYBE;
  }
  return maybe ? MAYBE : NO;
}

function matchNotPorts(
  entity: EntityMatch,
  rule: Rule,
  peer: Peer,
  port: number,
  packet: Packet,
  context: MatchContext,
): Tri | null {
  const inPorts = matchPorts(entity, entity.notPorts, rule, peer, port, packet, context);
  return inPorts === null ? null : not(inPorts);
}

/** Members are (address, port, protocol) of endpoints that declare the name themselves (calico: felix/labelindex/named_port_index.go). */
function matchNamedPort(
  entity: EntityMatch,
  name: string,
  rule: Rule,
  peer: Peer,
  port: number,
  packet: Packet,
  context: MatchContext,
): Tri {
  if (rule.protocol !== null && rule.protocol.number !== packet.protocol) return NO;
  if (context.dataplane === 'ebpf' && packet.protocol === PROTOCOL.sctp) return NO;
  return context.peers.declares(peer, entity.positive, name, packet.protocol, port);
}

function matchSourceService(rule: Rule, packet: Packet, context: MatchContext): Tri | null {
  if (rule.source.service === null) return null;
  const service = context.services.get(rule.source.service);
  if (service === undefined) return missingService(rule.source.service, context);
  return packet.source.address === null ? MAYBE : service.addresses.has(packet.source.key) ? YES : NO;
}

/** The set holds address, port and protocol of the backends; eBPF knows only tcp and udp in it. */
function matchDestinationService(rule: Rule, packet: Packet, context: MatchContext): Tri | null {
  if (rule.destination.service === null) return null;
  if (context.dataplane === 'ebpf' && packet.protocol === PROTOCOL.sctp) return NO;
  const service = context.services.get(rule.destination.service);
  if (service === undefined) return missingService(rule.destination.service, context);
  if (packet.destination.address === null) return MAYBE;
  const key = tripleKey(addressKey(packet.destination.address), packet.protocol, packet.destinationPort);
  return service.triples.has(key) ? YES : NO;
}

/** A key without a namespace is one that no slice ever has. */
function missingService(key: string, context: MatchContext): Tri {
  return context.complete || key.startsWith('/') ? NO : MAYBE;
}
