import type { Cluster } from '../../cluster/cluster';
import type { HostEndpoint, WorkloadEndpoint } from '../../cluster/endpoint';
import type { Policy } from '../../compile/policy';
import { countOf } from '../../model/count-words';
import type { Tri } from '../../model/tri';
import { MAYBE, YES } from '../../model/tri';
import type { Rollout } from '../../rehearse/worlds';

/** Who a policy selects. */
export interface Selected {
  readonly workloads: readonly WorkloadEndpoint[];
  readonly hosts: readonly HostEndpoint[];
  /** Some labels are not in the files: these may be selected, too. */
  readonly unknown: number;
}

/** Every endpoint of a cluster that a policy selects; not only one per class. */
export function selectedBy(policy: Policy, cluster: Cluster, { shared }: Rollout): Selected {
  const answer = ({ labels }: WorkloadEndpoint | HostEndpoint): Tri =>
    shared.selectors.matches(policy.selector, labels);
  const all = [...cluster.workloads, ...cluster.hosts];
  return {
    workloads: cluster.workloads.filter((workload) => answer(workload) === YES),
    hosts: cluster.hosts.filter((host) => answer(host) === YES),
    unknown: all.filter((endpoint) => answer(endpoint) === MAYBE).length,
  };
}

/** Pods behind workloads: those in the files, and the replicas that a controller declares. */
export function podsOf(workloads: readonly WorkloadEndpoint[]): number {
  return workloads.reduce((sum, { replicas }) => sum + replicas, 0);
}

/** `3 nodes, 41 system pods and 12 other pods`; `nobody`. */
export function describeSelected({ workloads, hosts, unknown }: Selected): string {
  const nodes = new Set(hosts.map(({ node }) => node)).size;
  const system = podsOf(workloads.filter(isSystemPod));
  const other = podsOf(workloads) - system;
  const parts = [
    nodes === 0 ? '' : countOf(nodes, 'node'),
    system === 0 ? '' : countOf(system, 'system pod'),
    other === 0 ? '' : countOf(other, nodes + system === 0 ? 'pod' : 'other pod'),
  ].filter((part) => part !== '');
  const told = parts.length === 0 ? 'nobody' : joinWords(parts);
  return unknown === 0 ? told : `${told}, and perhaps ${unknown} more whose labels the files do not tell`;
}

function joinWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** Namespaces that the cluster itself lives in. */
const SYSTEM_NAMESPACE = /^(kube|calico|tigera|openshift)-/;

export function isSystemPod({ namespace }: WorkloadEndpoint): boolean {
  return SYSTEM_NAMESPACE.test(namespace);
}
