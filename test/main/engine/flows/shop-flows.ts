import type { JsonObject } from '../../../../main/engine/model/json';
import type { RecordedFlow } from '../../../../main/engine/model/flow-report';
import type { ClusterProfile } from '../../../../main/engine/model/profile-of-cluster';
import { DEFAULT_TIER, clusterNode, namespace, pod, stagedGlobalPolicy } from '../evaluate/manifests';
import type { GoldmaneFields } from './flow-records';
import { reportRecords, rolloutWith } from './flow-records';

/** A shop of one node: `web` asks `db`. */
export const SHOP: readonly JsonObject[] = [
  namespace('shop'),
  DEFAULT_TIER,
  clusterNode('node1', '192.168.0.1'),
  pod('shop/web', '10.65.0.1', { labels: { app: 'web' }, ports: ['http:tcp/8080'] }),
  pod('shop/db', '10.65.0.2', { labels: { app: 'db' }, ports: ['pg:tcp/5432'] }),
];

/** What decides where no policy does, and where the staged policy `lock` allows or ends the tier. */
export const PROFILE = '0|__PROFILE__|pro:kns.shop|allow|0';
export const ALLOWED = '0|default|sgnp:lock|allow|0';
export const DENIED = '0|default|sgnp:lock|deny|-1';

/** A policy for what comes to `db`, without rules unless the spec has some. */
export const TO_DB = { tier: 'default', selector: "app == 'db'", types: ['Ingress'] };

export function lock(ingress: readonly JsonObject[], spec: JsonObject = {}): JsonObject {
  return stagedGlobalPolicy('lock', { ...TO_DB, order: 10, ingress: [...ingress], ...spec });
}

export const ICMP = { proto: 'icmp', port: 0 } as const;

/** A record of web to db that was allowed, with the preview given. */
export function toDb(pending: string, fields: Partial<GoldmaneFields> = {}): GoldmaneFields {
  return { from: 'wep shop/web', to: 'wep shop/db', port: 5432, enforced: [PROFILE], pending: [pending], ...fields };
}

/** Records of them agree only where no net is: the others are compared with that world. */
const ANCHOR: readonly JsonObject[] = [
  pod('shop/anchor', '10.65.0.9', { labels: { app: 'anchor' } }),
  stagedGlobalPolicy('anchor', { tier: 'default', order: 10, selector: "app == 'anchor'", types: ['Ingress'] }),
];
const ANCHORS = [1, 2, 3, 4].map((port) => toDb('0|default|sgnp:anchor|deny|-1', { to: 'wep shop/anchor', port }));

interface Asked {
  readonly objects: readonly JsonObject[];
  readonly changes?: readonly JsonObject[];
  readonly records: readonly GoldmaneFields[];
  readonly profile?: Partial<ClusterProfile>;
}

/** The flows of the records, without those that tell the world. */
export function flowsOf({ objects, changes = [], records, profile = {} }: Asked): readonly RecordedFlow[] {
  const staged = changes.length === 0 ? [] : [...changes, ...ANCHOR.slice(1)];
  const rollout = rolloutWith([...SHOP, ...ANCHOR, ...objects], staged, profile);
  return reportRecords(rollout, [...ANCHORS, ...records]).flows.filter(({ to }) => !to.includes('anchor'));
}
