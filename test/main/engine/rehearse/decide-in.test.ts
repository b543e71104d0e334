import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../../main/engine/evaluate/connection-end';
import { PROTOCOL } from '../../../../main/engine/model/traffic';
import type { Address } from '../../../../main/engine/net/address';
import { parseAddress } from '../../../../main/engine/net/address';
import { decideIn } from '../../../../main/engine/rehearse/decide-in';
import type { Rollout } from '../../../../main/engine/rehearse/worlds';
import { DEFAULT_TIER, clusterNode, globalPolicy, hostEndpoint, namespace, pod } from '../evaluate/manifests';
import { rolloutOn } from './rehearse-objects';

const OPEN_PROFILE = ['projectcalico-default-allow'];
const CLUSTER = [
  DEFAULT_TIER,
  namespace('prod'),
  clusterNode('node1', '10.9.0.1'),
  pod('prod/web', '10.0.1.1'),
  hostEndpoint(
    'node1-eth0',
    { node: 'node1', interfaceName: 'eth0', expectedIPs: ['10.9.0.1'], profiles: OPEN_PROFILE },
    { role: 'node' },
  ),
  globalPolicy('no-egress', { selector: "role == 'node'", types: ['Egress'] }),
];

function addressOf(text: string): Address {
  const address = parseAddress(text);
  if (address === undefined) throw new Error(`${text} is no address`);
  return address;
}

/** The node to its own pod, by the address of a service. */
function throughService({ worlds }: Rollout): Connection {
  const { nodes, workloads } = worlds.now.cluster;
  const [node, workload] = [nodes[0], workloads[0]];
  if (node === undefined || workload === undefined) throw new Error('a cluster without node or pod');
  return {
    from: { tag: 'node', node, address: addressOf('10.9.0.1') },
    to: { tag: 'pod', workload },
    family: 4,
    protocol: PROTOCOL.tcp,
    port: 80,
    icmpType: -1,
    icmpCode: -1,
    via: { address: addressOf('10.96.0.20'), port: 8080 },
  };
}

function answers(dataplane: 'iptables' | 'nftables' | 'unknown') {
  const rollout = rolloutOn(CLUSTER, [], { profile: { dataplane } });
  const { verdict, passages } = decideIn(rollout.worlds.now, throughService(rollout));
  return { verdict, passages: passages.map((passage) => ({ verdict: passage.verdict, doubts: passage.doubts })) };
}

describe('a connection that iptables and nftables decide differently', () => {
  it('is decided by the dataplane that runs', () => {
    expect(answers('iptables')).toEqual({ verdict: 'allow', passages: [{ verdict: 'allow', doubts: [] }] });
    expect(answers('nftables')).toEqual({ verdict: 'deny', passages: [{ verdict: 'deny', doubts: [] }] });
  });

  it('is undecided where the files do not tell which one runs, the denial first', () => {
    const doubts = ['iptables and nftables decide it differently, and the files do not tell which one runs'];
    expect(answers('unknown')).toEqual({
      verdict: 'undecided',
      passages: [
        { verdict: 'deny', doubts },
        { verdict: 'allow', doubts },
      ],
    });
  });
});
