import { oncePer } from '../model/once-per';
import type { PolicyNaming } from '../model/profile-of-cluster';
import type { Sorted } from '../model/sort-again';
import { sortAgain } from '../model/sort-again';
import { compareTiers, policyComparison } from './order';
import type { Policy } from './policy';
import type { Tier } from './tier';
import { isSameTier, missingTier } from './tier';

/** A policy in its place. `live`: it is in force; otherwise it is a staged one that only stands in the lists. */
export interface PlacedPolicy {
  readonly policy: Policy;
  readonly live: boolean;
}

export interface PlacedTier {
  readonly tier: Tier;
  readonly policies: readonly PlacedPolicy[];
}

/** What a world is made of: policies in force, and staged ones that only stand beside them. */
export interface WorldPolicies {
  readonly live: readonly Policy[];
  readonly beside: readonly Policy[];
}

/** One complete set of policies, in Calico's order. */
export interface World {
  readonly tiers: readonly PlacedTier[];
}

/** In the order in which the policies of a tier were given. */
const GIVEN = new WeakMap<PlacedTier, readonly PlacedPolicy[]>();

/**
 * Sorts tiers and policies; tiers that only policies name come last. Tiers of an `earlier` world of the same naming that have the same
 * policies are taken over, and others are sorted as far as they differ.
 */
export function arrangeWorld(
  { live, beside }: WorldPolicies,
  tiers: readonly Tier[],
  naming: PolicyNaming,
  earlier?: World,
): World {
  const byTier = new Map<string, PlacedPolicy[]>(tiers.map((tier) => [tier.name, []]));
  const place = (policy: Policy, placed: PlacedPolicy) => {
    const list = byTier.get(policy.tier);
    if (list === undefined) byTier.set(policy.tier, [placed]);
    else list.push(placed);
  };
  for (const policy of live) place(policy, placedLive(policy));
  for (const policy of beside) place(policy, placedBeside(policy));
  const existing = new Map(tiers.map((tier) => [tier.name, tier]));
  const known = new Map(earlier?.tiers.map((placed) => [placed.tier.name, placed]));
  const compare = policyComparison(naming);
  const arrangeTier = (name: string, given: readonly PlacedPolicy[]): PlacedTier => {
    const tier = existing.get(name) ?? missingTier(name);
    const before = known.get(name);
    const { sorted } = sortAgain(given, (left, right) => compare(left.policy, right.policy), orderOf(before));
    if (before !== undefined && before.policies === sorted && isSameTier(before.tier, tier)) return before;
    const placed: PlacedTier = { tier, policies: sorted };
    GIVEN.set(placed, given);
    return placed;
  };
  return {
    tiers: [...byTier]
      .map(([name, given]) => arrangeTier(name, given))
      .toSorted((left, right) => compareTiers(left.tier, right.tier)),
  };
}

function orderOf(placed: PlacedTier | undefined): Sorted<PlacedPolicy> | undefined {
  const given = placed && GIVEN.get(placed);
  return given && { given, sorted: placed.policies };
}

/** A policy is placed by the same object in all worlds: lists of them are quick to compare. */
const placedLive = oncePer((policy: Policy): PlacedPolicy => ({ policy, live: true }));
const placedBeside = oncePer((policy: Policy): PlacedPolicy => ({ policy, live: false }));
