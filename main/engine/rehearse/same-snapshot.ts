import type { Cluster } from '../cluster/cluster';
import { buildCluster } from '../cluster/cluster';
import type { LabelSetInterner } from '../cluster/label-set';
import type { ClusterProfile } from '../model/profile-of-cluster';
import type { Resource } from '../model/resource';
import type { Rollout } from './worlds';

/** Nothing but the change set is other: what was derived from the snapshot stays. */
export function isOfSnapshot(earlier: Rollout, snapshot: readonly Resource[], profile: ClusterProfile): boolean {
  return (
    JSON.stringify(earlier.profile) === JSON.stringify(profile) && hasObjects(earlier.worlds.now.cluster, snapshot)
  );
}

function hasObjects({ resources }: Cluster, wanted: readonly Resource[]): boolean {
  return resources.length === wanted.length && resources.every((resource, place) => resource === wanted[place]);
}

export function clusterOf(
  resources: readonly Resource[],
  profile: ClusterProfile,
  labelSets: LabelSetInterner,
  earlier: Rollout | undefined,
): Cluster {
  const known = earlier?.worlds.final.cluster;
  return known !== undefined && hasObjects(known, resources) ? known : buildCluster(resources, profile, labelSets);
}
