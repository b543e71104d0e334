import type { Cluster } from '../cluster/cluster';
import type { ClusterNode, WorkloadEndpoint } from '../cluster/endpoint';
import type { Policy } from '../compile/policy';
import type { ConnectionEnd } from '../evaluate/connection-end';
import { nodeName } from '../evaluate/connection-end';
import { objectAt, readText } from '../load/fields';
import { NO } from '../model/tri';
import type { Address } from '../net/address';
import { addressKey, parseAddresses } from '../net/address';
import type { Prefix } from '../net/prefix';
import { containsAddress, parsePrefixes } from '../net/prefix';
import { podIn } from '../rehearse/end-in';
import { createSignatures } from '../rehearse/signatures';
import type { Rollout } from '../rehearse/worlds';
import { allPolicies } from '../rehearse/worlds';
import { createNodeClasses } from './node-classes';

/** Tells the ends of protected paths apart by all that any world can see of them, and finds the pieces of networks. */
export interface EndClasses {
  /** The class of an end; which node it stands on is left out, what that node is like is not. */
  ofEnd(end: ConnectionEnd): string;
  ofNode(name: string): string;
  /** One address of every piece of a network that some rule or set treats differently. */
  network(prefix: Prefix): readonly ConnectionEnd[];
  /** Addresses that nobody in the snapshot owns, one of every piece that policies of hosts, or of these pods, treat differently. */
  elsewhere(family: 4 | 6, pods: readonly WorkloadEndpoint[]): readonly ConnectionEnd[];
}

export function createEndClasses(rollout: Rollout): EndClasses {
  const before = rollout.worlds.now.cluster;
  const after = rollout.worlds.final.cluster;
  const clusters = [before, after];
  const policies = allPolicies(rollout);
  const signatures = createSignatures(policies, clusters, false);
  const nodes = createNodeClasses(rollout);
  const pools = readPools(after);
  const pods = new Map<WorkloadEndpoint, string>();
  const numbers = new Map<string, number>();
  const owned = new Set(
    [...after.nodes, ...after.workloads, ...after.hosts].flatMap(({ addresses }) => addresses.map(addressKey)),
  );

  const poolOf = (address: Address) => pools.findIndex((pool) => containsAddress(pool, address));
  const ofPod = (workload: WorkloadEndpoint): string => {
    const known = pods.get(workload);
    if (known !== undefined) return known;
    const text = signatures.ofWorkload(workload, podIn(before, workload));
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    const found = `pod ${number} ${workload.addresses.map(poolOf).join(',')} ${nodes.ofNode(workload.node)}`;
    pods.set(workload, found);
    return found;
  };

  return {
    ofEnd(end) {
      switch (end.tag) {
        case 'pod':
          return ofPod(end.workload);
        case 'node':
          return `node ${nodes.ofNode(nodeName(end))} ${nodes.ofAddress(end.address)}${otherInterface(end.node, end.address)}`;
        case 'outside':
          return `outside ${addressKey(end.address)}`;
      }
    },
    ofNode: (name) => nodes.ofNode(name),
    network: (prefix) => [...signatures.ofNetwork(prefix).values()].map(outside),
    elsewhere(family, concerned) {
      const local = createSignatures(selectingPolicies(policies, clusters, concerned, rollout), clusters, false);
      const everything = EVERYTHING.filter((prefix) => prefix.family === family);
      const pieces = new Map(everything.flatMap((prefix) => [...local.ofNetwork(prefix)]));
      for (const address of KNOWN_NOWHERE) {
        const signature = local.ofAddress(address);
        if (pieces.has(signature)) pieces.set(signature, address);
      }
      return [...pieces.values()].filter((address) => !owned.has(addressKey(address))).map(outside);
    },
  };
}

/** An address that the Node does not tell of may be on an interface that another host endpoint governs. */
function otherInterface({ addresses, tunnelAddresses }: ClusterNode, address: Address): string {
  const key = addressKey(address);
  return [...addresses, ...tunnelAddresses].some((own) => addressKey(own) === key) ? '' : ` at ${key}`;
}

/** Documentation addresses stand for their piece better than its first one, which may be 0.0.0.0. */
const KNOWN_NOWHERE = parseAddresses(['203.0.113.77', '2001:db8::77']);

const EVERYTHING = parsePrefixes(['0.0.0.0/0', '::/0']);

function outside(address: Address): ConnectionEnd {
  return { tag: 'outside', address };
}

/** Policies that may select a host endpoint, or one of these pods. */
function selectingPolicies(
  policies: readonly Policy[],
  clusters: readonly Cluster[],
  pods: readonly WorkloadEndpoint[],
  { shared: { selectors } }: Rollout,
): readonly Policy[] {
  const sets = new Set([...clusters.flatMap(({ hosts }) => hosts), ...pods].map(({ labels }) => labels));
  return policies.filter((policy) => [...sets].some((labels) => selectors.matches(policy.selector, labels) !== NO));
}

function readPools({ resources }: Cluster): readonly Prefix[] {
  const pools = resources.filter(({ kind }) => kind === 'IPPool');
  return parsePrefixes(pools.flatMap(({ body }) => readText(objectAt(body, 'spec'), 'cidr') ?? []));
}
