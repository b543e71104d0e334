import type { Cluster } from '../cluster/cluster';
import type { ClusterNode, WorkloadEndpoint } from '../cluster/endpoint';
import type { ConnectionEnd } from '../evaluate/connection-end';
import type { Resource } from '../model/resource';
import type { OwnPath } from '../model/workspace';
import { addressKey, parseAddresses } from '../net/address';
import { compareCodePoints } from '../selector/compare-code-points';
import type { Rollout } from '../rehearse/worlds';
import type { ApiServer, ApiService } from './api-server';
import { findApiServers, findApiService } from './api-server';
import type { EndClasses } from './end-classes';
import { createEndClasses } from './end-classes';
import type { KnownPod } from './known-pods';
import { indexByName, readKnownPods } from './known-pods';
import type { FindOwner, KnownService } from './known-services';
import { createOwnerIndex, readKnownService } from './known-services';
import type { Absence } from './path-draft';

/** What the user says beside the snapshot. */
export interface AskedPaths {
  readonly adminCidrs: readonly string[];
  readonly ownPaths: readonly OwnPath[];
}

/** What rows are resolved from: the cluster as it is at the end of the rollout. */
export interface LockoutFacts extends AskedPaths {
  readonly cluster: Cluster;
  readonly classes: EndClasses;
  readonly pods: readonly KnownPod[];
  readonly podsByName: ReadonlyMap<string, readonly KnownPod[]>;
  readonly servers: readonly ApiServer[];
  readonly apiService: ApiService | null;
  readonly ownerOf: FindOwner;
  /** By namespace and name. */
  service(namespace: string, name: string): KnownService | null;
  services(wanted: (resource: Resource) => boolean): readonly KnownService[];
  /** The pods of each namespace that Calico polices, sorted by its name. */
  readonly namespaces: readonly EndGroup[];
  /** Hosts police forwarded traffic: then what pods dial before it is rewritten matters, too. */
  readonly hostsPoliceForwarding: boolean;
  /** In the families of the nodes: addresses that nobody in the snapshot owns, one of every piece that policies of hosts treat differently. */
  elsewhere(): readonly ConnectionEnd[];
  /** The same, with the pieces that policies of these pods treat differently. */
  elsewhereFor(pods: readonly WorkloadEndpoint[]): readonly ConnectionEnd[];
}

export function readLockoutFacts(rollout: Rollout, asked: AskedPaths): LockoutFacts {
  const { cluster } = rollout.worlds.final;
  const classes = createEndClasses(rollout);
  const pods = readKnownPods(cluster);
  const ownerOf = createOwnerIndex(cluster);
  const resources = new Map(
    cluster.resources
      .filter(({ kind }) => kind === 'Service')
      .map((resource) => [`${resource.namespace}/${resource.name}`, resource]),
  );
  const known = remember((resource: Resource) => readKnownService(resource, cluster, pods, ownerOf));
  const families = ([4, 6] as const).filter((family) =>
    cluster.nodes.some(({ addresses }) => addresses.some((address) => address.family === family)),
  );
  const elsewhereFor = (concerned: readonly WorkloadEndpoint[]) =>
    families.flatMap((family) => classes.elsewhere(family, concerned));
  let nowhere: readonly ConnectionEnd[] | undefined;
  return {
    ...asked,
    cluster,
    classes,
    pods,
    podsByName: indexByName(pods),
    servers: findApiServers(cluster),
    apiService: findApiService(cluster),
    ownerOf,
    service(namespace, name) {
      const resource = resources.get(`${namespace}/${name}`);
      return resource === undefined ? null : known(resource);
    },
    services: (wanted) => [...resources.values()].filter(wanted).map(known),
    namespaces: byNamespace(cluster.workloads),
    hostsPoliceForwarding: rollout.hostsPoliceForwarding,
    elsewhere: () => (nowhere ??= elsewhereFor([])),
    elsewhereFor,
  };
}

function remember<K, V>(make: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = make(key);
    known.set(key, made);
    return made;
  };
}

function byNamespace(workloads: readonly WorkloadEndpoint[]): readonly EndGroup[] {
  const namespaces = new Map<string, ConnectionEnd[]>();
  for (const workload of workloads) {
    const ends = namespaces.get(workload.namespace) ?? [];
    namespaces.set(workload.namespace, ends);
    ends.push({ tag: 'pod', workload });
  }
  return [...namespaces]
    .toSorted(([left], [right]) => compareCodePoints(left, right))
    .map(([namespace, ends]) => ({ label: `pods of ${namespace}`, ends }));
}

