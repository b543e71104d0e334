import type { Policy } from './policy';
import type { Tier } from './tier';
import type { PlacedPolicy, World } from './world';

/** A policy in its place among all of its world. */
interface Entry extends PlacedPolicy {
  readonly tier: Tier;
}

/**
 * The policies that only one of two worlds has, or has otherwise in force; `null` where what they have in common stands in another order or
 * in other tiers.
 */
export function differingPolicies(left: World, right: World): readonly Policy[] | null {
  const [one, other] = [listEntries(left), listEntries(right)];
  const [inOne, inOther] = [liveByPolicy(one), liveByPolicy(other)];
  const common = one.filter(({ policy, live }) => inOther.get(policy) === live);
  const commonInOther = other.filter(({ policy, live }) => inOne.get(policy) === live);
  const isSame =
    common.length === commonInOther.length &&
    common.every((entry, place) => isSamePlace(entry, commonInOther[place] ?? null));
  if (!isSame) return null;
  return [
    ...one.filter(({ policy, live }) => inOther.get(policy) !== live),
    ...other.filter(({ policy, live }) => inOne.get(policy) !== live),
  ].map(({ policy }) => policy);
}

function listEntries({ tiers }: World): readonly Entry[] {
  return tiers.flatMap(({ tier, policies }) => policies.map((placed) => ({ ...placed, tier })));
}

function liveByPolicy(entries: readonly Entry[]): ReadonlyMap<Policy, boolean> {
  return new Map(entries.map(({ policy, live }) => [policy, live]));
}

function isSamePlace(one: Entry, other: Entry | null): boolean {
  return one.policy === other?.policy && isSameTier(one.tier, other.tier);
}

function isSameTier(one: Tier, other: Tier): boolean {
  return (
    one === other ||
    (one.name === other.name &&
      one.order === other.order &&
      one.missing === other.missing &&
      one.defaultAction === other.defaultAction &&
      one.resource === other.resource)
  );
}
