import { describe, expect, it } from 'vitest';
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
    const placed = policies.map((policy) => ({ policy, live: true }));
    expect(outline(arrangeWorld(placed, [], 'plain'))).toEqual(['default: a b']);
    expect(outline(arrangeWorld(placed, [], 'tier-prefixed'))).toEqual(['default: b a']);
  });

  it('without policies and tiers is empty', () => {
    expect(arrangeWorld([], [], 'plain')).toEqual({ tiers: [] });
  });
});
