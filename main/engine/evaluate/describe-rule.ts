import type { EntityMatch, IcmpMatch, PortMatch, Rule } from '../compile/policy';
import type { Clause } from '../model/verdict';
import { MAYBE, YES } from '../model/tri';
import { formatPorts, portSet } from '../net/port-set';
import type { Prefix } from '../net/prefix';
import { formatPrefix } from '../net/prefix';
import { formatProtocol } from '../net/protocol';
import type { Packet } from './packet';
import type { Peer } from './peer';
import type { CriterionName, MatchContext } from './rule-match';
import { CRITERIA } from './rule-match';

/** What one criterion asks, and what the packet has to answer it with. */
interface Description {
  readonly text: string;
  readonly because: string;
}

type Describe = (rule: Rule, packet: Packet) => Description;

const DESCRIPTIONS: Readonly<Record<CriterionName, Describe>> = {
  ipVersion: (rule, packet) => ({
    text: `IP version ${rule.ipVersion ?? (rule.protocol?.number === 1 ? 4 : 6)}`,
    because: `the packet is IPv${packet.family}`,
  }),
  netFamilies: (_rule, packet) => ({
    text: `every net list has an IPv${packet.family} net, and none excludes everything`,
    because: `the packet is IPv${packet.family}`,
  }),
  protocol: (rule, packet) => ({
    text: `protocol ${formatProtocol(rule.protocol?.number ?? 0)}`,
    because: `the packet is ${formatProtocol(packet.protocol)}`,
  }),
  notProtocol: (rule, packet) => ({
    text: `protocol is not ${formatProtocol(rule.notProtocol?.number ?? 0)}`,
    because: `the packet is ${formatProtocol(packet.protocol)}`,
  }),
  icmp: (rule, packet) => ({ text: describeIcmp(rule.icmp), because: describeType(packet) }),
  notIcmp: (rule, packet) => ({ text: `not ${describeIcmp(rule.notIcmp)}`, because: describeType(packet) }),
  sourceNets: (rule, packet) => nets('source', rule.source.nets, packet.source, false),
  sourceNotNets: (rule, packet) => nets('source', rule.source.notNets, packet.source, true),
  sourceSelector: (rule, packet) => selector('source', rule.source, packet.source),
  sourcePorts: (rule, packet) => ports('source', rule.source.ports, packet.sourcePort, false),
  sourceNotPorts: (rule, packet) => ports('source', rule.source.notPorts, packet.sourcePort, true),
  sourceNotSelector: (rule, packet) => notSelector('source', rule.source, packet.source),
  sourceService: (rule, packet) => service('source', rule.source, packet.source),
  destinationNets: (rule, packet) => nets('destination', rule.destination.nets, packet.destination, false),
  destinationNotNets: (rule, packet) => nets('destination', rule.destination.notNets, packet.destination, true),
  destinationSelector: (rule, packet) => selector('destination', rule.destination, packet.destination),
  destinationPorts: (rule, packet) => ports('destination', rule.destination.ports, packet.destinationPort, false),
  destinationNotPorts: (rule, packet) => ports('destination', rule.destination.notPorts, packet.destinationPort, true),
  destinationNotSelector: (rule, packet) => notSelector('destination', rule.destination, packet.destination),
  destinationService: (rule, packet) => service('destination', rule.destination, packet.destination),
  http: () => ({ text: 'HTTP match', because: 'Felix does not look at HTTP; an application layer policy would' }),
};

const NAMES = Object.keys(CRITERIA) as readonly CriterionName[];

/** Every criterion of a rule as it was put to the packet, in Felix's order. A rule without criteria has one clause that says so. */
export function describeRule(rule: Rule, packet: Packet, context: MatchContext): readonly Clause[] {
  const clauses = NAMES.flatMap((name): readonly Clause[] => {
    const answer = CRITERIA[name](rule, packet, context);
    if (answer === null || (name === 'netFamilies' && answer === YES)) return [];
    const words = answer === MAYBE ? 'unknown' : answer === YES ? 'yes' : 'no';
    return [{ ...DESCRIPTIONS[name](rule, packet), answer: words }];
  });
  return clauses.length > 0 ? clauses : [{ text: 'no criteria: everything matches', answer: 'yes', because: '' }];
}

function describeIcmp(match: IcmpMatch | null): string {
  if (match === null) return 'ICMP';
  return match.code === null ? `ICMP type ${match.type}` : `ICMP type ${match.type} code ${match.code}`;
}

function describeType(packet: Packet): string {
  return packet.icmpType < 0
    ? `${formatProtocol(packet.protocol)} has no ICMP type`
    : `the packet is type ${packet.icmpType} code ${packet.icmpCode}`;
}

function nets(side: string, list: readonly Prefix[] | null, peer: Peer, negated: boolean): Description {
  const text = (list ?? []).map(formatPrefix).join(', ');
  return { text: `${side} is ${negated ? 'not ' : ''}in ${text}`, because: `${side} is ${peer.key}` };
}

function selector(side: string, entity: EntityMatch, peer: Peer): Description {
  return { text: `${side} matches ${entity.positive?.text ?? ''}`, because: owners(side, peer) };
}

function notSelector(side: string, entity: EntityMatch, peer: Peer): Description {
  return { text: `${side} does not match ${entity.negative?.text ?? ''}`, because: owners(side, peer) };
}

function owners(side: string, peer: Peer): string {
  const count = peer.contributors.length;
  if (count === 0) return `${peer.key} belongs to no endpoint and no network set`;
  const labels = peer.contributors.map((contributor) => describeLabels(contributor.labels.labels));
  return `${side} ${peer.key} has ${labels.join(' or ')}`;
}

/** Own labels only, few enough to read. */
function describeLabels(labels: Readonly<Record<string, string>>): string {
  const shown = Object.entries(labels)
    .filter(
      ([name]) => !name.startsWith('pcns.') && !name.startsWith('pcsa.') && name !== 'projectcalico.org/orchestrator',
    )
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, value]) => `${name}="${value}"`);
  const most = 6;
  return shown.length > most ? `${shown.slice(0, most).join(', ')}, …` : shown.join(', ') || 'no labels';
}

function ports(side: string, match: PortMatch | null, port: number, negated: boolean): Description {
  const listed =
    match === null ? '' : [formatPorts(portSet(match.ranges)), ...match.names].filter((text) => text !== '').join(', ');
  return {
    text: `${side} port is ${negated ? 'not ' : ''}${listed}`,
    because: port < 0 ? 'the packet has no ports' : `${side} port is ${port}`,
  };
}

function service(side: string, entity: EntityMatch, peer: Peer): Description {
  return { text: `${side} is a backend of service ${entity.service ?? ''}`, because: `${side} is ${peer.key}` };
}
