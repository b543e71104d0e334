import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../main/engine/model/json';
import { matchesFailsafe } from '../../../../main/engine/evaluate/failsafe-match';
import { exploreBranches } from '../../../../main/engine/evaluate/explore-branches';
import { readFailsafeEntries } from '../../../../main/engine/cluster/failsafe';
import { addressOf, smallCluster } from './small-cluster';
import { clusterNode, deployment, namespace, pool } from './manifests';

const SUBNET = 'projectcalico.org/IPv4Address';

function network(
  objects: readonly JsonObject[],
  second: Readonly<Record<string, string>> = {},
  first: Readonly<Record<string, string>> = {},
) {
  const { cluster, path } = smallCluster([
    clusterNode('node1', '192.168.0.1', first),
    clusterNode('node2', '192.168.1.1', second),
    ...objects,
  ]);
  const [from, to] = cluster.nodes;
  if (from === undefined || to === undefined) throw new Error('no nodes');
  return {
    tunnel: (destination: string) => path.network.encapsulates(from, to, addressOf(destination)),
    masks: (source: string, destination: string) => path.network.masquerades(addressOf(source), addressOf(destination)),
  };
}

describe('traffic between nodes', () => {
  it('goes through a tunnel where the pool of the destination says so', () => {
    for (const mode of [{ vxlanMode: 'Always' }, { ipipMode: 'Always' }, { vxlanMode: 'Never', ipipMode: 'Always' }]) {
      const { tunnel } = network([pool('10.0.0.0/16', mode)]);
      expect([tunnel('10.0.255.255'), tunnel('10.1.0.0')]).toEqual([true, false]);
    }
    expect(network([pool('10.0.0.0/16', { vxlanMode: 'Never' })]).tunnel('10.0.0.1')).toBe(false);
    expect(network([pool('10.0.0.0/16')]).tunnel('10.0.0.1')).toBe(false);
  });

  it('of a pool across subnets stays outside the tunnel inside one subnet', () => {
    const across = [pool('10.0.0.0/16', { vxlanMode: 'CrossSubnet' })];
    const asked = (first: string, second: string) =>
      network(across, second === '' ? {} : { [SUBNET]: second }, first === '' ? {} : { [SUBNET]: first }).tunnel(
        '10.0.0.1',
      );
    expect(asked('192.168.0.1/24', '192.168.1.1/24')).toBe(true);
    expect(asked('192.168.0.1/16', '192.168.1.1/16')).toBe(false);
    expect(asked('192.168.0.1/32', '192.168.0.1/32')).toBe(true);
    expect(asked('', '192.168.1.1/16')).toBe(true);
    expect(asked('192.168.0.1/16', '')).toBe(true);
  });

  it('takes the first pool that holds the address and skips one whose net cannot be read', () => {
    expect(network([pool('nonsense', { vxlanMode: 'Always' }), pool('10.0.0.0/16')]).tunnel('10.0.0.1')).toBe(false);
  });
});

describe('traffic that leaves the pools', () => {
  const masked = [pool('10.0.0.0/16', { natOutgoing: true }), pool('10.1.0.0/16')];

  it('has the address of the node where the pool of the source says so', () => {
    const { masks } = network(masked);
    expect(masks('10.0.0.1', '198.51.100.1')).toBe(true);
    expect(masks('10.1.0.1', '198.51.100.1')).toBe(false);
    expect(masks('10.2.0.1', '198.51.100.1')).toBe(false);
  });

  it('keeps its own towards any pool', () => {
    expect(network(masked).masks('10.0.0.1', '10.1.0.9')).toBe(false);
  });

  it('keeps its own towards nodes where Felix spares them', () => {
    expect(network(masked).masks('10.0.0.1', '192.168.1.1')).toBe('unless-spared');
  });
});

describe('a failsafe list', () => {
  const { evaluation, cluster } = smallCluster([namespace('a'), deployment('a/api')]);
  const list = readFailsafeEntries(
    [
      { protocol: 'tcp', port: 22 },
      { protocol: 'UDP', port: 53, net: '10.0.0.0/8' },
    ],
    'test',
  );
  const asks = (protocol: number, port: number, limited = '198.51.100.1') =>
    matchesFailsafe(list, protocol, port, evaluation.peers.at(addressOf(limited)));

  it('lets a packet through by protocol and port', () => {
    expect([asks(6, 22), asks(17, 22), asks(6, 23), asks(6, -1)]).toEqual([true, false, false, false]);
  });

  it('lets through only the net that an entry is limited to', () => {
    expect([asks(17, 53, '10.255.255.255'), asks(17, 53, '11.0.0.0'), asks(17, 53, 'fd00::1')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('lets no pod of unknown address through an entry that is limited', () => {
    const [workload] = cluster.workloads;
    if (workload === undefined) throw new Error('no pod');
    const declared = evaluation.peers.declaredBy(workload);
    expect([matchesFailsafe(list, 17, 53, declared), matchesFailsafe(list, 6, 22, declared)]).toEqual([false, true]);
  });
});

describe('branches', () => {
  it('are explored for every combination of choices, the first option first', () => {
    const results = exploreBranches((choose) => {
      const first = choose(['a', 'b']);
      const only = choose(['-']);
      return first === 'a' ? `${first}${only}${choose([1, 2, 3])}` : `${first}${only}`;
    });
    expect(results).toEqual(['a-1', 'a-2', 'a-3', 'b-']);
  });

  it('without a choice are one', () => {
    expect(exploreBranches(() => 'straight')).toEqual(['straight']);
  });

  it('are not followed beyond 64', () => {
    const results = exploreBranches((choose) => Array.from({ length: 8 }, () => choose([0, 1])).join(''));
    expect(results.length).toBe(64);
    expect([results[0], results[63]]).toEqual(['00000000', '00111111']);
  });

  it('need an option', () => {
    expect(() => exploreBranches((choose) => choose([]))).toThrow('a choice without options');
  });
});
