import type { JsonObject } from '../../../../main/engine/model/json';
import type { ConnectionFields, SmallClusterOptions } from './small-cluster';
import { connect, smallCluster } from './small-cluster';
import { DEFAULT_TIER, clusterNode, felix, globalPolicy, hostEndpoint, namespace, pod, pool } from './manifests';

export const OUTSIDE = 'ip:198.51.100.7';
export const ACCEPT = felix({ defaultEndpointToHostAction: 'Accept' });

/** Two nodes; pods one and two on the first, far on the second. */
const CLUSTER: readonly JsonObject[] = [
  namespace('a'),
  DEFAULT_TIER,
  clusterNode('node1', '192.168.0.1', { 'projectcalico.org/IPv4VXLANTunnelAddr': '10.0.1.0' }),
  clusterNode('node2', '192.168.0.2', { 'projectcalico.org/IPv4VXLANTunnelAddr': '10.0.2.0' }),
  pod('a/one', '10.0.1.1', { labels: { name: 'one' } }),
  pod('a/two', '10.0.1.2'),
  pod('a/far', '10.0.2.1', { node: 'node2', labels: { name: 'far' } }),
];

const OPEN = { profiles: ['projectcalico-default-allow'] };

export function hosts(interfaceName: string, fields: JsonObject = OPEN): readonly JsonObject[] {
  return ['node1', 'node2'].map((node) => hostEndpoint(`${node}-hep`, { node, interfaceName, ...fields }, { node }));
}

export function hostPolicy(name: string, spec: JsonObject): JsonObject {
  return globalPolicy(name, { selector: 'has(node)', types: ['Ingress', 'Egress'], ...spec });
}

/** Policies that put every hook on the path without deciding anything; the forward list has to allow. */
export const PROBES: readonly JsonObject[] = [
  hostPolicy('untracked', { applyOnForward: true, doNotTrack: true }),
  hostPolicy('prednat', { types: ['Ingress'], applyOnForward: true, preDNAT: true }),
  hostPolicy('forward', { applyOnForward: true, ingress: [{ action: 'Allow' }], egress: [{ action: 'Allow' }] }),
];

export const ROUTED = pool('10.0.0.0/16');
export const MASKED = pool('10.0.0.0/16', { natOutgoing: true });
export const VXLAN = pool('10.0.0.0/16', { vxlanMode: 'Always' });
export const NODE_PORT: ConnectionFields = { via: '192.168.0.1 30080' };
export const SERVICE: ConnectionFields = { via: '10.96.0.9 80' };

export function cluster(objects: readonly JsonObject[], options: SmallClusterOptions = {}) {
  return smallCluster([...CLUSTER, ...objects], {
    interfaces: () => ({ uplink: 'eth0', tunnel: 'vxlan.calico' }),
    ...options,
  });
}

/** The checkpoints in order: who, direction, hook, and the addresses that it sees. */
export function path(
  objects: readonly JsonObject[],
  from: string,
  to: string,
  fields: ConnectionFields = {},
  options: SmallClusterOptions = {},
) {
  const { passages } = connect(cluster(objects, options), from, to, 'tcp 8080', fields);
  return (passages[0]?.stages ?? []).map(({ endpoint, direction, hook, packet }) => {
    const who = endpoint?.tag === 'host' ? endpoint.node : (endpoint?.name ?? 'node');
    return `${who} ${direction === 'ingress' ? 'in' : 'out'} ${hook} ${packet.source.key} > ${packet.destination.key}:${packet.destinationPort}`;
  });
}

export function verdict(
  objects: readonly JsonObject[],
  from: string,
  to: string,
  traffic = 'tcp 8080',
  fields: ConnectionFields = {},
  options: SmallClusterOptions = {},
) {
  return connect(cluster(objects, options), from, to, traffic, fields).verdict;
}
