import { readObject, readText } from '../load/fields';
import type { ClusterProfile, Dataplane } from '../model/profile-of-cluster';
import type { Resource } from '../model/resource';
import type { Workspace } from '../model/workspace';
import { readFelixConfigurations } from './felix-configurations';
import { configuredDataplanes } from './felix-settings';

/** What the user says wins over what the snapshot says. */
export function clusterProfile(resources: readonly Resource[], told: Workspace['cluster']): ClusterProfile {
  const version = told?.version ?? snapshotVersion(resources);
  const complete = told?.complete ?? false;
  const naming = isBefore332(version) ? 'tier-prefixed' : 'plain';
  return {
    version,
    naming,
    dataplane: told?.dataplane ?? snapshotDataplane(resources, { complete, naming }),
    complete,
    hostForwardPolicy: 'unknown',
    hostInputPolicy: 'unknown',
  };
}

function snapshotDataplane(
  resources: readonly Resource[],
  profile: Pick<ClusterProfile, 'complete' | 'naming'>,
): Dataplane | 'unknown' {
  const [dataplane, ...others] = configuredDataplanes(readFelixConfigurations(resources, profile));
  return dataplane === undefined || others.length > 0 ? 'unknown' : dataplane;
}

/** calico: ClusterInformation.spec.calicoVersion, else what the tiers give away; `''` when nothing does. */
function snapshotVersion(resources: readonly Resource[]): string {
  const information = resources.find((resource) => resource.kind === 'ClusterInformation');
  const written = information && readText(readObject(information.body, 'spec') ?? {}, 'calicoVersion');
  if (written !== undefined && written !== '') return written;
  const tiers = new Set(resources.filter((resource) => resource.kind === 'Tier').map((tier) => tier.name));
  if (tiers.has('kube-admin')) return 'v3.32';
  if (tiers.has('baselineadminnetworkpolicy')) return 'v3.31';
  return tiers.has('adminnetworkpolicy') ? 'v3.29' : '';
}

function isBefore332(version: string): boolean {
  const parsed = /^v?(\d+)\.(\d+)/.exec(version);
  if (parsed === null) return false;
  const [major, minor] = [Number(parsed[1]), Number(parsed[2])];
  return major < 3 || (major === 3 && minor < 32);
}
