import type { Cluster } from '../cluster/cluster';
import { policyComparison } from '../compile/order';
import type { Policy } from '../compile/policy';
import type { SelectorMatches } from '../compile/selector-matches';
import type { JsonObject } from '../model/json';
import type { PolicyNaming } from '../model/profile-of-cluster';
import type { Resource } from '../model/resource';
import { NO_ORIGIN } from '../model/source';
import { YES } from '../model/tri';
import { allowsEverything } from './allows-everything';

/** The name and order that tutorials give the net. */
const SAFETY_NET_NAME = 'zzz-final-allow-everything';
const SAFETY_NET_ORDER = 100_000;

const BODY: JsonObject = {
  apiVersion: 'projectcalico.org/v3',
  kind: 'GlobalNetworkPolicy',
  metadata: { name: SAFETY_NET_NAME },
  spec: {
    tier: 'default',
    order: SAFETY_NET_ORDER,
    types: ['Ingress', 'Egress'],
    ingress: [{ action: 'Allow' }],
    egress: [{ action: 'Allow' }],
  },
};

/** The allow-everything policy that is applied before and removed after. */
export const SAFETY_NET: Resource = {
  kind: 'GlobalNetworkPolicy',
  apiVersion: 'projectcalico.org/v3',
  name: SAFETY_NET_NAME,
  namespace: '',
  labels: {},
  annotations: {},
  body: BODY,
  role: 'changes',
  origin: NO_ORIGIN,
};

/** What tells the net of a snapshot from other policies. */
export interface NetSearch {
  readonly enforced: readonly Policy[];
  readonly cluster: Cluster;
  readonly matches: SelectorMatches;
  readonly naming: PolicyNaming;
  /** Whether the change set creates, replaces or deletes a policy: it is part of the rollout then, not its net. */
  readonly isChanged: (policy: Policy) => boolean;
}

/**
 * The net that the snapshot has already: the policy of the usual name; without one, a global policy that does what a net does. It allows
 * everything both ways to every pod, nothing of its tier comes after it, and the change set leaves it alone.
 */
export function findSafetyNet(search: NetSearch): Policy | undefined {
  return search.enforced.find(isNamedLikeNet) ?? search.enforced.find((policy) => actsAsNet(policy, search));
}

function actsAsNet(policy: Policy, { enforced, cluster, matches, naming, isChanged }: NetSearch): boolean {
  const compare = policyComparison(naming);
  return (
    policy.kind === 'GlobalNetworkPolicy' &&
    policy.hook === 'normal' &&
    allowsEverything(policy, 'ingress') &&
    allowsEverything(policy, 'egress') &&
    cluster.workloads.length > 0 &&
    cluster.workloads.every(({ labels }) => matches.matches(policy.selector, labels) === YES) &&
    enforced.every((other) => other.tier !== policy.tier || compare(other, policy) <= 0) &&
    !isChanged(policy)
  );
}

function isNamedLikeNet(policy: Policy): boolean {
  return policy.kind === 'GlobalNetworkPolicy' && policy.name === SAFETY_NET_NAME;
}

/** Whether a policy, or what a hit says of one, is this net. */
export function isNet(policy: { readonly kind: string; readonly name: string }, net: Policy): boolean {
  return policy.kind === net.kind && policy.name === net.name;
}
