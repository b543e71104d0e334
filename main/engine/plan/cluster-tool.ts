import { isStorageForm } from '../load/storage-form';
import type { Resource } from '../model/resource';
import type { Rollout } from '../rehearse/worlds';
import type { Manifest } from './manifest';

/** What talks to the cluster about an object. */
export type ClusterTool = 'kubectl' | 'calicoctl';

/** Which tool an object needs in this cluster. */
export type ToolFor = (manifest: Manifest) => ClusterTool;

/**
 * Where the snapshot holds objects of Calico's storage group alone, its API server is not installed: `projectcalico.org/v3` is for
 * calicoctl then, and kubectl does not know it.
 */
export function chooseTool(rollout: Rollout): ToolFor {
  return isWithoutApiServer(rollout) ? (manifest) => (isCalico(manifest) ? 'calicoctl' : 'kubectl') : () => 'kubectl';
}

/** A type of Calico as kubectl looks it up in this cluster: `tiers.v3.projectcalico.org`, `tiers.crd.projectcalico.org`. */
export function calicoType(plural: string, rollout: Rollout): string {
  return `${plural}.${isWithoutApiServer(rollout) ? 'crd' : 'v3'}.projectcalico.org`;
}

export function isWithoutApiServer({ worlds }: Rollout): boolean {
  const snapshot: readonly Resource[] = worlds.now.cluster.resources;
  const stored = snapshot.some(({ apiVersion }) => isStorageForm(apiVersion));
  return stored && !snapshot.some(({ apiVersion }) => apiVersion === 'projectcalico.org/v3');
}

function isCalico({ apiVersion }: Manifest): boolean {
  return apiVersion === 'projectcalico.org/v3';
}
