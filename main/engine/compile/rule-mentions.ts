import type { Cluster } from '../cluster/cluster';
import { oncePer } from '../model/once-per';
import type { PortRange } from '../model/traffic';
import type { Prefix } from '../net/prefix';
import { formatPrefix } from '../net/prefix';
import { PORT_PROTOCOLS } from '../net/traffic-space';
import { everyRule } from './every-rule';
import type { EntityMatch, IcmpMatch, Policy, ProtocolMatch, Rule } from './policy';

/** Ports of a protocol that some rule names. */
export interface PortMention {
  readonly protocol: number;
  readonly range: PortRange;
}

/** A net that some rule names, with its text. */
interface NetMention {
  readonly text: string;
  readonly net: Prefix;
}

/** What rules name of packets and of the cluster, negated or not; everything once, in the order of the rules. */
export interface RuleMentions {
  readonly nets: readonly NetMention[];
  readonly services: readonly string[];
  /** Those of the services that are named as a destination: packets are compared with the ports of their backends. */
  readonly destinationServices: readonly string[];
  readonly protocols: readonly ProtocolMatch[];
  readonly icmp: readonly IcmpMatch[];
  /** Of tcp, udp and sctp each where the rule names no protocol. */
  readonly sourcePorts: readonly PortMention[];
  readonly destinationPorts: readonly PortMention[];
  readonly sourcePortNames: readonly string[];
}

/** All nets of some mentions by their texts, in the order in which they are named. */
export function netsByText(all: readonly RuleMentions[]): ReadonlyMap<string, Prefix> {
  const byText = new Map<string, Prefix>();
  for (const { nets } of all) for (const { text, net } of nets) byText.set(text, net);
  return byText;
}

/** What every rule that can look at a packet names, policy by policy, then by the Profile objects of each cluster. */
export function ruleMentions(policies: readonly Policy[], clusters: readonly Cluster[]): readonly RuleMentions[] {
  return [...policies.map(ofPolicy), ...clusters.map(ofCluster)];
}

const ofPolicy = oncePer((policy: Policy) => mentionsOf(everyRule([policy], [])));
const ofCluster = oncePer((cluster: Cluster) => mentionsOf(everyRule([], [cluster])));

function mentionsOf(rules: readonly Rule[]): RuleMentions {
  const nets = rules.flatMap(({ source, destination }) => [source, destination].flatMap(netsOf));
  const given = <T>(value: T | null): readonly T[] => (value === null ? [] : [value]);
  return {
    nets: once(nets.map((net) => ({ text: formatPrefix(net), net }))),
    services: once(
      rules.flatMap(({ source, destination }) => [source, destination].flatMap((entity) => given(entity.service))),
    ),
    destinationServices: once(rules.flatMap(({ destination }) => given(destination.service))),
    protocols: once(rules.flatMap(({ protocol, notProtocol }) => [...given(protocol), ...given(notProtocol)])),
    icmp: once(rules.flatMap(({ icmp, notIcmp }) => [...given(icmp), ...given(notIcmp)])),
    sourcePorts: once(rules.flatMap((rule) => portMentions(rule, rule.source))),
    destinationPorts: once(rules.flatMap((rule) => portMentions(rule, rule.destination))),
    sourcePortNames: once(
      rules.flatMap(({ source }) => [...(source.ports?.names ?? []), ...(source.notPorts?.names ?? [])]),
    ),
  };
}

function netsOf(entity: EntityMatch): readonly Prefix[] {
  return [...(entity.nets ?? []), ...(entity.notNets ?? [])];
}

function portMentions({ protocol }: Rule, entity: EntityMatch): readonly PortMention[] {
  const ranges = [...(entity.ports?.ranges ?? []), ...(entity.notPorts?.ranges ?? [])];
  const protocols = protocol === null ? PORT_PROTOCOLS : [protocol.number];
  return protocols.flatMap((number) => ranges.map((range) => ({ protocol: number, range })));
}

/** The first of those that say the same. */
function once<T>(values: readonly T[]): readonly T[] {
  if (values.length < 2) return values;
  const byText = new Map<string, T>();
  for (const value of values) {
    const text = JSON.stringify(value);
    if (!byText.has(text)) byText.set(text, value);
  }
  return [...byText.values()];
}
