import type { ClusterNode, PolicedEndpoint } from '../cluster/endpoint';
import type { Policy } from '../compile/policy';
import type { Connection } from '../evaluate/connection-end';
import { nodeName } from '../evaluate/connection-end';
import { NO } from '../model/tri';
import { addressKey } from '../net/address';
import { stagesOnly } from './change';
import { asSeenIn } from './decide-in';
import type { PromotionWorlds } from './promotion-worlds';
import type { Rollout } from './worlds';

/** The changes that can matter to a connection: those that select an endpoint on its path. */
export type ChangeReach = (connection: Connection) => readonly number[];

/**
 * Pods at both ends, and every host endpoint of the nodes of both ends and of the node that was dialled. A staged policy counts, too: on a
 * host endpoint it keeps the forward list from being empty.
 */
export function createChangeReach(rollout: Rollout, worlds: PromotionWorlds): ChangeReach {
  const { staged } = rollout.worlds;
  const { selectors } = rollout.shared;
  const policies = worlds.everything.tiers.flatMap((tier) => tier.policies.map(({ policy }) => policy));
  const byStaged = new Map<Policy, number>();
  for (const [number, change] of worlds.changes.entries()) {
    if (change.staged !== null && !stagesOnly(change.action)) byStaged.set(change.staged, number);
  }
  const changesTo = (policy: Policy): readonly number[] => {
    const staging = byStaged.get(policy);
    return staging === undefined ? worlds.changesTo(policy) : [staging];
  };
  const known = new Map<string, readonly number[]>();
  const toEndpoint = (endpoint: PolicedEndpoint): readonly number[] => {
    const key = `${endpoint.tag} ${endpoint.labels.index}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const changes = policies
      .filter((policy) => selectors.matches(policy.selector, endpoint.labels) !== NO)
      .flatMap(changesTo);
    known.set(key, changes);
    return changes;
  };
  const nodesByAddress = new Map<string, ClusterNode[]>();
  for (const node of staged.cluster.nodes) {
    for (const address of node.addresses) {
      const key = addressKey(address);
      nodesByAddress.set(key, [...(nodesByAddress.get(key) ?? []), node]);
    }
  }
  return (connection) => {
    const { from, to, via } = asSeenIn(staged, connection);
    const entries = via === null ? [] : (nodesByAddress.get(addressKey(via.address)) ?? []);
    const nodes = new Set([nodeName(from), nodeName(to), ...entries.map(({ name }) => name)]);
    const endpoints: readonly PolicedEndpoint[] = [
      ...[from, to].flatMap((end) => (end.tag === 'pod' ? [end.workload] : [])),
      ...staged.cluster.hosts.filter(({ node }) => nodes.has(node)),
    ];
    return [...new Set(endpoints.flatMap(toEndpoint))].toSorted((left, right) => left - right);
  };
}
