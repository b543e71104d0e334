import type { PolicyNaming } from '../model/profile-of-cluster';
import type { PolicyKind } from '../model/resource';
import { compareCodePoints } from '../selector/compare-code-points';
import { isStagedKind } from './policy';

/** What places a tier. `missing`: no Tier object has this name, only policies do. */
export interface TierPlace {
  readonly name: string;
  readonly order: number;
  readonly missing: boolean;
}

/** Existing tiers first, then by order, then by name bytewise (calico: felix/calc/policy_sorter.go TierLess). */
export function compareTiers(left: TierPlace, right: TierPlace): number {
  if (left.missing !== right.missing) return left.missing ? 1 : -1;
  return compareNumbers(left.order, right.order) || compareCodePoints(left.name, right.name);
}

/** What places a policy inside its tier. A missing order is `Infinity`. */
export interface PolicyPlace {
  readonly kind: PolicyKind;
  readonly namespace: string;
  readonly name: string;
  readonly tier: string;
  readonly order: number;
}

/** By order, then by name/namespace/kind bytewise (calico: felix/calc/policy_sorter.go PolKVLess). */
export function comparePolicies(left: PolicyPlace, right: PolicyPlace): number {
  return compareNumbers(left.order, right.order) || compareCodePoints(sortKey(left), sortKey(right));
}

/** The same for Calico up to v3.31, whose tie-break is the tier-prefixed key (calico v3.31: felix/calc/policy_sorter.go, libcalico-go/lib/names). */
function comparePrefixedPolicies(left: PolicyPlace, right: PolicyPlace): number {
  return compareNumbers(left.order, right.order) || compareCodePoints(prefixedKey(left), prefixedKey(right));
}

export function policyComparison(naming: PolicyNaming): (left: PolicyPlace, right: PolicyPlace) => number {
  return naming === 'plain' ? comparePolicies : comparePrefixedPolicies;
}

function sortKey(policy: PolicyPlace): string {
  return `${policy.name}/${policy.namespace}/${policy.kind}`;
}

function prefixedKey(policy: PolicyPlace): string {
  const staged = isStagedKind(policy.kind) ? 'staged:' : '';
  const scope = policy.namespace === '' ? '' : `${policy.namespace}/`;
  return `${scope}${staged}${storedName(policy)}`;
}

function storedName(policy: PolicyPlace): string {
  switch (policy.kind) {
    case 'KubernetesNetworkPolicy':
    case 'StagedKubernetesNetworkPolicy':
      return `knp.default.${policy.name}`;
    case 'KubernetesAdminNetworkPolicy':
      return `kanp.adminnetworkpolicy.${policy.name}`;
    case 'KubernetesBaselineAdminNetworkPolicy':
      return `kbanp.baselineadminnetworkpolicy.${policy.name}`;
    case 'KubernetesClusterNetworkPolicy':
    case 'GlobalNetworkPolicy':
    case 'NetworkPolicy':
    case 'StagedGlobalNetworkPolicy':
    case 'StagedNetworkPolicy':
      return policy.name.includes('.') ? policy.name : `${policy.tier}.${policy.name}`;
  }
}

function compareNumbers(left: number, right: number): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
