import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPolicyIndex } from '../../../../main/engine/compile/policy-index';
import { createSelectorMatches } from '../../../../main/engine/compile/selector-matches';
import type { PlacedTier } from '../../../../main/engine/compile/world';
import { NO } from '../../../../main/engine/model/tri';
import { globalPolicy, smallWorld, stagedPolicy, tier } from './small-world';

const SELECTORS = [
  'all()',
  "app == 'web'",
  "app == 'db' && team == 'blue'",
  "team == 'blue' || app == 'web'",
  "!(app == 'db')",
  'has(team)',
  "app in { 'web', 'db' }",
  "team == 'red' && has(app)",
] as const;

function namesOf(tiers: readonly PlacedTier[]): readonly string[] {
  return tiers.flatMap(({ tier: { name }, policies }) => policies.map(({ policy }) => `${name}/${policy.name}`));
}

const written = fc.record({
  selector: fc.constantFrom(...SELECTORS),
  tier: fc.constantFrom('default', 'early'),
  order: fc.constantFrom(1, 2, 3),
  staged: fc.boolean(),
});
const labels = fc.dictionary(fc.constantFrom('app', 'team'), fc.constantFrom('web', 'db', 'blue', 'red'), {
  noNullPrototype: true,
});

describe('the policies that may apply to an endpoint', () => {
  it('hold every one whose selector matches its labels, in Calico’s order', () => {
    fc.assert(
      fc.property(fc.array(written, { maxLength: 12 }), labels, fc.boolean(), (policies, own, partly) => {
        const small = smallWorld(
          tier('early', { order: 10 }),
          tier('default', { order: 1_000_000 }),
          ...policies.map(({ staged, ...spec }, index) => (staged ? stagedPolicy : globalPolicy)(`p${index}`, spec)),
        );
        const matches = createSelectorMatches();
        const endpoint = small.labels.intern(own, partly ? ['te'] : []);
        const applying = (tiers: readonly PlacedTier[]) =>
          tiers.map((placed) => ({
            ...placed,
            policies: placed.policies.filter(({ policy }) => matches.matches(policy.selector, endpoint) !== NO),
          }));
        const found = createPolicyIndex(small.world).tiersFor(endpoint);
        expect(applying(found)).toEqual(applying(small.world.tiers));
      }),
    );
  });

  it('are few where selectors require labels that it lacks', () => {
    const { world, labels: interner } = smallWorld(
      tier('default', { order: 1_000_000 }),
      ...SELECTORS.map((selector, index) => globalPolicy(`p${index}`, { selector })),
    );
    expect(namesOf(createPolicyIndex(world).tiersFor(interner.intern({ app: 'web' }, [])))).toEqual(
      [0, 1, 3, 4, 5, 6].map((index) => `default/p${index}`),
    );
  });
});
