import type { IndexedSelector } from '../../../../main/engine/compile/policy';
import type { RolloutWorld } from '../../../../main/engine/rehearse/worlds';

/** Tiers and policies of a world in Calico's order, without what tells only one reading from another. */
export function canonicalWorld({ arranged }: RolloutWorld): unknown {
  const tiers = arranged.tiers.map(({ tier: { resource: _tier, ...tier }, policies }) => ({
    tier,
    policies: policies.map(({ live, policy: { resource: _resource, written: _written, ...policy } }) => ({
      live,
      ...policy,
      order: String(policy.order),
    })),
  }));
  return JSON.parse(
    JSON.stringify(tiers, (key, value: unknown) => {
      if (key === 'path') return undefined;
      return isIndexedSelector(value) ? value.text : value;
    }),
  );
}

function isIndexedSelector(value: unknown): value is IndexedSelector {
  return typeof value === 'object' && value !== null && 'selector' in value && 'text' in value && 'index' in value;
}
