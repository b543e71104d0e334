import { describe, expect, it } from 'vitest';
import { findEnds } from '../../../../main/engine/rehearse/find-ends';
import { formatAddress } from '../../../../main/engine/net/address';
import { clusterNode, hostEndpoint, namespace, pod } from '../evaluate/manifests';
import { smallCluster } from '../evaluate/small-cluster';
import { partiesOf } from './order-promotion';
import { rolloutOn } from './rehearse-objects';

const { cluster } = smallCluster([
  namespace('prod'),
  pod('prod/web', '10.0.0.1'),
  clusterNode('node1', '192.168.0.1'),
  hostEndpoint('public', { node: 'node1', interfaceName: 'eth1', expectedIPs: ['203.0.113.1'] }),
  hostEndpoint('lost', { node: 'gone', interfaceName: 'eth1', expectedIPs: ['203.0.113.2'] }),
]);

function found(text: string): string {
  const [end] = findEnds(text, [], cluster);
  if (end === undefined) return 'nobody';
  if (end.tag === 'pod') return `pod ${end.workload.name}`;
  return end.tag === 'node' ? `node ${end.node.name}` : 'outside';
}

describe('who is meant', () => {
  it.each([
    ['prod/web', 'pod web'],
    ['10.0.0.1', 'pod web'],
    ['192.168.0.1', 'node node1'],
    ['203.0.113.1', 'node node1'],
    ['203.0.113.2', 'outside'],
    ['198.51.100.7', 'outside'],
    ['prod/gone', 'nobody'],
  ])('by %s', (text, end) => {
    expect(found(text)).toBe(end);
  });

  it('by node:NAME, unless no file tells an address of it', () => {
    const rollout = rolloutOn([clusterNode('node1', '192.168.0.1'), { ...clusterNode('bare', ''), status: {} }], []);
    const named = (text: string) => {
      const [end] = findEnds(text, partiesOf(rollout), rollout.worlds.now.cluster);
      return end?.tag === 'node' ? end.node.name : end?.tag;
    };
    expect(['node:node1', 'node1', 'node:bare', 'bare', 'node:gone'].map(named)).toEqual([
      'node1',
      'node1',
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('a node of two address families', () => {
  it('is meant by each of its addresses', () => {
    const rollout = rolloutOn([clusterNode('node1', '192.168.0.1 fd00::100')], []);
    const ends = findEnds('node1', partiesOf(rollout), rollout.worlds.now.cluster);
    expect(ends.flatMap((end) => (end.tag === 'node' ? [formatAddress(end.address)] : []))).toEqual([
      '192.168.0.1',
      'fd00::100',
    ]);
  });
});
