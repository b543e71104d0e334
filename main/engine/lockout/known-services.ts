import type { Cluster } from '../cluster/cluster';
import type { ConnectionEnd } from '../evaluate/connection-end';
import { objectAt, readIntOrText, readNumber, readObjectList, readText, readTextList } from '../load/fields';
import type { JsonObject } from '../model/json';
import type { Resource } from '../model/resource';
import type { Address } from '../net/address';
import { addressKey, parseAddresses } from '../net/address';
import { parseProtocol } from '../net/protocol';
import type { Target } from './connect-ends';
import type { KnownPod } from './known-pods';

/** One port of a service with the backends that it leads to. */
export interface ServicePort {
  /** `''`: none. */
  readonly name: string;
  readonly protocol: number;
  /** What clients dial at the address of the service. */
  readonly port: number;
  /** `0`: none. */
  readonly nodePort: number;
  readonly backends: readonly { readonly end: ConnectionEnd; readonly port: number }[];
}

export interface KnownService {
  readonly namespace: string;
  readonly name: string;
  readonly type: string;
  /** Empty for headless services. */
  readonly addresses: readonly Address[];
  readonly localTraffic: boolean;
  /** 0: none. */
  readonly healthCheckNodePort: number;
  readonly sourceRanges: readonly string[];
  readonly ports: readonly ServicePort[];
}

/** Finds who owns an address: a pod, a node, or nobody that the snapshot knows. */
export type FindOwner = (address: Address) => ConnectionEnd;

export function createOwnerIndex(cluster: Cluster): FindOwner {
  const owners = new Map<string, ConnectionEnd>();
  const nodes = new Map(cluster.nodes.map((node) => [node.name, node]));
  for (const host of cluster.hosts) {
    const node = nodes.get(host.node);
    if (node === undefined) continue;
    for (const address of host.addresses) owners.set(addressKey(address), { tag: 'node', node, address });
  }
  for (const node of cluster.nodes) {
    for (const address of [...node.addresses, ...node.tunnelAddresses]) {
      owners.set(addressKey(address), { tag: 'node', node, address });
    }
  }
  for (const workload of cluster.workloads) {
    for (const address of workload.addresses) owners.set(addressKey(address), { tag: 'pod', workload });
  }
  return (address) => owners.get(addressKey(address)) ?? { tag: 'outside', address };
}

/** Backends come from EndpointSlices; without one from the pods that the selector finds. */
export function readKnownService(
  resource: Resource,
  cluster: Cluster,
  pods: readonly KnownPod[],
  ownerOf: FindOwner,
): KnownService {
  const spec = objectAt(resource.body, 'spec');
  const selected = selectPods(resource, spec, pods);
  const entries = readObjectList(spec, 'ports') ?? [];
  const members = cluster.services.get(`${resource.namespace}/${resource.name}`)?.members ?? [];
  const backendsOf = (target: number | string, protocol: number): ServicePort['backends'] => {
    const numbers = new Set(selected.map((pod) => targetPort(pod, target, protocol)));
    if (typeof target === 'number') numbers.add(target);
    const served = members.filter((member) => member.protocol === protocol);
    const matching = served.filter(({ port }) => entries.length === 1 || numbers.has(port));
    if (members.length > 0) return matching.map(({ address, port }) => ({ end: ownerOf(address), port }));
    return selected.flatMap((pod) => {
      const port = targetPort(pod, target, protocol);
      return port === 0 ? [] : pod.ends.map((end) => ({ end, port }));
    });
  };
  return {
    namespace: resource.namespace,
    name: resource.name,
    type: readText(spec, 'type') ?? 'ClusterIP',
    addresses: clusterAddresses(spec),
    localTraffic: readText(spec, 'externalTrafficPolicy') === 'Local',
    healthCheckNodePort: readNumber(spec, 'healthCheckNodePort') ?? 0,
    sourceRanges: readTextList(spec, 'loadBalancerSourceRanges') ?? [],
    ports: entries.flatMap((entry): readonly ServicePort[] => {
      const port = readNumber(entry, 'port') ?? 0;
      const read = parseProtocol(readText(entry, 'protocol') ?? 'TCP');
      if (port === 0 || read.tag === 'error') return [];
      const backends = backendsOf(readIntOrText(entry, 'targetPort') ?? port, read.number);
      const name = readText(entry, 'name') ?? '';
      return [{ name, protocol: read.number, port, nodePort: readNumber(entry, 'nodePort') ?? 0, backends }];
    }),
  };
}

/** None for headless services, and for manifests that leave the choice to the API server. */
export function clusterAddresses(spec: JsonObject): readonly Address[] {
  return parseAddresses(readTextList(spec, 'clusterIPs') ?? [readText(spec, 'clusterIP') ?? '']);
}

function selectPods(service: Resource, spec: JsonObject, pods: readonly KnownPod[]): readonly KnownPod[] {
  const wanted = Object.entries(objectAt(spec, 'selector'));
  if (wanted.length === 0) return [];
  return pods.filter(
    ({ namespace, labels }) => namespace === service.namespace && wanted.every(([key, value]) => labels[key] === value),
  );
}

function targetPort({ ports }: KnownPod, target: number | string, protocol: number): number {
  if (typeof target === 'number') return target;
  return ports.find((port) => port.name === target && port.protocol === protocol)?.port ?? 0;
}

/** By the address of the service where it has one, else straight to the backends. Each target goes with its port. */
export function dialService(
  service: KnownService,
  { port, backends }: Pick<ServicePort, 'port' | 'backends'>,
): readonly { readonly target: Target; readonly port: number }[] {
  return backends.flatMap(({ end, port: targeted }) => {
    const families = end.tag === 'pod' ? end.workload.addresses.map(({ family }) => family) : [end.address.family];
    const own = service.addresses.filter(({ family }) => families.length === 0 || families.includes(family));
    const vias = own.length === 0 ? [null] : own.map((address) => ({ address, port, node: '' }));
    return vias.map((via) => ({ target: { end, via }, port: targeted }));
  });
}
