import type { Cluster } from '../cluster/cluster';
import type { WorkloadEndpoint } from '../cluster/endpoint';
import type { ConnectionEnd } from '../evaluate/connection-end';
import { oncePer } from '../model/once-per';

/** The pods of one cluster, by name; and what was answered, so that the same pod is not named again. */
interface Pods {
  readonly byName: ReadonlyMap<string, WorkloadEndpoint>;
  readonly answers: WeakMap<WorkloadEndpoint, WorkloadEndpoint>;
}

const podsOf = oncePer(({ workloads }: Cluster): Pods => ({
  byName: new Map(workloads.map((pod) => [podKey(pod), pod])),
  answers: new WeakMap(),
}));

/**
 * The pod as a cluster has it: objects of the change set, a Namespace above all, change what a pod inherits from them. A pod that the
 * cluster does not have yet stands for itself.
 */
export function podIn(cluster: Cluster, workload: WorkloadEndpoint): WorkloadEndpoint {
  const { byName, answers } = podsOf(cluster);
  const known = answers.get(workload);
  if (known !== undefined) return known;
  const answer = byName.get(podKey(workload)) ?? workload;
  answers.set(workload, answer);
  return answer;
}

export function endIn(cluster: Cluster, end: ConnectionEnd): ConnectionEnd {
  if (end.tag !== 'pod') return end;
  const workload = podIn(cluster, end.workload);
  return workload === end.workload ? end : { tag: 'pod', workload };
}

function podKey(workload: WorkloadEndpoint): string {
  return `${workload.namespace}/${workload.name}`;
}
