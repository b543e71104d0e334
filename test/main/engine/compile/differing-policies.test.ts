import { describe, expect, it } from 'vitest';
import { differingPolicies } from '../../../../main/engine/compile/differing-policies';
import type { World } from '../../../../main/engine/compile/world';
import { globalPolicy, smallWorld, tier } from './small-world';

const { world } = smallWorld(
  tier('early', { order: 10 }),
  tier('default', { order: 1_000_000 }),
  globalPolicy('first', { tier: 'early', order: 1 }),
  globalPolicy('second', { tier: 'early', order: 2 }),
  globalPolicy('third', { order: 3 }),
);

function namesOf(other: World): readonly string[] | null {
  return differingPolicies(world, other)?.map(({ name }) => name) ?? null;
}

function mapTiers(change: (placed: World['tiers'][number]) => World['tiers'][number]): World {
  return { tiers: world.tiers.map(change) };
}

describe('the policies in which two worlds differ', () => {
  it('are none where both have the same in the same order', () => {
    expect(namesOf(mapTiers((placed) => ({ ...placed, tier: { ...placed.tier } })))).toEqual([]);
  });

  it('are those that one of them lacks', () => {
    const other = mapTiers((placed) => ({ ...placed, policies: placed.policies.slice(1) }));
    expect(namesOf(other)).toEqual(['first', 'third']);
  });

  it('are those that only stand in one of them: told once for either world', () => {
    const other = mapTiers((placed) => ({
      ...placed,
      policies: placed.policies.map((one) => (one.policy.name === 'second' ? { ...one, live: false } : one)),
    }));
    expect(namesOf(other)).toEqual(['second', 'second']);
  });

  it('cannot be told where what both have stands in another order', () => {
    expect(namesOf(mapTiers((placed) => ({ ...placed, policies: placed.policies.toReversed() })))).toBeNull();
  });

  it('are all of a tier that only one of them has', () => {
    const other = { tiers: world.tiers.filter(({ tier: { name } }) => name !== 'early') };
    expect(namesOf(other)).toEqual(['first', 'second']);
    expect(differingPolicies(other, world)?.map(({ name }) => name)).toEqual(['first', 'second']);
  });

  it('cannot be told where tiers stand in another order, unless both have nothing there', () => {
    expect(namesOf({ tiers: world.tiers.toReversed() })).toBeNull();
    const other = mapTiers((placed) => (placed.tier.name === 'early' ? { ...placed, policies: [] } : placed));
    expect(namesOf({ tiers: other.tiers.toReversed() })).toEqual(['first', 'second']);
  });

  it('cannot be told where a tier ends otherwise', () => {
    expect(namesOf(mapTiers((placed) => ({ ...placed, tier: { ...placed.tier, defaultAction: 'Pass' } })))).toBeNull();
  });
});
