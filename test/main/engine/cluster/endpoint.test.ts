import { expect, it } from 'vitest';
import { buildCluster } from '../../../../main/engine/cluster/cluster';
import { clusterProfile } from '../../../../main/engine/cluster/cluster-profile';
import { endpointName } from '../../../../main/engine/cluster/endpoint';
import { resourcesOf } from './resource-of';

it('a pod is named with its namespace, a host endpoint by its own name', () => {
  const resources = resourcesOf(
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { namespace: 'prod', name: 'web-1' },
      spec: { nodeName: 'node1' },
      status: { podIP: '10.0.0.1' },
    },
    {
      apiVersion: 'projectcalico.org/v3',
      kind: 'HostEndpoint',
      metadata: { name: 'node1-eth0' },
      spec: { node: 'node1', interfaceName: 'eth0' },
    },
  );
  const cluster = buildCluster(resources, clusterProfile(resources, undefined));
  expect([...cluster.workloads, ...cluster.hosts].map(endpointName)).toEqual(['pod:prod/web-1', 'host:node1-eth0']);
});
