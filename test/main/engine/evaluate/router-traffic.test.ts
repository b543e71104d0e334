import { describe, expect, it } from 'vitest';
import type { ConnectionResult } from '../../../../main/engine/evaluate/connection';
import { decideConnection } from '../../../../main/engine/evaluate/connection';
import { exploreBranches } from '../../../../main/engine/evaluate/explore-branches';
import { walkPath } from '../../../../main/engine/evaluate/walk-path';
import { clusterNode, felix, globalPolicy, pod } from './manifests';
import { connectionOf, smallCluster } from './small-cluster';

const SMALL = smallCluster([
  clusterNode('node1', 'fd00::1'),
  clusterNode('node2', 'fd00::2'),
  pod('prod/web', 'fd00:1::1'),
  globalPolicy('deny', { types: ['Ingress', 'Egress'] }),
  felix({ defaultEndpointToHostAction: 'Drop' }),
]);

function ask(to: string, protocol: string, icmpType: number): ConnectionResult {
  const connection = connectionOf(SMALL.cluster, 'pod:prod/web', to, protocol, { family: 6 });
  return decideConnection({ ...connection, icmpType, icmpCode: 0 }, SMALL.path);
}

describe('what a pod sends to its node as its IPv6 router', () => {
  it.each([130, 131, 132, 133, 135, 136])('passes whatever policies and settings say: ICMPv6 type %i', (type) => {
    const { verdict, passages } = ask('node:node1', 'icmpv6', type);
    expect(verdict).toBe('allow');
    expect(passages.map(({ stages }) => stages.map(({ packet: _packet, ...stage }) => stage))).toEqual([
      [
        {
          hook: 'built-in',
          direction: 'ingress',
          endpoint: null,
          answer: 'allow',
          decision: null,
          why: 'Felix lets pods use their node as an IPv6 router',
          assumption: 'what a pod sends to its router is likely: read in Calico’s source, not measured',
        },
      ],
    ]);
  });

  it('is no other type, no other protocol and no other node', () => {
    expect([129, 134, 137].map((type) => ask('node:node1', 'icmpv6', type).verdict)).toEqual(['deny', 'deny', 'deny']);
    expect(ask('node:node1', 'tcp 80', 135).verdict).toBe('deny');
    expect(ask('node:node2', 'icmpv6', 135).verdict).toBe('deny');
  });

  it('passes as long as it goes on, and then nobody is asked', () => {
    const connection = connectionOf(SMALL.cluster, 'pod:prod/web', 'node:node1', 'icmpv6', { family: 6 });
    const asked = { ...connection, icmpType: 135, icmpCode: 0 };
    expect(exploreBranches((choose) => walkPath(asked, SMALL.path, choose, 'later'))).toEqual([
      { verdict: 'allow', stages: [], doubts: [] },
    ]);
  });
});
