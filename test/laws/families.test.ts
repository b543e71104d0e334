import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collectMentions } from '../../main/engine/evaluate/collect-mentions';
import { decide } from '../../main/engine/evaluate/decide';
import type { JsonObject } from '../../main/engine/model/json';
import { parseAddress } from '../../main/engine/net/address';
import { buildTrafficSpace } from '../../main/engine/net/traffic-space';
import type { SmallCluster } from '../main/engine/evaluate/small-cluster';
import { addressOf, connect, smallCluster } from '../main/engine/evaluate/small-cluster';
import { boundaryPackets } from './boundary-packets';
import { ADDRESSES, randomCluster, rewrite } from './random-cluster';

/** 10.0.0.1 → fd00::a00:1, 10.0.0.0/8 → fd00::a00:0/104; everything of one family becomes everything of the other. */
function toIPv6(text: string): string {
  const [address = '', length] = text.split('/');
  if (length === '0') return '::/0';
  const parsed = parseAddress(address);
  if (parsed?.family !== 4) throw new Error(`${text} is not IPv4`);
  const mapped = `fd00::${(parsed.value >>> 16).toString(16)}:${(parsed.value & 0xffff).toString(16)}`;
  return length === undefined ? mapped : `${mapped}/${Number(length) + 96}`;
}

function overIPv6(objects: readonly JsonObject[]): readonly JsonObject[] {
  return rewrite(objects, (text) =>
    text
      .replaceAll(/(?<=")\d+\.\d+\.\d+\.\d+(?:\/\d+)?(?=")/g, toIPv6)
      .replaceAll(/"ipVersion":[46]/g, (version) => `"ipVersion":${version.endsWith('4') ? 6 : 4}`),
  );
}

/** What a pod's or host's policies answer to every boundary packet between two addresses, in both directions. */
function answersOf(small: SmallCluster, source: string, destination: string, family: 4 | 6): readonly unknown[] {
  const space = buildTrafficSpace(collectMentions(small.policies, [small.cluster]));
  return [small.evaluation, small.pending].flatMap(({ peers, programs, matcher }) => {
    const [from, to] = [peers.at(addressOf(source)), peers.at(addressOf(destination))];
    const packets = space.flatMap((atom) => boundaryPackets(atom, space, from, to, family));
    return [...small.cluster.workloads, ...small.cluster.hosts].flatMap((endpoint) =>
      packets.flatMap((packet) =>
        (['ingress', 'egress'] as const).map(
          (direction) => decide(programs.programOf(endpoint), 'normal', direction, packet, matcher).outcomes,
        ),
      ),
    );
  });
}

describe('what holds for IPv4', () => {
  it(
    'holds for the same cluster with IPv6 addresses, for the dataplane and for the flow logs',
    { timeout: 60_000 },
    () => {
      const clusters = randomCluster({ hosts: true, hooks: false, declared: false, eitherFamily: true });
      const addresses = fc.constantFrom('10.0.0.1', '10.0.0.2', '10.0.1.2', '10.0.1.70', '10.5.0.1', ...ADDRESSES);
      fc.assert(
        fc.property(clusters, addresses, addresses, ({ snapshot, changes }, source, destination) => {
          const objects = [...snapshot, ...changes];
          const [four, six] = [smallCluster(objects), smallCluster(overIPv6(objects))];
          expect(answersOf(six, toIPv6(source), toIPv6(destination), 6)).toEqual(
            answersOf(four, source, destination, 4),
          );
        }),
        { numRuns: 100 },
      );
    },
  );

  it('holds on the whole path, host endpoints and their hooks included', { timeout: 60_000 }, () => {
    const clusters = randomCluster({ hosts: true, hooks: true, declared: false, eitherFamily: true });
    const traffic = fc.constantFrom('tcp 80', 'tcp 8080', 'udp 53', 'tcp 22', 'sctp 3868', 'tcp 65535');
    fc.assert(
      fc.property(clusters, traffic, ({ snapshot }, asked) => {
        const [four, six] = [smallCluster(snapshot), smallCluster(overIPv6(snapshot))];
        const pods = four.cluster.workloads.map((workload) => `pod:${workload.namespace}/${workload.name}`);
        const inside = [...pods, 'node:node1', 'node:node2'];
        for (const from of [...inside, 'ip:10.9.0.7']) {
          for (const to of [...inside, 'ip:10.77.0.1']) {
            const [mappedFrom, mappedTo] = [from, to].map((end) =>
              end.startsWith('ip:') ? `ip:${toIPv6(end.slice(3))}` : end,
            );
            const { verdict } = connect(six, mappedFrom ?? '', mappedTo ?? '', asked, { family: 6 });
            expect(`${from} > ${to} ${verdict}`).toBe(`${from} > ${to} ${connect(four, from, to, asked).verdict}`);
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});
