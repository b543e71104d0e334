import type { ClusterProfile } from '../model/profile-of-cluster';
import type { Resource } from '../model/resource';
import type { FieldPath } from '../model/source';
import { withAutomaticHosts } from './automatic-hosts';
import type { ClusterNode, HostEndpoint, NetworkSet, WorkloadEndpoint } from './endpoint';
import type { FelixConfigurations } from './felix-configurations';
import { readFelixConfigurations } from './felix-configurations';
import { createLabelSetInterner } from './label-set';
import type { LabelSetInterner } from './label-set';
import { leftOutEntries } from './left-out-entries';
import type { Profiles } from './profile-source';
import type { ProfileReferences } from './read-profiles';
import { findLabelProblem, readProfiles } from './read-profiles';
import type { ObjectProblem } from './read-hosts';
import { findSetProblem, readHostEndpoint, readNetworkSet, readNode } from './read-hosts';
import type { PodDraft } from './read-workloads';
import { draftPods, isHostNetworked, readWorkload } from './read-workloads';
import type { Services } from './services';
import { readServices } from './services';

/** An object that Calico treats as absent, or that is not what its author thinks. */
export interface ClusterProblem {
  readonly resource: Resource;
  /** As for one object; `labels`: only the labels that it gives to others are unknown to Felix; `entry`: one of a list is left out. */
  readonly tag: ObjectProblem['tag'] | 'labels' | 'entry';
  readonly path: FieldPath;
  readonly why: string;
}

/** A pod that lives in its node's network: a process of the node. */
export interface HostProcess {
  readonly namespace: string;
  readonly name: string;
  readonly node: string;
}

/** Everything that policies decide about. */
export interface Cluster {
  readonly profile: ClusterProfile;
  readonly workloads: readonly WorkloadEndpoint[];
  readonly hosts: readonly HostEndpoint[];
  readonly sets: readonly NetworkSet[];
  readonly nodes: readonly ClusterNode[];
  readonly hostProcesses: readonly HostProcess[];
  readonly profiles: Profiles;
  readonly services: Services;
  readonly felix: FelixConfigurations;
  readonly problems: readonly ClusterProblem[];
  /** Every object, for the questions that only some ask. */
  readonly resources: readonly Resource[];
}

/**
 * Derives endpoints, sets, profiles and settings from objects. Two clusters of one rehearsal share the interner, so that their label
 * sets can be compared.
 */
export function buildCluster(
  stored: readonly Resource[],
  profile: ClusterProfile,
  interner: LabelSetInterner = createLabelSetInterner(),
): Cluster {
  const resources = withAutomaticHosts(stored, profile.complete);
  const drafts = draftPods(resources, profile.complete);
  const profiles = readProfiles(resources, profileReferences(resources, drafts), profile.complete);
  const hosts: HostEndpoint[] = [];
  const problems: ClusterProblem[] = resources.flatMap((resource) => {
    const labels = findLabelProblem(resource);
    return [
      ...(labels === null ? [] : [{ resource, tag: 'labels', ...labels } as const]),
      ...leftOutEntries(resource).map((entry) => ({ resource, tag: 'entry', ...entry }) as const),
    ];
  });
  for (const resource of resources) {
    if (resource.kind !== 'HostEndpoint') continue;
    const reading = readHostEndpoint(resource, profiles, interner);
    if (reading.tag === 'host') hosts.push(reading.host);
    else problems.push({ resource, ...reading });
  }
  const sets: NetworkSet[] = [];
  for (const resource of resources) {
    if (resource.kind !== 'NetworkSet' && resource.kind !== 'GlobalNetworkSet') continue;
    const problem = findSetProblem(resource);
    if (problem !== null) problems.push({ resource, ...problem });
    if (problem?.tag !== 'undecodable') sets.push(readNetworkSet(resource, profiles, interner));
  }
  return {
    profile,
    workloads: drafts.flatMap((draft) => readWorkload(draft, profiles, interner) ?? []),
    hosts,
    sets,
    nodes: resources.filter((resource) => resource.kind === 'Node').map(readNode),
    hostProcesses: drafts.filter(isHostNetworked).map(hostProcess),
    profiles,
    services: readServices(resources, profile.complete),
    felix: readFelixConfigurations(resources, profile),
    problems,
    resources,
  };
}

function profileReferences(resources: readonly Resource[], drafts: readonly PodDraft[]): ProfileReferences {
  const namespaces = new Set(drafts.map((draft) => draft.namespace));
  for (const resource of resources) {
    if (resource.kind === 'NetworkSet') namespaces.add(resource.namespace);
  }
  return { namespaces, accounts: new Set(drafts.map((draft) => `${draft.namespace}/${draft.account}`)) };
}

function hostProcess(draft: PodDraft): HostProcess {
  const node = draft.spec['nodeName'];
  return { namespace: draft.namespace, name: draft.name, node: typeof node === 'string' ? node : '' };
}
