import type { PolicyNaming } from '../model/profile-of-cluster';
import { compareTiers, policyComparison } from './order';
import type { Policy } from './policy';
import type { Tier } from './tier';
import { missingTier } from './tier';

/** A policy in its place. `live`: it is in force; otherwise it is a staged one that only stands in the lists. */
export interface PlacedPolicy {
  readonly policy: Policy;
  readonly live: boolean;
}

export interface PlacedTier {
  readonly tier: Tier;
  readonly policies: readonly PlacedPolicy[];
}

/** One complete set of policies, in Calico's order. */
export interface World {
  readonly tiers: readonly PlacedTier[];
}

/** Sorts tiers and policies; tiers that only policies name come last. */
export function arrangeWorld(policies: readonly PlacedPolicy[], tiers: readonly Tier[], naming: PolicyNaming): World {
  const byTier = new Map<string, PlacedPolicy[]>(tiers.map((tier) => [tier.name, []]));
  for (const placed of policies) {
    const list = byTier.get(placed.policy.tier) ?? [];
    byTier.set(placed.policy.tier, list);
    list.push(placed);
  }
  const existing = new Map(tiers.map((tier) => [tier.name, tier]));
  const compare = policyComparison(naming);
  return {
    tiers: [...byTier]
      .map(([name, placed]) => ({
        tier: existing.get(name) ?? missingTier(name),
        policies: placed.toSorted((left, right) => compare(left.policy, right.policy)),
      }))
      .toSorted((left, right) => compareTiers(left.tier, right.tier)),
  };
}
