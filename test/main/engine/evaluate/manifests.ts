/** Objects as the API server stores them, small enough to stand in a test. */
import type { Json, JsonObject } from '../../../../main/engine/model/json';

type Labels = Readonly<Record<string, string>>;

/** A container port: `web:tcp/8080`, or `tcp/8080` without a name. */
type PortText = `${string}/${number}`;

export interface PodFields {
  readonly labels?: Labels;
  readonly node?: string;
  readonly account?: string;
  readonly ports?: readonly PortText[];
  readonly owner?: readonly [kind: string, name: string];
}

export function namespace(name: string, labels: Labels = {}): JsonObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

export function serviceAccount(namespaceName: string, name: string, labels: Labels = {}): JsonObject {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace: namespaceName, name, labels } };
}

/** `place` is `namespace/name`; several addresses are separated by blanks. */
export function pod(place: string, addresses: string, fields: PodFields = {}): JsonObject {
  const { labels = {}, node = 'node1', account = 'default', ports = [], owner } = fields;
  const [namespaceName = '', name = ''] = place.split('/');
  const podIPs = addresses.split(' ').map((ip) => ({ ip }));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      namespace: namespaceName,
      name,
      labels,
      ...(owner === undefined
        ? {}
        : { ownerReferences: [{ apiVersion: 'apps/v1', controller: true, kind: owner[0], name: owner[1] }] }),
    },
    spec: {
      nodeName: node,
      serviceAccountName: account,
      containers: [{ name: 'main', ports: ports.map(containerPort) }],
    },
    status: { phase: 'Running', podIP: podIPs[0]?.ip ?? '', podIPs },
  };
}

function containerPort(text: PortText): JsonObject {
  const [, name = '', protocol = '', port = ''] = /^(?:([a-z0-9-]+):)?([a-z]+)\/(\d+)$/.exec(text) ?? [];
  return { ...(name === '' ? {} : { name }), protocol: protocol.toUpperCase(), containerPort: Number(port) };
}

/** A controller whose pods are not in the files. */
export function deployment(place: string, fields: PodFields & { readonly replicas?: number } = {}): JsonObject {
  const [namespaceName = '', name = ''] = place.split('/');
  const { labels = {}, ports = [], replicas = 1 } = fields;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace: namespaceName, name },
    spec: {
      replicas,
      template: { metadata: { labels }, spec: { containers: [{ name: 'main', ports: ports.map(containerPort) }] } },
    },
  };
}

export function clusterNode(
  name: string,
  addresses: string,
  annotations: Labels = {},
  labels: Labels = {},
): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, annotations, labels },
    status: { addresses: addresses.split(' ').map((address) => ({ type: 'InternalIP', address })) },
  };
}

export function controlPlane(name: string, addresses: string): JsonObject {
  return clusterNode(name, addresses, {}, { 'node-role.kubernetes.io/control-plane': '' });
}

function calico(kind: string, metadata: JsonObject, spec: JsonObject): JsonObject {
  return { apiVersion: 'projectcalico.org/v3', kind, metadata, spec };
}

/** `place` is `namespace/name` for namespaced kinds. */
function placed(place: string, labels?: Labels): JsonObject {
  const [first = '', second] = place.split('/');
  const metadata = second === undefined ? { name: first } : { namespace: first, name: second };
  return labels === undefined ? metadata : { ...metadata, labels };
}

export function hostEndpoint(name: string, spec: JsonObject, labels: Labels = {}): JsonObject {
  return calico('HostEndpoint', placed(name, labels), spec);
}

export function tier(name: string, spec: JsonObject = {}): JsonObject {
  return calico('Tier', placed(name), spec);
}

export const DEFAULT_TIER = tier('default', { order: 1_000_000, defaultAction: 'Deny' });

export function networkSet(place: string, nets: readonly string[], labels: Labels = {}): JsonObject {
  return calico('NetworkSet', placed(place, labels), { nets });
}

export function globalNetworkSet(name: string, nets: readonly string[], labels: Labels = {}): JsonObject {
  return calico('GlobalNetworkSet', placed(name, labels), { nets });
}

export function pool(cidr: string, spec: JsonObject = {}): JsonObject {
  return calico('IPPool', placed(`pool-${cidr.replaceAll(/[./:]/g, '-')}`), { cidr, ...spec });
}

export function felix(spec: JsonObject, name = 'default'): JsonObject {
  return calico('FelixConfiguration', placed(name), spec);
}

export function profile(name: string, spec: JsonObject): JsonObject {
  return calico('Profile', placed(name), spec);
}

export function globalPolicy(name: string, spec: JsonObject): JsonObject {
  return calico('GlobalNetworkPolicy', placed(name), spec);
}

export function networkPolicy(place: string, spec: JsonObject): JsonObject {
  return calico('NetworkPolicy', placed(place), spec);
}

export function stagedGlobalPolicy(name: string, spec: JsonObject): JsonObject {
  return calico('StagedGlobalNetworkPolicy', placed(name), spec);
}

export function stagedPolicy(place: string, spec: JsonObject): JsonObject {
  return calico('StagedNetworkPolicy', placed(place), spec);
}

export function stagedKubernetesPolicy(place: string, spec: JsonObject): JsonObject {
  return calico('StagedKubernetesNetworkPolicy', placed(place), spec);
}

export function kubernetesPolicy(place: string, spec: JsonObject): JsonObject {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: placed(place), spec };
}

export function clusterPolicy(name: string, spec: JsonObject): JsonObject {
  return {
    apiVersion: 'policy.networking.k8s.io/v1alpha2',
    kind: 'ClusterNetworkPolicy',
    metadata: placed(name),
    spec,
  };
}

export function service(place: string, clusterIP: string, port: number): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: placed(place),
    spec: { clusterIP, clusterIPs: [clusterIP], ports: [{ port, protocol: 'TCP' }] },
  };
}

/** Backends of a service: `ports` as `tcp/8080`. */
export function endpointSlice(
  place: string,
  addresses: readonly string[],
  ports: readonly `${string}/${number}`[],
): JsonObject {
  const [namespaceName = '', name = ''] = place.split('/');
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { namespace: namespaceName, name: `${name}-1`, labels: { 'kubernetes.io/service-name': name } },
    endpoints: addresses.map((address) => ({ addresses: [address] })),
    ports: ports.map((text): Json => {
      const [protocol = '', port = ''] = text.split('/');
      return { protocol: protocol.toUpperCase(), port: Number(port) };
    }),
  };
}
