import type { ResourceKind } from '../model/resource';

/** A kind that is read: what Kubernetes calls it, in which versions, and what it is called here. */
export interface KnownKind {
  readonly kind: ResourceKind;
  readonly versions: readonly string[];
  readonly namespaced: boolean;
}

const CALICO_KINDS: readonly (readonly [ResourceKind, boolean])[] = [
  ['HostEndpoint', false],
  ['NetworkPolicy', true],
  ['GlobalNetworkPolicy', false],
  ['StagedNetworkPolicy', true],
  ['StagedGlobalNetworkPolicy', false],
  ['StagedKubernetesNetworkPolicy', true],
  ['Tier', false],
  ['NetworkSet', true],
  ['GlobalNetworkSet', false],
  ['Profile', false],
  ['FelixConfiguration', false],
  ['KubeControllersConfiguration', false],
  ['IPPool', false],
  ['ClusterInformation', false],
  ['BGPConfiguration', false],
  ['BGPPeer', false],
];

const CORE_KINDS: readonly (readonly [ResourceKind, boolean])[] = [
  ['Pod', true],
  ['Namespace', false],
  ['ServiceAccount', true],
  ['Node', false],
  ['Service', true],
  ['Endpoints', true],
  ['PersistentVolume', false],
];

function knownKind(kind: ResourceKind, versions: readonly string[], namespaced: boolean): KnownKind {
  return { kind, versions, namespaced };
}

/** By `group/kind`, as `NetworkPolicy` and `Node` exist in several groups. The core group is empty. */
export const KNOWN_KINDS: ReadonlyMap<string, KnownKind> = new Map<string, KnownKind>([
  ...CORE_KINDS.map(([kind, namespaced]) => [`/${kind}`, knownKind(kind, ['v1'], namespaced)] as const),
  ...CALICO_KINDS.flatMap(
    ([kind, namespaced]) =>
      [
        [`projectcalico.org/${kind}`, knownKind(kind, ['v3'], namespaced)],
        [`crd.projectcalico.org/${kind}`, knownKind(kind, ['v1'], namespaced)],
      ] as const,
  ),
  ['apps/Deployment', knownKind('Deployment', ['v1', 'v1beta2', 'v1beta1'], true)],
  ['apps/StatefulSet', knownKind('StatefulSet', ['v1', 'v1beta2', 'v1beta1'], true)],
  ['apps/DaemonSet', knownKind('DaemonSet', ['v1', 'v1beta2'], true)],
  ['apps/ReplicaSet', knownKind('ReplicaSet', ['v1', 'v1beta2'], true)],
  ['extensions/Deployment', knownKind('Deployment', ['v1beta1'], true)],
  ['extensions/DaemonSet', knownKind('DaemonSet', ['v1beta1'], true)],
  ['extensions/ReplicaSet', knownKind('ReplicaSet', ['v1beta1'], true)],
  ['extensions/NetworkPolicy', knownKind('KubernetesNetworkPolicy', ['v1beta1'], true)],
  ['batch/Job', knownKind('Job', ['v1'], true)],
  ['batch/CronJob', knownKind('CronJob', ['v1', 'v1beta1'], true)],
  ['discovery.k8s.io/EndpointSlice', knownKind('EndpointSlice', ['v1', 'v1beta1'], true)],
  ['networking.k8s.io/NetworkPolicy', knownKind('KubernetesNetworkPolicy', ['v1'], true)],
  ['networking.k8s.io/Ingress', knownKind('Ingress', ['v1'], true)],
  [
    'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
    knownKind('ValidatingWebhookConfiguration', ['v1', 'v1beta1'], false),
  ],
  [
    'admissionregistration.k8s.io/MutatingWebhookConfiguration',
    knownKind('MutatingWebhookConfiguration', ['v1', 'v1beta1'], false),
  ],
  ['apiextensions.k8s.io/CustomResourceDefinition', knownKind('CustomResourceDefinition', ['v1', 'v1beta1'], false)],
  ['apiregistration.k8s.io/APIService', knownKind('APIService', ['v1', 'v1beta1'], false)],
  ['policy.networking.k8s.io/ClusterNetworkPolicy', knownKind('KubernetesClusterNetworkPolicy', ['v1alpha2'], false)],
  ['policy.networking.k8s.io/AdminNetworkPolicy', knownKind('KubernetesAdminNetworkPolicy', ['v1alpha1'], false)],
  [
    'policy.networking.k8s.io/BaselineAdminNetworkPolicy',
    knownKind('KubernetesBaselineAdminNetworkPolicy', ['v1alpha1'], false),
  ],
]);

