import { effectiveLabels } from '../cluster/effective-labels';
import type { ClusterNode, HostEndpoint, NetworkSet, WorkloadEndpoint } from '../cluster/endpoint';
import { namespaceProfileName } from '../cluster/profile-source';
import type { ConnectionEnd } from '../evaluate/connection-end';
import type { RecordedFlow } from '../model/flow-report';
import type { Labels } from '../model/resource';
import { NO_ORIGIN } from '../model/source';
import type { Address } from '../net/address';
import { addressKey } from '../net/address';
import type { EndClass, RecordedEnd } from './flow-record';
import type { FlowFacts } from './flow-facts';
import type { NetworkPieces } from './network-pieces';
import { createNetworkPieces } from './network-pieces';
import { createPodNames } from './pod-names';

export type Confidence = RecordedFlow['confidence'];

/** Who a recorded name may stand for. */
export interface ResolvedEnd {
  /** What it was found as; `undefined`: nobody has the name, or several kinds do. */
  readonly class: EndClass | undefined;
  /** One for each that some policy can tell from the others. */
  readonly candidates: readonly ConnectionEnd[];
  readonly confidence: Confidence;
  /** Ids of all parties that it may be. */
  readonly parties: readonly string[];
  /** Why nobody is found; `''` otherwise. */
  readonly why: string;
}

export interface EndResolver {
  /** `other`: the namespace of the other end, which decides what a set's name stands for. */
  resolve(end: RecordedEnd, other: string | undefined): ResolvedEnd;
}

/** Finds the ends of recorded flows in the snapshot (reference: flows-and-lockout A6, step 1): the first rung that gives candidates wins. */
export function createEndResolver(facts: FlowFacts): EndResolver {
  const context: ResolveContext = {
    facts,
    pods: createPodNames(facts.cluster),
    networks: createNetworkPieces(facts),
    hosts: groupBy(facts.cluster.hosts, ({ node }) => node),
    sets: new Map(facts.cluster.sets.map((set) => [`${set.namespace}/${set.name}`, set])),
    partyIds: new Set(facts.parties.map(({ id }) => id)),
  };
  const known = new Map<string, ResolvedEnd>();
  return {
    resolve(end, other) {
      const key = JSON.stringify([end.class, end.namespace, end.name, end.labels, other]);
      const resolved = known.get(key) ?? resolveEnd(end, other, context);
      known.set(key, resolved);
      return resolved;
    },
  };
}

interface ResolveContext {
  readonly facts: FlowFacts;
  readonly pods: ReturnType<typeof createPodNames>;
  readonly networks: NetworkPieces;
  readonly hosts: ReadonlyMap<string, readonly HostEndpoint[]>;
  readonly sets: ReadonlyMap<string, NetworkSet>;
  readonly partyIds: ReadonlySet<string>;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}

function nobody(why: string): ResolvedEnd {
  return { class: undefined, candidates: [], confidence: 'none', parties: [], why };
}

function resolveEnd(end: RecordedEnd, other: string | undefined, context: ResolveContext): ResolvedEnd {
  switch (end.class) {
    case 'wep':
      return resolvePod(end, context);
    case 'hep':
      return resolveHost(end.name, context) ?? nobody(`the snapshot has no node ${end.name}`);
    case 'ns':
      return resolveSet(end, other, context) ?? nobody(`the snapshot has no network set ${placeOf(end)}`);
    case 'net':
      return resolveNetwork(end.name, context) ?? nobody(`${end.name} is neither pub nor pvt`);
    case undefined:
      return resolveUntold(end, other, context);
  }
}

function placeOf({ namespace, name }: RecordedEnd): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** Whisker does not tell the class: whoever has the name may be meant. */
function resolveUntold(end: RecordedEnd, other: string | undefined, context: ResolveContext): ResolvedEnd {
  const set = resolveSet(end, other, context);
  if (end.namespace !== undefined) {
    const pod = resolvePod(end, context);
    return mergeEnds([pod.confidence === 'exact' || set === null ? pod : null, set]);
  }
  const network = resolveNetwork(end.name, context);
  const found = [network, network === null ? resolveHost(end.name, context) : null, set];
  if (found.every((one) => one === null))
    return nobody(`the snapshot has no node and no global network set ${end.name}`);
  return mergeEnds(found);
}

/** Several that share the name: any of them. */
function mergeEnds(ends: readonly (ResolvedEnd | null)[]): ResolvedEnd {
  const found = ends.filter((end) => end !== null);
  const [first] = found;
  if (first !== undefined && found.length === 1) return first;
  return {
    class: undefined,
    candidates: found.flatMap(({ candidates }) => candidates),
    confidence: 'approximate',
    parties: found.flatMap(({ parties }) => parties),
    why: '',
  };
}

function resolvePod(end: RecordedEnd, context: ResolveContext): ResolvedEnd {
  const namespace = end.namespace ?? '';
  const labels = end.labels === undefined ? undefined : readLabels(end.labels);
  const found = context.pods.find(namespace, end.name, labels);
  if (found !== null) return podsEnd(found.pods, found.confidence, context);
  const pod = labels === undefined ? null : inventPod(namespace, end.name, labels, context.facts);
  if (pod === null) return nobody(`the snapshot has no pod ${placeOf(end)}`);
  return { class: 'wep', candidates: [{ tag: 'pod', workload: pod }], confidence: 'synthetic', parties: [], why: '' };
}

