import type { JsonObject } from './json';
import type { Origin, Role } from './source';

export type Labels = Readonly<Record<string, string>>;

export const POLICY_KINDS = [
  'GlobalNetworkPolicy',
  'NetworkPolicy',
  'KubernetesNetworkPolicy',
  'KubernetesClusterNetworkPolicy',
  'KubernetesAdminNetworkPolicy',
  'KubernetesBaselineAdminNetworkPolicy',
  'StagedGlobalNetworkPolicy',
  'StagedNetworkPolicy',
  'StagedKubernetesNetworkPolicy',
] as const;
export type PolicyKind = (typeof POLICY_KINDS)[number];

export const CONTROLLER_KINDS = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob'] as const;
export type ControllerKind = (typeof CONTROLLER_KINDS)[number];

/** Every kind that is read. The two policies called NetworkPolicy are told apart as Calico does inside: by their group. */
export type ResourceKind =
  | PolicyKind
  | ControllerKind
  | 'Pod'
  | 'Namespace'
  | 'ServiceAccount'
  | 'Node'
  | 'Service'
  | 'EndpointSlice'
  | 'Endpoints'
  | 'HostEndpoint'
  | 'Tier'
  | 'NetworkSet'
  | 'GlobalNetworkSet'
  | 'Profile'
  | 'FelixConfiguration'
  | 'KubeControllersConfiguration'
  | 'IPPool'
  | 'ClusterInformation'
  | 'BGPConfiguration'
  | 'BGPPeer'
  | 'ValidatingWebhookConfiguration'
  | 'MutatingWebhookConfiguration'
  | 'CustomResourceDefinition'
  | 'APIService'
  | 'Ingress'
  | 'PersistentVolume';

/**
 * One object of the cluster. The envelope is checked (`metadata` is well formed, `name` present, labels are text);
 * `body` is the whole object as written, read by `cluster/` and `compile/` with the readers of `load/fields`.
 */
export interface Resource {
  readonly kind: ResourceKind;
  readonly apiVersion: string;
  readonly name: string;
  /** `''` for objects without a namespace. */
  readonly namespace: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly body: JsonObject;
  readonly role: Role;
  readonly origin: Origin;
}
