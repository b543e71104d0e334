import type { Json, JsonObject } from '../../../../main/engine/model/json';
import type { Flow } from '../../../../main/engine/model/traffic';
import { packetOf } from '../../../../main/engine/evaluate/packet-of';
import type { SmallClusterOptions } from './small-cluster';
import { flowOf, smallCluster } from './small-cluster';
import {
  endpointSlice,
  globalNetworkSet,
  globalPolicy,
  hostEndpoint,
  namespace,
  networkPolicy,
  networkSet,
  pod,
  serviceAccount,
} from './manifests';

export const WEB = '10.0.0.1';
export const DB = '10.0.0.2';
export const OTHER = '10.0.0.3';
export const OUTSIDE = '198.51.100.7';
export const HOST = '192.168.0.1';

export const CLUSTER: readonly Json[] = [
  namespace('prod', { stage: 'live' }),
  namespace('test', { stage: 'trial' }),
  serviceAccount('prod', 'robot', { role: 'machine' }),
  pod('prod/web', WEB, { labels: { app: 'web' }, account: 'robot', ports: ['client:tcp/40000'] }),
  pod('prod/db', `${DB} fd00::2`, {
    labels: { app: 'db' },
    ports: ['sql:tcp/5432', 'sql:sctp/5432', 'extra:udp/5432'],
  }),
  pod('test/other', OTHER, { labels: { app: 'web' }, ports: ['sql:tcp/5433'] }),
  networkSet('prod/partners', ['198.51.100.0/28'], { app: 'partner' }),
  globalNetworkSet('offices', ['203.0.113.0/24'], { app: 'office' }),
  hostEndpoint('node1-eth0', { node: 'node1', interfaceName: 'eth0', expectedIPs: [HOST] }, { app: 'host' }),
  endpointSlice('prod/store', [DB], ['tcp/5432', 'sctp/5432']),
];

export const WORDS = ['no', 'yes', 'maybe'] as const;

/** What one ingress rule answers to a flow: in a GlobalNetworkPolicy, or in a NetworkPolicy of `prod`. */
export function match(
  rule: JsonObject,
  flow: Flow,
  options: SmallClusterOptions & { readonly in?: 'prod'; readonly more?: readonly Json[] } = {},
): string {
  const spec = { types: ['Ingress'], selector: 'all()', ingress: [{ action: 'Allow', ...rule }] };
  const policy = options.in === 'prod' ? networkPolicy('prod/asked', spec) : globalPolicy('asked', spec);
  const small = smallCluster([...CLUSTER, ...(options.more ?? []), policy], options);
  const [compiled] = small.policies;
  const [asked] = compiled?.inbound ?? [];
  if (asked === undefined) throw new Error('Felix ignores the policy');
  return WORDS[small.evaluation.matcher(asked, packetOf(flow, small.evaluation.peers))];
}

export const TCP = flowOf(WEB, DB, 'tcp 5432');

export function from(sourceIP: string): Flow {
  return { ...TCP, sourceIP };
}

export function to(port: number, protocol = 6): Flow {
  return { ...TCP, protocol, destinationPort: port };
}
