import type { Cluster } from '../../cluster/cluster';

/** Files without any tier are files of somebody who did not save them: a tier that they lack may exist, at any order. */
export function tiersAreTold({ profile, resources }: Cluster): boolean {
  return profile.complete || resources.some(({ kind }) => kind === 'Tier');
}
