import { describe, expect, it } from 'vitest';
import type { Policy } from '../../../../main/engine/compile/policy';
import { arrangeWorld } from '../../../../main/engine/compile/world';
import type { World } from '../../../../main/engine/compile/world';
import { globalPolicy, smallWorld, stagedPolicy, tier } from './small-world';

function outline(world: World): readonly string[] {
  return world.tiers.map(({ tier: { name }, policies }) =>
    [`${name}:`, ...policies.map(({ policy, live }) => (live ? policy.name : `(${policy.name})`))].join(' '),
  );
}

describe('a world', () => {
  it('has every tier in order, with its policies in order, staged ones in their places', () => {
    const { world } = smallWorld(
      globalPolicy('last', {}),
      globalPolicy('second', { order: 2 }),
      stagedPolicy('first', { order: 1 }),
      globalPolicy('early', { tier: 'security' }),
      tier('security', { order: 10 }),
    );
    expect(outline(world)).toEqual([
      'security: early',
      'kube-admin:',
      'default: (first) second last',
      'kube-baseline:',
    ]);
  });

  it('a tier without order runs before the default tier if its name is smaller, after it otherwise', () => {
    const { world } = smallWorld(tier('security', {}), tier('application', {}));
    expect(outline(world)).toEqual(['kube-admin:', 'application:', 'default:', 'security:', 'kube-baseline:']);
  });

  it('policies of tiers that do not exist stay in force, after all others and ending in Deny', () => {
    const { world } = smallWorld(
      globalPolicy('b', { tier: 'ghost' }),
      globalPolicy('a', { tier: 'ghost' }),
      globalPolicy('c', { tier: 'fog' }),
    );
    expect(outline(world)).toEqual(['kube-admin:', 'default:', 'kube-baseline:', 'fog: c', 'ghost: a b']);
    expect(world.tiers.at(-1)?.tier).toEqual({
      name: 'ghost',
      order: Number.POSITIVE_INFINITY,
      missing: true,
      defaultAction: 'Deny',
      resource: null,
    });
  });

  it('ties are broken as the version breaks them', () => {
    const { policies } = smallWorld(stagedPolicy('a', { order: 1 }), globalPolicy('b', { order: 1 }));
    const content = { live: policies, beside: [] };
    expect(outline(arrangeWorld(content, [], 'plain'))).toEqual(['default: a b']);
    expect(outline(arrangeWorld(content, [], 'tier-prefixed'))).toEqual(['default: b a']);
  });

  it('after an earlier one is what it would be without it, and has the same tiers where nothing changed', () => {
    const { policies, tiers } = smallWorld(
      tier('security', { order: 10 }),
      ...['c', 'a', 'b'].map((name) => globalPolicy(name, { order: 1 })),
      ...['y', 'x'].map((name) => globalPolicy(name, { tier: 'security' })),
      globalPolicy('g', { tier: 'ghost' }),
    );
    // Both have one name up to v3.31: what was given first comes first.
    const twins = smallWorld(globalPolicy('default.a', { order: 1 })).policies;
    const arrange = (live: readonly Policy[], beside: readonly Policy[], earlier?: World) =>
      arrangeWorld({ live, beside }, tiers, 'tier-prefixed', earlier);
    const worlds: readonly (readonly [readonly Policy[], readonly Policy[]])[] = [
      [policies, []],
      [policies.slice(1), policies.slice(0, 1)],
      [[...twins, ...policies.slice(2)], []],
      [[...policies, ...twins], []],
      [[...twins, ...policies], []],
      [policies.toReversed(), []],
      [[], []],
      [policies, twins],
    ];
    let earlier: World | undefined;
    for (const [live, beside] of worlds) {
      const world = arrange(live, beside, earlier);
      expect(world).toEqual(arrange(live, beside));
      earlier = world;
    }
    const edited = tiers.map((one) => (one.name === 'security' ? { ...one, defaultAction: 'Pass' as const } : one));
    const content = { live: policies, beside: twins };
    expect(arrangeWorld(content, edited, 'tier-prefixed', earlier)).toEqual(
      arrangeWorld(content, edited, 'tier-prefixed'),
    );
    const again = arrange(policies.slice(1), twins, earlier);
    expect(again.tiers.map((placed, place) => placed === earlier?.tiers[place])).toEqual(
      again.tiers.map((placed) => placed.tier.name !== 'default'),
    );
  });

  it('without policies and tiers is empty', () => {
    expect(arrangeWorld({ live: [], beside: [] }, [], 'plain')).toEqual({ tiers: [] });
  });
});
