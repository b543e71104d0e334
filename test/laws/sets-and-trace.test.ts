import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PolicedEndpoint } from '../../main/engine/cluster/endpoint';
import { endpointName } from '../../main/engine/cluster/endpoint';
import type { HookName } from '../../main/engine/compile/program';
import { collectMentions } from '../../main/engine/evaluate/collect-mentions';
import { decide } from '../../main/engine/evaluate/decide';
import type { Peer } from '../../main/engine/evaluate/peer';
import { createRuleSets } from '../../main/engine/evaluate/rule-sets';
import { walkSets } from '../../main/engine/evaluate/set-walk';
import type { Dataplane } from '../../main/engine/model/profile-of-cluster';
import type { Direction } from '../../main/engine/model/traffic';
import { hasBit } from '../../main/engine/net/bit-set';
import type { TrafficSpace } from '../../main/engine/net/traffic-space';
import { buildTrafficSpace } from '../../main/engine/net/traffic-space';
import { felix } from '../main/engine/evaluate/manifests';
import type { SmallCluster } from '../main/engine/evaluate/small-cluster';
import { addressOf, smallCluster } from '../main/engine/evaluate/small-cluster';
import { boundaryPackets } from './boundary-packets';
import { ADDRESSES, randomCluster } from './random-cluster';
import { randomCases } from './random-cases';

const HOOKS: readonly HookName[] = ['untracked', 'preDNAT', 'forward', 'normal'];
const DIRECTIONS: readonly Direction[] = ['ingress', 'egress'];
const APPLICATION_LAYER = felix({ policySyncPathPrefix: '/var/run/nodeagent' });
const DATAPLANES: readonly Dataplane[] = ['iptables', 'nftables', 'ebpf'];

/** Where set and trace disagree, in words; empty where they never do. */
function disagreements(
  small: SmallCluster,
  endpoint: PolicedEndpoint,
  source: Peer,
  destination: Peer,
  space: TrafficSpace,
): readonly string[] {
  const { programs, matcher, context } = small.evaluation;
  const program = programs.programOf(endpoint);
  const sets = createRuleSets(context, space);
  const found: string[] = [];
  for (const hook of endpoint.tag === 'host' ? HOOKS : (['normal'] as const)) {
    for (const direction of DIRECTIONS) {
      const { family } = source;
      const outcomes = walkSets(program, hook, direction, space.length, (rule) =>
        sets.between(rule, source, destination, family),
      );
      for (const [index, atom] of space.entries()) {
        const inSet = {
          allow: hasBit(outcomes.allow, index),
          deny: hasBit(outcomes.deny, index),
          continue: hasBit(outcomes.continue, index),
        };
        for (const packet of boundaryPackets(atom, space, source, destination, family)) {
          const traced = decide(program, hook, direction, packet, matcher).outcomes;
          if (traced.allow === inSet.allow && traced.deny === inSet.deny && traced.continue === inSet.continue)
            continue;
          const { protocol, sourcePort, destinationPort, icmpType, icmpCode } = packet;
          const where = `${endpointName(endpoint)} ${hook} ${direction} ${source.key} > ${destination.key}`;
          const what = `protocol ${protocol} ports ${sourcePort} > ${destinationPort} icmp ${icmpType}/${icmpCode}`;
          found.push(`${where}, ${what}: the set says ${JSON.stringify(inSet)}, the trace ${JSON.stringify(traced)}`);
        }
      }
    }
  }
  return found;
}

/** Every address an endpoint has, and the ones nobody owns. */
function peersOf(
  { cluster, evaluation: { peers } }: SmallCluster,
  addresses: readonly string[],
  family: 4 | 6,
): readonly Peer[] {
  const owned = [...cluster.workloads, ...cluster.hosts].flatMap((endpoint) => endpoint.addresses);
  const all = [...owned, ...addresses.map(addressOf)].filter((address) => address.family === family);
  const declared = cluster.workloads.filter((workload) => workload.addresses.length === 0);
  return [
    ...all.map((address) => peers.at(address)),
    ...(family === 4 ? declared.map((workload) => peers.declaredBy(workload)) : []),
  ];
}

function pick<T>(from: readonly T[], index: number): T {
  const picked = from[index % from.length];
  if (picked === undefined) throw new Error('nobody to pick');
  return picked;
}

function spaceOf(small: SmallCluster): TrafficSpace {
  return buildTrafficSpace(collectMentions(small.policies, [small.cluster]));
}

describe('the set of a pair and the trace of its packets', () => {
  it(
    'agree on every boundary of every piece, for endpoints, sets, declared pods and outside addresses',
    { timeout: 60_000 },
    () => {
      const clusters = randomCluster({ hosts: true, hooks: true, declared: true, eitherFamily: false });
      const settings = fc.record({
        dataplane: fc.constantFrom(...DATAPLANES),
        complete: fc.boolean(),
        applicationLayer: fc.boolean(),
        picks: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { minLength: 4, maxLength: 4 }),
      });
      fc.assert(
        fc.property(clusters, settings, ({ snapshot }, { dataplane, complete, applicationLayer, picks }) => {
          const objects = applicationLayer ? [...snapshot, APPLICATION_LAYER] : snapshot;
          const small = smallCluster(objects, { dataplane, complete });
          const peers = peersOf(small, ADDRESSES, 4);
          const endpoints = [...small.cluster.workloads, ...small.cluster.hosts];
          const space = spaceOf(small);
          for (const [endpoint, source, destination] of picks) {
            const pair = [pick(peers, source), pick(peers, destination)] as const;
            expect(disagreements(small, pick(endpoints, endpoint), ...pair, space)).toEqual([]);
          }
        }),
        { numRuns: 400 },
      );
    },
  );

  const cases = randomCases();
  it.skipIf(cases.length === 0)('agree for pairs of pods of the random conformance cases', { timeout: 60_000 }, () => {
    for (const asked of cases) {
      const small = smallCluster(asked.snapshot, { dataplane: 'ebpf' });
      const space = spaceOf(small);
      const [first] = small.cluster.workloads;
      const peers = peersOf(small, [], 4);
      const [source, destination] = [peers[0], peers.at(-1)];
      if (first === undefined || source === undefined || destination === undefined) continue;
      expect(disagreements(small, first, source, destination, space), asked.id).toEqual([]);
      expect(disagreements(small, first, destination, source, space), asked.id).toEqual([]);
    }
  });
});