/** Kinds that mean policy to their author: one of them in a wrong group or version is worth a warning. */
const POLICY_LIKE = new Set(
  [...KNOWN_KINDS.keys()]
    .map((key) => key.slice(key.indexOf('/') + 1))
    .filter((kind) => /Policy$|^Tier$|^HostEndpoint$|NetworkSet$/.test(kind))
    .map((kind) => kind.toLowerCase()),
);
const OUR_GROUPS = new Set(['', ...[...KNOWN_KINDS.keys()].map((key) => key.slice(0, key.indexOf('/')))]);

/** The group of an `apiVersion`: what stands before the slash, `''` for the core group. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash === -1 ? '' : apiVersion.slice(0, slash);
}

/** The version of an `apiVersion`: what stands after the slash. */
export function versionOf(apiVersion: string): string {
  return apiVersion.slice(apiVersion.indexOf('/') + 1);
}

/** True for a kind that is not read but whose name and group suggest that its author expects it to be. */
export function looksLikePolicy(apiVersion: string, kind: string): boolean {
  return POLICY_LIKE.has(kind.toLowerCase()) && OUR_GROUPS.has(groupOf(apiVersion));
}

/** The `apiVersion`s in which a kind of this name is read, sorted. */
export function apiVersionsOf(kind: string): readonly string[] {
  const suffix = `/${kind.toLowerCase()}`;
  return [...KNOWN_KINDS]
    .filter(([key]) => key.toLowerCase().endsWith(suffix))
    .flatMap(([key, known]) =>
      known.versions.map((version) => (key.startsWith('/') ? version : `${groupOf(key)}/${version}`)),
    )
    .toSorted();
}

/** Kinds by the name of a file that holds an array of objects without `kind`, as sonobuoy and support bundles write them. */
const KINDS_BY_FILE_NAME: ReadonlyMap<string, { readonly apiVersion: string; readonly kind: string }> = new Map([
  ['pods', { apiVersion: 'v1', kind: 'Pod' }],
  ['namespaces', { apiVersion: 'v1', kind: 'Namespace' }],
  ['serviceaccounts', { apiVersion: 'v1', kind: 'ServiceAccount' }],
  ['nodes', { apiVersion: 'v1', kind: 'Node' }],
  ['services', { apiVersion: 'v1', kind: 'Service' }],
  ['endpoints', { apiVersion: 'v1', kind: 'Endpoints' }],
  ['endpointslices', { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' }],
  ['deployments', { apiVersion: 'apps/v1', kind: 'Deployment' }],
  ['statefulsets', { apiVersion: 'apps/v1', kind: 'StatefulSet' }],
  ['daemonsets', { apiVersion: 'apps/v1', kind: 'DaemonSet' }],
  ['replicasets', { apiVersion: 'apps/v1', kind: 'ReplicaSet' }],
  ['jobs', { apiVersion: 'batch/v1', kind: 'Job' }],
  ['cronjobs', { apiVersion: 'batch/v1', kind: 'CronJob' }],
  ['networkpolicies', { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' }],
  ['ingresses', { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' }],
  ['persistentvolumes', { apiVersion: 'v1', kind: 'PersistentVolume' }],
  ['apiservices', { apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService' }],
  ['customresourcedefinitions', { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' }],
  [
    'validatingwebhookconfigurations',
    { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingWebhookConfiguration' },
  ],
  [
    'mutatingwebhookconfigurations',
    { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'MutatingWebhookConfiguration' },
  ],
]);

/** The kind that objects without `kind` in a file of this path have, when its name is the plural of one. */
export function kindOfFileName(path: string): { readonly apiVersion: string; readonly kind: string } | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');
  return KINDS_BY_FILE_NAME.get(name.toLowerCase());
}
