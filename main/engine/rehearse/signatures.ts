import type { Cluster } from '../cluster/cluster';
import type { WorkloadEndpoint } from '../cluster/endpoint';
import { everyRule } from '../compile/every-rule';
import type { Policy, Rule } from '../compile/policy';
import type { Address } from '../net/address';
import { addressKey } from '../net/address';
import type { Prefix } from '../net/prefix';
import { formatPrefix } from '../net/prefix';
import { intervalStarts } from '../net/interval-starts';
import { buildPrefixIndex } from '../net/prefix-index';

/** Tells endpoints apart by everything that a policy of any world can see of them. */
export interface Signatures {
  /** `before`: the same pod without the change set. */
  ofWorkload(workload: WorkloadEndpoint, before: WorkloadEndpoint): string;
  ofAddress(address: Address): string;
  /** One address of every piece of a network that some rule or set treats differently, with its signature. */
  ofNetwork(network: Prefix): ReadonlyMap<string, Address>;
}

/** Signatures with what they were made of. */
interface KnownSignatures {
  readonly clusters: readonly Cluster[];
  readonly mentioned: string;
  readonly signatures: Signatures;
}

/** By the last of the clusters: policies that mention the same addresses and services tell the same endpoints apart. */
const KNOWN = new WeakMap<Cluster, KnownSignatures>();

/** `policed`: hosts police forwarded traffic, so the node of a pod matters too. */
export function createSignatures(
  policies: readonly Policy[],
  clusters: readonly Cluster[],
  policed: boolean,
): Signatures {
  const last = clusters.at(-1);
  if (last === undefined) throw new Error('signatures of no cluster');
  const rules = everyRule(policies, clusters);
  const listed = listNets(rules);
  const mentioned = JSON.stringify([policed, listed.map(formatPrefix), [...serviceNames(rules)]]);
  const known = KNOWN.get(last);
  const isSame =
    known?.mentioned === mentioned &&
    known.clusters.length === clusters.length &&
    known.clusters.every((cluster, place) => cluster === clusters[place]);
  if (isSame) return known.signatures;
  const signatures = makeSignatures(listed, rules, clusters, policed);
  KNOWN.set(last, { clusters, mentioned, signatures });
  return signatures;
}

function makeSignatures(
  listed: readonly Prefix[],
  rules: readonly Rule[],
  clusters: readonly Cluster[],
  policed: boolean,
): Signatures {
  const nets = buildPrefixIndex(listed.map((prefix, index) => ({ prefix, value: index })));
  const cuts = [...listed, ...clusters.flatMap((cluster) => cluster.sets.flatMap((set) => set.nets))];
  const sets = clusters.map((cluster) =>
    buildPrefixIndex(cluster.sets.flatMap((set) => set.nets.map((prefix) => ({ prefix, value: set.labels.index })))),
  );
  const services = serviceAddresses(rules, clusters);
  const owners = clusters.map(ownedAddresses);
  const ofAddress = (address: Address): string => {
    const key = addressKey(address);
    return [
      address.family,
      nets.covering(address).join(','),
      sets.map((index) => [...new Set(index.covering(address))].join(',')).join('/'),
      owners.map((owned) => (owned.get(key) ?? []).join(',')).join('/'),
      services.get(key)?.join(',') ?? '',
    ].join(' ');
  };
  const ofPod = (workload: WorkloadEndpoint): string => {
    const ports = workload.ports.map((port) => `${port.name}/${port.protocol}/${port.port}`).join(',');
    const addresses = workload.addresses.map(ofAddress).join('|');
    const node = policed ? workload.node : '';
    return [workload.labels.index, workload.profiles.join(','), ports, node, addresses].join(';');
  };
  return {
    ofAddress,
    ofNetwork(network) {
      const pieces = new Map<string, Address>();
      for (const address of intervalStarts(network, cuts)) {
        const signature = ofAddress(address);
        if (!pieces.has(signature)) pieces.set(signature, address);
      }
      return pieces;
    },
    ofWorkload(workload, before) {
      const then = ofPod(workload);
      const now = before === workload ? then : ofPod(before);
      return now === then ? then : `${now} becomes ${then}`;
    },
  };
}

function listNets(rules: readonly Rule[]): readonly Prefix[] {
  const byText = new Map<string, Prefix>();
  for (const rule of rules) {
    for (const entity of [rule.source, rule.destination]) {
      for (const net of [...(entity.nets ?? []), ...(entity.notNets ?? [])]) byText.set(formatPrefix(net), net);
    }
  }
  return [...byText.values()];
}

function serviceNames(rules: readonly Rule[]): ReadonlySet<string> {
  return new Set(
    rules.flatMap((rule) => [rule.source.service, rule.destination.service].filter((service) => service !== null)),
  );
}

function serviceAddresses(
  rules: readonly Rule[],
  clusters: readonly Cluster[],
): ReadonlyMap<string, readonly string[]> {
  const names = serviceNames(rules);
  const byAddress = new Map<string, string[]>();
  for (const cluster of clusters) {
    for (const name of names) {
      for (const { address, protocol, port } of cluster.services.get(name)?.members ?? []) {
        const key = addressKey(address);
        byAddress.set(key, [...(byAddress.get(key) ?? []), `${name} ${protocol} ${port}`]);
      }
      for (const key of cluster.services.get(name)?.addresses ?? []) {
        byAddress.set(key, [...(byAddress.get(key) ?? []), name]);
      }
    }
  }
  return byAddress;
}

function ownedAddresses(cluster: Cluster): ReadonlyMap<string, readonly number[]> {
  const owned = new Map<string, number[]>();
  for (const endpoint of [...cluster.workloads, ...cluster.hosts]) {
    for (const address of endpoint.addresses) {
      const key = addressKey(address);
      owned.set(key, [...(owned.get(key) ?? []), endpoint.labels.index]);
    }
  }
  return owned;
}
