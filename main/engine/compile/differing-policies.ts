import { listDifference } from '../model/list-difference';
import type { Policy } from './policy';
import { isSameTier } from './tier';
import type { PlacedPolicy, World } from './world';

/**
 * The policies that only one of two worlds has, or has otherwise in force; `null` where what they have in common stands in another order or
 * in other tiers.
 */
export function differingPolicies(left: World, right: World): readonly Policy[] | null {
  const twins = new Map(right.tiers.map((placed, place) => [placed.tier.name, { ...placed, place }]));
  const onlyLeft: (readonly PlacedPolicy[])[] = [];
  const onlyRight = new Map(right.tiers.map(({ tier, policies }) => [tier.name, policies]));
  let last = -1;
  for (const { tier, policies } of left.tiers) {
    const twin = twins.get(tier.name);
    const { gone, added } = listDifference(policies, twin?.policies ?? []);
    onlyLeft.push(gone);
    if (twin === undefined) continue;
    onlyRight.set(tier.name, added);
    const moved = new Set(added);
    if (gone.some((placed) => moved.has(placed))) return null;
    if (gone.length === policies.length) continue;
    if (twin.place < last || !isSameTier(tier, twin.tier)) return null;
    last = twin.place;
  }
  return [...onlyLeft, ...onlyRight.values()].flat().map(({ policy }) => policy);
}
