import type { Cluster } from '../cluster/cluster';
import { buildCluster } from '../cluster/cluster';
import type { LabelSetInterner } from '../cluster/label-set';
import type { ClusterProfile } from '../model/profile-of-cluster';
import type { Resource } from '../model/resource';

/** Whether the cluster was derived from these very objects, read in the same way. */
export function isDerivedFrom(cluster: Cluster, objects: readonly Resource[], profile: ClusterProfile): boolean {
  const { resources } = cluster;
  return (
    resources.length === objects.length &&
    resources.every((resource, place) => resource === objects[place]) &&
    JSON.stringify(cluster.profile) === JSON.stringify(profile)
  );
}

/** The cluster of some objects; `earlier` itself where it is that. */
export function clusterOf(
  objects: readonly Resource[],
  profile: ClusterProfile,
  labelSets: LabelSetInterner,
  earlier: Cluster | undefined,
): Cluster {
  const isKnown = earlier !== undefined && isDerivedFrom(earlier, objects, profile);
  return isKnown ? earlier : buildCluster(objects, profile, labelSets);
}

/** Objects of the change set take the place of those with the same kind, namespace and name. */
export function replaceObjects(snapshot: readonly Resource[], added: readonly Resource[]): readonly Resource[] {
  const key = (resource: Resource) => `${resource.kind} ${resource.namespace}/${resource.name}`;
  const replaced = new Set(added.map(key));
  return [...snapshot.filter((resource) => !replaced.has(key(resource))), ...added];
}
