import type { JsonObject } from '../../../../main/engine/model/json';
import type { ConnectionTrace } from '../../../../main/engine/model/verdict';
import { explainConnection } from '../../../../main/engine/evaluate/explain-connection';
import type { SmallClusterOptions } from './small-cluster';
import { connect, smallCluster } from './small-cluster';
import { DEFAULT_TIER, clusterNode, namespace, pod } from './manifests';

export const CLUSTER: readonly JsonObject[] = [
  namespace('prod'),
  DEFAULT_TIER,
  clusterNode('node1', '192.168.0.1'),
  pod('prod/web', '10.0.0.1', { labels: { app: 'web' } }),
  pod('prod/db', '10.0.0.2', { labels: { app: 'db' } }),
];

/** Positions name the object and its field. */
export function explain(
  objects: readonly JsonObject[],
  from: string,
  to: string,
  traffic = 'tcp 8080',
  options: SmallClusterOptions = {},
): ConnectionTrace {
  const small = smallCluster([...CLUSTER, ...objects], options);
  return explainConnection(
    connect(small, from, to, traffic),
    { from, to, traffic },
    {
      path: small.path,
      locate: (resource, path) => ({ file: `${resource.name}.yaml#${path.join('.')}`, line: 1, column: 1 }),
      isSafetyNet: (hit) => hit.name === 'zzz-final-allow-everything',
    },
  );
}

export const WEB = 'pod:prod/web';
export const DB = 'pod:prod/db';
export const OUTSIDE = 'ip:198.51.100.7';

export const at = (file: string) => ({ file, line: 1, column: 1 });
