import type { Cluster } from '../cluster/cluster';
import { everyRule } from '../compile/every-rule';
import type { EntityMatch, Policy, Rule } from '../compile/policy';
import type { PortRange } from '../model/traffic';
import type { TrafficMentions } from '../net/traffic-space';
import { PORT_PROTOCOLS } from '../net/traffic-space';
import { comparedProtocol } from './rule-match';

/** Everything that cuts the traffic space: ports, protocols and ICMP types of rules, ports of endpoints and of services that rules name. */
export function collectMentions(policies: readonly Policy[], clusters: readonly Cluster[]): TrafficMentions {
  const destinationPorts = new Map<number, PortRange[]>(PORT_PROTOCOLS.map((protocol) => [protocol, []]));
  const sourcePorts = new Map<number, PortRange[]>(PORT_PROTOCOLS.map((protocol) => [protocol, []]));
  const protocols = new Set<number>();
  const icmp = new Map<number, Set<number>>();
  const services = new Set<string>();
  const rules = everyRule(policies, clusters);
  for (const rule of rules) {
    for (const protocol of [rule.protocol, rule.notProtocol]) {
      if (protocol === null) continue;
      for (const { profile } of clusters) protocols.add(comparedProtocol(protocol, profile.dataplane));
    }
    for (const protocol of portProtocols(rule)) {
      destinationPorts.get(protocol)?.push(...portRanges(rule.destination));
      sourcePorts.get(protocol)?.push(...portRanges(rule.source));
    }
    for (const match of [rule.icmp, rule.notIcmp]) {
      if (match === null) continue;
      const codes = icmp.get(match.type) ?? new Set<number>();
      icmp.set(match.type, codes);
      if (match.code !== null) codes.add(match.code);
    }
    if (rule.destination.service !== null) services.add(rule.destination.service);
  }
  const sourceNames = new Set(rules.flatMap((rule) => portNames(rule.source)));
  for (const cluster of clusters) {
    for (const endpoint of [...cluster.workloads, ...cluster.hosts]) {
      for (const { name, protocol, port } of endpoint.ports) {
        destinationPorts.get(protocol)?.push({ first: port, last: port });
        if (sourceNames.has(name)) sourcePorts.get(protocol)?.push({ first: port, last: port });
      }
    }
    for (const service of services) {
      for (const { protocol, port } of cluster.services.get(service)?.members ?? []) {
        destinationPorts.get(protocol)?.push({ first: port, last: port });
      }
    }
  }
  return { destinationPorts, sourcePorts, protocols, icmp };
}

function portProtocols(rule: Rule): readonly number[] {
  return rule.protocol === null ? PORT_PROTOCOLS : [rule.protocol.number];
}

function portRanges(entity: EntityMatch): readonly PortRange[] {
  return [...(entity.ports?.ranges ?? []), ...(entity.notPorts?.ranges ?? [])];
}

function portNames(entity: EntityMatch): readonly string[] {
  return [...(entity.ports?.names ?? []), ...(entity.notPorts?.names ?? [])];
}
