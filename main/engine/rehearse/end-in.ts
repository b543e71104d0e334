import type { Cluster } from '../cluster/cluster';
import type { WorkloadEndpoint } from '../cluster/endpoint';
import type { ConnectionEnd } from '../evaluate/connection-end';

const PODS = new WeakMap<Cluster, ReadonlyMap<string, WorkloadEndpoint>>();

/**
 * The pod as a cluster has it: objects of the change set, a Namespace above all, change what a pod inherits from them. A pod that the
 * cluster does not have yet stands for itself.
 */
export function podIn(cluster: Cluster, workload: WorkloadEndpoint): WorkloadEndpoint {
  const pods = PODS.get(cluster) ?? new Map(cluster.workloads.map((pod) => [podKey(pod), pod]));
  PODS.set(cluster, pods);
  return pods.get(podKey(workload)) ?? workload;
}

export function endIn(cluster: Cluster, end: ConnectionEnd): ConnectionEnd {
  return end.tag === 'pod' ? { tag: 'pod', workload: podIn(cluster, end.workload) } : end;
}

function podKey(workload: WorkloadEndpoint): string {
  return `${workload.namespace}/${workload.name}`;
}
