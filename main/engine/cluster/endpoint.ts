import type { Address } from '../net/address';
import type { Prefix } from '../net/prefix';
import type { ControllerKind, Resource } from '../model/resource';
import type { LabelSet } from './label-set';

/** A port that an endpoint itself declares under a name. */
export interface NamedPort {
  /** `''` for a container port without a name: it is shown, but no rule can name it. */
  readonly name: string;
  readonly protocol: number;
  readonly port: number;
}

/** What a pod belongs to: its controller, or itself. */
export interface Owner {
  readonly kind: ControllerKind | 'Pod';
  readonly name: string;
}

/** A pod that Calico polices. */
export interface WorkloadEndpoint {
  readonly tag: 'workload';
  readonly namespace: string;
  readonly name: string;
  readonly owner: Owner;
  /** `''`: not known, because only the controller is in the files. */
  readonly node: string;
  readonly labels: LabelSet;
  /** In the order in which Felix asks them. */
  readonly profiles: readonly string[];
  /** Empty: not known, because only the controller is in the files. */
  readonly addresses: readonly Address[];
  readonly ports: readonly NamedPort[];
  /** How many pods stand behind it: 1, or the replicas that a controller declares. */
  readonly replicas: number;
  readonly resource: Resource;
}

/** An interface of a node that Calico polices. */
export interface HostEndpoint {
  readonly tag: 'host';
  readonly name: string;
  readonly node: string;
  /** `*`: every interface without a host endpoint of its own; `''`: the one with an expected address. */
  readonly interfaceName: string;
  readonly labels: LabelSet;
  readonly profiles: readonly string[];
  /** The expected addresses: rule selectors see nothing else of it. */
  readonly addresses: readonly Address[];
  readonly ports: readonly NamedPort[];
  readonly resource: Resource;
}

export interface NetworkSet {
  readonly tag: 'network-set';
  /** `''`: global. */
  readonly namespace: string;
  readonly name: string;
  readonly labels: LabelSet;
  readonly nets: readonly Prefix[];
  readonly resource: Resource;
}

export type PolicedEndpoint = WorkloadEndpoint | HostEndpoint;

/** A Kubernetes node. */
export interface ClusterNode {
  readonly name: string;
  /** InternalIPs, in the order of its status. */
  readonly addresses: readonly Address[];
  /** Addresses of its tunnel devices. */
  readonly tunnelAddresses: readonly Address[];
  readonly labels: Readonly<Record<string, string>>;
  readonly controlPlane: boolean;
  readonly resource: Resource;
}

/** `pod:prod/web-1`, `host:node1-auto-hep`: as conformance questions and traces name it. */
export function endpointName(endpoint: PolicedEndpoint): string {
  return endpoint.tag === 'workload' ? `pod:${endpoint.namespace}/${endpoint.name}` : `host:${endpoint.name}`;
}