function readLabels(written: readonly string[]): Labels {
  return Object.fromEntries(
    written.map((label) => {
      const equals = label.indexOf('=');
      return equals < 0 ? [label, ''] : [label.slice(0, equals), label.slice(equals + 1)];
    }),
  );
}

/** One pod of everything that policies tell apart: parties, and addresses. */
function podsEnd(
  pods: readonly WorkloadEndpoint[],
  confidence: Confidence,
  { facts, networks }: ResolveContext,
): ResolvedEnd {
  const classes = new Map<string, WorkloadEndpoint>();
  const parties = new Set<string>();
  for (const pod of pods) {
    const party = facts.partyOf(pod);
    parties.add(party);
    const key = `${party} ${pod.addresses.map(networks.signatureAt).join(' ')}`;
    if (!classes.has(key)) classes.set(key, pod);
  }
  return {
    class: 'wep',
    candidates: [...classes.values()].map((workload) => ({ tag: 'pod', workload })),
    confidence,
    parties: [...parties],
    why: '',
  };
}

/** A pod that is gone: its namespace and the labels that all of its kind had. Its account and its named ports nobody knows. */
function inventPod(namespace: string, name: string, own: Labels, facts: FlowFacts): WorkloadEndpoint | null {
  const { cluster, labelSets } = facts;
  const profiles = [namespaceProfileName(namespace)];
  const profile = cluster.profiles.get(namespaceProfileName(namespace));
  if (profile?.tag !== 'namespace') return null;
  const labels: Labels = { ...own, 'projectcalico.org/namespace': namespace, 'projectcalico.org/orchestrator': 'k8s' };
  const known = effectiveLabels(labels, profiles, cluster.profiles, labelSets);
  return {
    tag: 'workload',
    namespace,
    name: `${name} ${JSON.stringify(own)}`,
    owner: { kind: 'Pod', name },
    node: '',
    labels: labelSets.intern(known.labels, [...new Set([...known.unknownPrefixes, 'pcsa.', ACCOUNT_LABEL])]),
    profiles,
    addresses: [],
    ports: [],
    replicas: 1,
    resource: {
      kind: 'Pod',
      apiVersion: 'v1',
      name,
      namespace,
      labels: own,
      annotations: {},
      body: {},
      role: 'snapshot',
      origin: NO_ORIGIN,
    },
  };
}

const ACCOUNT_LABEL = 'projectcalico.org/serviceaccount';

/** Every address of every host endpoint of the node; without host endpoints those of the node itself. */
function resolveHost(name: string, { facts, hosts, partyIds }: ResolveContext): ResolvedEnd | null {
  const node = facts.cluster.nodes.find((candidate) => candidate.name === name);
  const own = hosts.get(name) ?? [];
  const [host] = own;
  const expected = own.flatMap(({ addresses }) => addresses);
  const stand = node ?? (host && nodeOf(host, expected));
  if (stand === undefined) return null;
  const addresses = expected.length > 0 ? expected : [...stand.addresses, ...stand.tunnelAddresses];
  const unique = new Map(addresses.map((address) => [addressKey(address), address]));
  if (unique.size === 0) return null;
  return {
    class: 'hep',
    candidates: [...unique.values()].map((address) => ({ tag: 'node', node: stand, address })),
    confidence: expected.length > 0 ? 'exact' : 'approximate',
    parties: [`host:${name}`].filter((id) => partyIds.has(id)),
    why: '',
  };
}

/** What host endpoints tell of a node that is not in the files. */
function nodeOf({ node, resource }: HostEndpoint, addresses: readonly Address[]): ClusterNode {
  return { name: node, addresses, tunnelAddresses: [], labels: {}, controlPlane: false, resource };
}

function resolveSet(end: RecordedEnd, other: string | undefined, context: ResolveContext): ResolvedEnd | null {
  const set = context.sets.get(`${end.namespace ?? ''}/${end.name}`);
  if (set === undefined) return null;
  const candidates = context.networks.ofSet(set, other);
  if (candidates.length === 0)
    return nobody(`no address of ${placeOf(end)} is left that no other set, pod or host has`);
  const parties = [`set:${set.namespace}/${set.name}`].filter((id) => context.partyIds.has(id));
  return { class: 'ns', candidates, confidence: 'exact', parties, why: '' };
}

/** The internet stands for all addresses that nobody names, so only public ones are its. */
const INTERNET = 'external:internet';

function resolveNetwork(name: string, { networks, partyIds }: ResolveContext): ResolvedEnd | null {
  if (name !== 'pub' && name !== 'pvt') return null;
  const parties = [INTERNET].filter((id) => name === 'pub' && partyIds.has(id));
  return { class: 'net', candidates: networks.ofNetwork(name), confidence: 'exact', parties, why: '' };
}
