import type { Cluster } from '../cluster/cluster';
import type { WorkloadEndpoint } from '../cluster/endpoint';
import type { Policy } from '../compile/policy';
import { netsByText, ruleMentions } from '../compile/rule-mentions';
import { oncePer } from '../model/once-per';
import type { Address } from '../net/address';
import { addressKey } from '../net/address';
import type { Prefix } from '../net/prefix';
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

/** What signatures are made of: where it is the same, they tell the same endpoints apart. */
interface Ingredients {
  readonly clusters: readonly Cluster[];
  readonly nets: ReadonlyMap<string, Prefix>;
  readonly services: readonly string[];
  readonly policed: boolean;
}

const INGREDIENTS = new WeakMap<Signatures, Ingredients>();

/** `policed`: hosts police forwarded traffic, so the node of a pod matters too. `earlier` itself where it tells the same endpoints apart. */
export function createSignatures(
  policies: readonly Policy[],
  clusters: readonly Cluster[],
  policed: boolean,
  earlier?: Signatures,
): Signatures {
  const mentions = ruleMentions(policies, clusters);
  const ingredients: Ingredients = {
    clusters,
    nets: netsByText(mentions),
    services: [...new Set(mentions.flatMap(({ services }) => services))],
    policed,
  };
  const known = earlier && INGREDIENTS.get(earlier);
  if (earlier !== undefined && known !== undefined && areSame(known, ingredients)) return earlier;
  const signatures = makeSignatures(ingredients);
  INGREDIENTS.set(signatures, ingredients);
  return signatures;
}

function areSame(one: Ingredients, other: Ingredients): boolean {
  return (
    one.policed === other.policed &&
    areEqual(one.clusters, other.clusters) &&
    areEqual(one.services, other.services) &&
    areEqual([...one.nets.keys()], [...other.nets.keys()])
  );
}

function areEqual<T>(one: readonly T[], other: readonly T[]): boolean {
  return one.length === other.length && one.every((item, place) => item === other[place]);
}

function makeSignatures({ clusters, nets: named, services: names, policed }: Ingredients): Signatures {
  const listed = [...named.values()];
  const nets = buildPrefixIndex(listed.map((prefix, index) => ({ prefix, value: index })));
  const cuts = [...listed, ...clusters.flatMap((cluster) => cluster.sets.flatMap((set) => set.nets))];
  const sets = clusters.map(setIndex);
  const services = serviceAddresses(names, clusters);
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

/** The label sets of network sets, by their networks. */
const setIndex = oncePer((cluster: Cluster) =>
  buildPrefixIndex(cluster.sets.flatMap((set) => set.nets.map((prefix) => ({ prefix, value: set.labels.index })))),
);

function serviceAddresses(
  names: readonly string[],
  clusters: readonly Cluster[],
): ReadonlyMap<string, readonly string[]> {
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

/** The label sets of endpoints, by their addresses. */
const ownedAddresses = oncePer((cluster: Cluster): ReadonlyMap<string, readonly number[]> => {
  const owned = new Map<string, number[]>();
  for (const endpoint of [...cluster.workloads, ...cluster.hosts]) {
    for (const address of endpoint.addresses) {
      const key = addressKey(address);
      owned.set(key, [...(owned.get(key) ?? []), endpoint.labels.index]);
    }
  }
  return owned;
});
