import { describe, expect, it } from 'vitest';
import type { ConnectionEnd } from '../../../../main/engine/evaluate/connection-end';
import { parseAddress } from '../../../../main/engine/net/address';
import { createEndLabels } from '../../../../main/engine/rehearse/end-labels';
import { DEFAULT_TIER, clusterNode, namespace, networkPolicy, pod } from '../evaluate/manifests';
import { partiesOf } from './order-promotion';
import { rolloutOn } from './rehearse-objects';

const OWNER = ['StatefulSet', 'web'] as const;
const CLUSTER = [
  DEFAULT_TIER,
  namespace('prod'),
  clusterNode('node1', '10.9.0.1'),
  pod('prod/web-1', '10.0.0.1', { labels: { role: 'old' }, owner: OWNER }),
  pod('prod/web-2', '10.0.0.2', { labels: { role: 'old' }, owner: OWNER }),
  pod('prod/web-3', '10.0.0.3', { labels: { role: 'new' }, owner: OWNER }),
  networkPolicy('prod/new', { selector: "role == 'new'", types: ['Ingress'] }),
];
const rollout = rolloutOn(CLUSTER, []);
const { workloads, nodes } = rollout.worlds.now.cluster;
const labelOf = createEndLabels(partiesOf(rollout, ['10.1.0.0/24']));

function outside(text: string): ConnectionEnd {
  const address = parseAddress(text);
  if (address === undefined) throw new Error(`${text} is no address`);
  return { tag: 'outside', address };
}

describe('what people call an end of a connection', () => {
  it('is the party of the pod: its owner, and the class of those that policies tell apart', () => {
    const labels = workloads.map((workload) => `${workload.name}: ${labelOf({ tag: 'pod', workload })}`);
    expect(labels).toEqual(['web-1: prod/web', 'web-2: prod/web', 'web-3: prod/web#2']);
  });

  it('is the owner of a pod that belongs to no party', () => {
    const strangers = createEndLabels([]);
    expect(workloads.map((workload) => strangers({ tag: 'pod', workload }))).toEqual([
      'prod/web',
      'prod/web',
      'prod/web',
    ]);
  });

  it('is a class of its owner for a pod whose labels nobody else has', () => {
    const other = rolloutOn(
      [...CLUSTER, pod('prod/web-4', '10.0.0.4', { labels: { role: 'test' }, owner: OWNER })],
      [],
    );
    const workload = other.worlds.now.cluster.workloads.find(({ name }) => name === 'web-4');
    expect(workload === undefined ? 'no pod' : labelOf({ tag: 'pod', workload })).toBe('prod/web');
  });

  it('is the node, the network that an address stands for, or the address', () => {
    const [node] = nodes;
    const [address] = node?.addresses ?? [];
    expect(node === undefined || address === undefined ? 'no node' : labelOf({ tag: 'node', node, address })).toBe(
      'node1',
    );
    expect(['10.1.0.0', '198.51.100.7'].map((text) => labelOf(outside(text)))).toEqual(['10.1.0.0/24', '198.51.100.7']);
  });
});