/** Ends under one name. */
export interface EndGroup {
  readonly label: string;
  readonly ends: readonly ConnectionEnd[];
}

/** Somebody outside whom nothing in the snapshot places. */
export function anywhere(facts: LockoutFacts, who: string): EndGroup {
  return { label: `${who}, wherever they are`, ends: facts.elsewhere() };
}

/** A process in the network of a node. */
type NodeEnd = Extract<ConnectionEnd, { readonly tag: 'node' }>;

export function nodeEnds(node: ClusterNode): readonly NodeEnd[] {
  return node.addresses.map((address) => ({ tag: 'node', node, address }));
}

/** Where a node is reached on interfaces that its status does not list: addresses that its host endpoints expect. */
export function otherNodeEnds({ cluster }: LockoutFacts, node: ClusterNode): readonly NodeEnd[] {
  const own = new Set([...node.addresses, ...node.tunnelAddresses].map(addressKey));
  const expected = cluster.hosts.filter((host) => host.node === node.name).flatMap(({ addresses }) => addresses);
  const others = new Map(expected.map((address) => [addressKey(address), address]));
  return [...others].flatMap(([key, address]) => (own.has(key) ? [] : [{ tag: 'node', node, address }]));
}

/** A process that dials, or listens on, the loopback address of its node. */
export function loopbackEnds(node: ClusterNode): readonly ConnectionEnd[] {
  const families = [...new Set(node.addresses.map(({ family }) => family))];
  return families.flatMap((family) =>
    LOOPBACK.filter((address) => address.family === family).map((address) => ({ tag: 'node', node, address }) as const),
  );
}

/** The same objects for all nodes: what is known of an address is known by the object. */
const LOOPBACK = parseAddresses(['127.0.0.1', '::1']);

export function nodeGroup({ cluster }: LockoutFacts, nodes: readonly ClusterNode[]): EndGroup {
  const [first] = nodes;
  const ends = nodes.flatMap(nodeEnds);
  if (first === undefined || nodes.length === 1) return { label: first?.name ?? '', ends };
  if (nodes.length === cluster.nodes.length) return { label: 'every node', ends };
  const label = nodes.every(({ controlPlane }) => controlPlane) ? 'control-plane nodes' : `${nodes.length} nodes`;
  return { label, ends };
}

export function everyNode(facts: LockoutFacts): EndGroup {
  return nodeGroup(facts, facts.cluster.nodes);
}

/** Where API servers run, with the port that each listens on. */
export function serverGroup({ servers }: LockoutFacts): EndGroup {
  const [first, ...others] = servers;
  const label = first !== undefined && others.length === 0 ? first.label : 'the API servers';
  return { label, ends: servers.map(({ end }) => end) };
}

/** Pods that one of the labels by which people name applications calls so. */
export function podsCalled({ podsByName }: LockoutFacts, names: readonly string[]): readonly KnownPod[] {
  return [...new Set(names.flatMap((name) => podsByName.get(name) ?? []))];
}

export function podGroup(label: string, pods: readonly KnownPod[]): EndGroup {
  return { label, ends: pods.flatMap(({ ends }) => ends) };
}

/** `what` is not in the snapshot: in a complete one there is none, in any other it may be fetched. */
export function lacking({ cluster }: LockoutFacts, what: string, command: string): Absence {
  if (cluster.profile.complete) return { why: `the snapshot is complete and has no ${what}`, needless: true };
  return { why: `no ${what} is in the snapshot; fetch it: ${command}`, needless: false };
}

/** Nothing in any snapshot can tell it. */
export function untold(why: string): Absence {
  return { why, needless: false };
}

export const NO_NODE: Absence = {
  why: 'the snapshot has no Node; fetch them: kubectl get nodes -o yaml',
  needless: false,
};
export const NO_API_SERVER: Absence = {
  why: 'neither endpoints of service default/kubernetes nor a control-plane Node; fetch them: kubectl get nodes,endpointslices -A -o yaml',
  needless: false,
};
export const NO_ADMIN_NETWORK: Absence = {
  why: 'no admin network is given: name one with --admin or in the workspace',
  needless: false,
};
