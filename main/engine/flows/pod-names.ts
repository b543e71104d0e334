import type { Cluster } from '../cluster/cluster';
import type { WorkloadEndpoint } from '../cluster/endpoint';
import { objectAt, readText } from '../load/fields';
import type { Labels } from '../model/resource';

/** Pods by the names that flow logs give them. */
export interface PodNames {
  /** The pods of the first rung that has any; `null`: none has. */
  find(
    namespace: string,
    name: string,
    labels: Labels | undefined,
  ): { readonly pods: readonly WorkloadEndpoint[]; readonly confidence: 'exact' | 'approximate' } | null;
}

export function createPodNames(cluster: Cluster): PodNames {
  const byName = index(cluster.workloads, exactNames);
  const byOwner = index(cluster.workloads, ({ namespace, owner }) => [`${namespace}/${owner.name}`]);
  const byNamespace = index(cluster.workloads, ({ namespace }) => [namespace]);
  return {
    find(namespace, name, labels) {
      const exact = byName.get(`${namespace}/${name}`);
      if (exact !== undefined) return { pods: exact, confidence: 'exact' };
      for (const stem of stemsOf(name)) {
        const pods = byOwner.get(`${namespace}/${stem}`);
        if (pods !== undefined) return { pods, confidence: 'approximate' };
      }
      const lasting = Object.entries(labels ?? {}).filter(([key]) => !isFleeting(key));
      if (lasting.length === 0) return null;
      const alike = (byNamespace.get(namespace) ?? []).filter(({ labels: { labels: own } }) =>
        lasting.every(([key, value]) => own[key] === value),
      );
      return alike.length === 0 ? null : { pods: alike, confidence: 'approximate' };
    },
  };
}

function index(
  workloads: readonly WorkloadEndpoint[],
  keysOf: (workload: WorkloadEndpoint) => readonly string[],
): ReadonlyMap<string, readonly WorkloadEndpoint[]> {
  const found = new Map<string, WorkloadEndpoint[]>();
  for (const workload of workloads) {
    for (const key of keysOf(workload)) {
      const list = found.get(key);
      if (list === undefined) found.set(key, [workload]);
      else list.push(workload);
    }
  }
  return found;
}

/** The name itself, and `generateName` with a star; controllers that name their pods after themselves alone give it away. */
function exactNames({ namespace, name, owner, resource }: WorkloadEndpoint): readonly string[] {
  const generated = readText(objectAt(resource.body, 'metadata'), 'generateName');
  const names = [name, ...(generated === undefined ? [] : [`${generated}*`])];
  if (generated === undefined && NAMING_OWNERS.has(owner.kind)) names.push(`${owner.name}-*`);
  return names.map((text) => `${namespace}/${text}`);
}

const NAMING_OWNERS: ReadonlySet<string> = new Set(['StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job']);

/** What is left of the name of a Deployment's ReplicaSet, or of a CronJob's Job. */
const STEMS: readonly RegExp[] = [/^(.+)-[bcdfghjklmnpqrstvwxz2456789]{6,10}-\*$/, /^(.+)-\d{6,12}-\*$/, /^(.+)-\*$/];

function stemsOf(name: string): readonly string[] {
  return STEMS.flatMap((stem) => stem.exec(name)?.[1] ?? []);
}

/** Labels that controllers give to one generation or one pod. */
const FLEETING: ReadonlySet<string> = new Set([
  'pod-template-hash',
  'controller-revision-hash',
  'pod-template-generation',
  'statefulset.kubernetes.io/pod-name',
  'apps.kubernetes.io/pod-index',
  'job-name',
  'controller-uid',
]);

function isFleeting(key: string): boolean {
  return FLEETING.has(key) || key.startsWith('batch.kubernetes.io/');
}
