import type { Cluster } from '../cluster/cluster';
import type { NamedPort } from '../cluster/endpoint';
import type { Policy } from '../compile/policy';
import { ruleMentions } from '../compile/rule-mentions';
import { oncePer } from '../model/once-per';
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
  const sourceNames = new Set<string>();
  for (const mentions of ruleMentions(policies, clusters)) {
    for (const protocol of mentions.protocols) {
      for (const { profile } of clusters) protocols.add(comparedProtocol(protocol, profile.dataplane));
    }
    for (const { protocol, range } of mentions.destinationPorts) destinationPorts.get(protocol)?.push(range);
    for (const { protocol, range } of mentions.sourcePorts) sourcePorts.get(protocol)?.push(range);
    for (const { type, code } of mentions.icmp) {
      const codes = icmp.get(type) ?? new Set<number>();
      icmp.set(type, codes);
      if (code !== null) codes.add(code);
    }
    for (const service of mentions.destinationServices) services.add(service);
    for (const name of mentions.sourcePortNames) sourceNames.add(name);
  }
  for (const cluster of clusters) {
    for (const { name, protocol, port } of declaredPorts(cluster)) {
      destinationPorts.get(protocol)?.push({ first: port, last: port });
      if (sourceNames.has(name)) sourcePorts.get(protocol)?.push({ first: port, last: port });
    }
    for (const service of services) {
      for (const { protocol, port } of cluster.services.get(service)?.members ?? []) {
        destinationPorts.get(protocol)?.push({ first: port, last: port });
      }
    }
  }
  return { destinationPorts, sourcePorts, protocols, icmp };
}

/** Every port that endpoints of a cluster declare, each once. */
const declaredPorts = oncePer(({ workloads, hosts }: Cluster): readonly NamedPort[] => {
  const ports = new Map<string, NamedPort>();
  for (const endpoint of [...workloads, ...hosts]) {
    for (const port of endpoint.ports) ports.set(`${port.name} ${port.protocol} ${port.port}`, port);
  }
  return [...ports.values()];
});
