import type { JsonObject } from '../../../../main/engine/model/json';
import { DEFAULT_TIER, namespace, pod, stagedPolicy } from '../evaluate/manifests';

export const WEB = pod('prod/web', '10.0.0.1', { labels: { app: 'web' } });
export const DB = pod('prod/db', '10.0.0.2', { labels: { app: 'db' }, ports: ['sql:tcp/5432'] });
export const CLUSTER: readonly JsonObject[] = [namespace('prod'), DEFAULT_TIER, WEB, DB];
export const FROM_WEB = {
  selector: "app == 'db'",
  order: 10,
  types: ['Ingress'],
  ingress: [{ action: 'Allow', protocol: 'TCP', source: { selector: "app == 'web'" }, destination: { ports: [5432] } }],
};
export const LOCKDOWN = stagedPolicy('prod/lockdown', { selector: "app == 'db'", order: 20, types: ['Ingress'] });
