import { collectMentions } from '../../main/engine/evaluate/collect-mentions';
import { resourcesOfObjects } from '../../main/engine/load/resources-of-objects';
import type { TrafficSpace } from '../../main/engine/net/traffic-space';
import { buildTrafficSpace } from '../../main/engine/net/traffic-space';
import { podIn } from '../../main/engine/rehearse/end-in';
import type { Member } from '../../main/engine/rehearse/member';
import type { Signatures } from '../../main/engine/rehearse/signatures';
import { createSignatures } from '../../main/engine/rehearse/signatures';
import type { Rollout } from '../../main/engine/rehearse/worlds';
import { allPolicies, buildRollout } from '../../main/engine/rehearse/worlds';
import type { SmallClusterOptions } from '../main/engine/evaluate/small-cluster';
import { addressOf, profileOf } from '../main/engine/evaluate/small-cluster';
import type { RandomCluster } from './random-cluster';

/** A rollout with the traffic that its rules tell apart. */
export interface AskedRollout {
  readonly rollout: Rollout;
  readonly space: TrafficSpace;
  readonly signatures: Signatures;
}

export function rolloutOf({ snapshot, changes }: RandomCluster, options: SmallClusterOptions = {}): AskedRollout {
  const resources = [
    ...resourcesOfObjects(snapshot, 'snapshot').resources,
    ...resourcesOfObjects(changes, 'changes').resources,
  ];
  const rollout = buildRollout(resources, profileOf(options));
  const clusters = [rollout.worlds.now.cluster, rollout.worlds.final.cluster];
  const policies = allPolicies(rollout);
  return {
    rollout,
    space: buildTrafficSpace(collectMentions(policies, clusters)),
    signatures: createSignatures(policies, clusters, rollout.hostsPoliceForwarding),
  };
}

/** Every pod, every node and some addresses of nobody, each with its class. */
export function membersOf({ rollout, signatures }: AskedRollout, addresses: readonly string[]): readonly Member[] {
  const { workloads, nodes } = rollout.worlds.final.cluster;
  return [
    ...workloads.map((workload): Member => ({
      end: { tag: 'pod', workload },
      signature: signatures.ofWorkload(workload, podIn(rollout.worlds.now.cluster, workload)),
    })),
    ...nodes.flatMap((node) =>
      node.addresses.map((address): Member => ({
        end: { tag: 'node', node, address },
        signature: `node ${node.name}`,
      })),
    ),
    ...addresses
      .map(addressOf)
      .map((address): Member => ({ end: { tag: 'outside', address }, signature: signatures.ofAddress(address) })),
  ];
}
