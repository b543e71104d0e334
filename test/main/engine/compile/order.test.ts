import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparePolicies, compareTiers, policyComparison } from '../../../../main/engine/compile/order';
import type { PolicyPlace, TierPlace } from '../../../../main/engine/compile/order';
import type { PolicyKind } from '../../../../main/engine/model/resource';

function policy(name: string, more: Partial<PolicyPlace> = {}): PolicyPlace {
  return {
    kind: 'GlobalNetworkPolicy',
    namespace: '',
    name,
    tier: 'default',
    order: Number.POSITIVE_INFINITY,
    ...more,
  };
}

function sorted(compare: (left: PolicyPlace, right: PolicyPlace) => number, ...policies: readonly PolicyPlace[]) {
  return policies.toSorted(compare).map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`);
}

function names(...policies: readonly PolicyPlace[]): readonly string[] {
  return policies.toSorted(comparePolicies).map(({ name }) => name);
}

describe('policies of a tier', () => {
  it('are walked by their order', () => {
    expect(names(policy('c', { order: 10 }), policy('b', { order: 9.5 }), policy('a', { order: -1 }))).toEqual([
      'a',
      'b',
      'c',
    ]);
  });

  it('a policy without order sorts after one of order 100000', () => {
    expect(names(policy('aaa'), policy('zzz-safety-net', { order: 100_000 }))).toEqual(['zzz-safety-net', 'aaa']);
  });

  it('policies without order are told apart by name', () => {
    expect(names(policy('zzz'), policy('aaa'))).toEqual(['aaa', 'zzz']);
    expect(comparePolicies(policy('a'), policy('a'))).toBe(0);
  });

  it('equal orders are broken by name/namespace/kind bytewise: - and . before the end of a name, digits after it', () => {
    const equal = { order: 10 };
    expect(
      names(policy('foo0', equal), policy('foo', equal), policy('foo.x', equal), policy('foo-bar', equal)),
    ).toEqual(['foo-bar', 'foo.x', 'foo', 'foo0']);
  });

  it('capital letters stand before small ones, as bytes do', () => {
    expect(names(policy('b'), policy('a'), policy('B'))).toEqual(['B', 'a', 'b']);
  });

  it('the namespace decides before the kind', () => {
    const at = (namespace: string, kind: PolicyKind) => policy('x', { namespace, kind, order: 1 });
    expect(
      sorted(
        comparePolicies,
        at('b', 'KubernetesNetworkPolicy'),
        at('a', 'NetworkPolicy'),
        at('', 'GlobalNetworkPolicy'),
      ),
    ).toEqual(['GlobalNetworkPolicy /x', 'NetworkPolicy a/x', 'KubernetesNetworkPolicy b/x']);
  });

  it('one name in one namespace sorts Kubernetes, Calico, staged Kubernetes, staged Calico', () => {
    const kinds: readonly PolicyKind[] = [
      'StagedNetworkPolicy',
      'StagedKubernetesNetworkPolicy',
      'NetworkPolicy',
      'KubernetesNetworkPolicy',
    ];
    expect(
      sorted(comparePolicies, ...kinds.map((kind) => policy('x', { kind, namespace: 'prod', order: 1000 }))),
    ).toEqual([
      'KubernetesNetworkPolicy prod/x',
      'NetworkPolicy prod/x',
      'StagedKubernetesNetworkPolicy prod/x',
      'StagedNetworkPolicy prod/x',
    ]);
  });

  it('the tier that a policy names does not count inside the tier', () => {
    expect(comparePolicies(policy('a', { tier: 'z', order: 1 }), policy('b', { tier: 'a', order: 1 }))).toBe(-1);
  });
});

describe('policies of a tier up to v3.31', () => {
  const compare = policyComparison('tier-prefixed');
  const place = (kind: PolicyKind, namespace: string, name: string, tier = 'default') =>
    policy(name, { kind, namespace, tier, order: 1 });

  it('from v3.32 on the plain names count', () => {
    expect(policyComparison('plain')).toBe(comparePolicies);
  });

  it('order comes first, and no order last', () => {
    expect(compare(policy('a', { order: 2 }), policy('b', { order: 1 }))).toBe(1);
    expect(compare(policy('a'), policy('b', { order: 100_000 }))).toBe(1);
  });

  it('equal orders are broken by the names they are stored under', () => {
    expect(
      sorted(
        compare,
        place('StagedGlobalNetworkPolicy', '', 'x'),
        place('StagedKubernetesNetworkPolicy', 'prod', 'x'),
        place('NetworkPolicy', 'prod', 'x'),
        place('StagedNetworkPolicy', 'prod', 'x'),
        place('KubernetesNetworkPolicy', 'prod', 'x'),
        place('KubernetesAdminNetworkPolicy', '', 'x', 'adminnetworkpolicy'),
        place('KubernetesBaselineAdminNetworkPolicy', '', 'x', 'baselineadminnetworkpolicy'),
        place('GlobalNetworkPolicy', '', 'x'),
      ),
    ).toEqual([
      'GlobalNetworkPolicy /x', // default.x
      'KubernetesAdminNetworkPolicy /x', // kanp.adminnetworkpolicy.x
      'KubernetesBaselineAdminNetworkPolicy /x', // kbanp.baselineadminnetworkpolicy.x
      'NetworkPolicy prod/x', // prod/default.x
      'KubernetesNetworkPolicy prod/x', // prod/knp.default.x
      'StagedNetworkPolicy prod/x', // prod/staged:default.x
      'StagedKubernetesNetworkPolicy prod/x', // prod/staged:knp.default.x
      'StagedGlobalNetworkPolicy /x', // staged:default.x
    ]);
  });

  it.each([
    ['KubernetesAdminNetworkPolicy', 'kanp.adminnetworkpolicy.m'],
    ['KubernetesBaselineAdminNetworkPolicy', 'kbanp.baselineadminnetworkpolicy.m'],
    ['KubernetesNetworkPolicy', 'knp.default.m'],
    ['StagedKubernetesNetworkPolicy', 'staged:knp.default.m'],
    ['StagedGlobalNetworkPolicy', 'staged:security.m'],
    ['GlobalNetworkPolicy', 'security.m'],
    ['KubernetesClusterNetworkPolicy', 'security.m'],
  ] as const)('%s m is stored as %s', (kind, stored) => {
    // A global policy of another tier is stored as it is called: it finds the place of the name.
    const probe = (name: string) => policy(name, { tier: name.slice(0, name.indexOf('.')), order: 1 });
    const asked = place(kind, '', 'm', 'security');
    expect(compare(asked, probe(stored))).toBe(0);
    expect(Math.sign(compare(asked, probe(`${stored}0`)))).toBe(-1);
    expect(Math.sign(compare(asked, probe(stored.slice(0, -1))))).toBe(1);
  });

  it('a name that begins with its tier, or with a word that stands for one, is not prefixed again', () => {
    const reserved = place('NetworkPolicy', 'prod', 'knp.default.m');
    expect(compare(reserved, place('KubernetesNetworkPolicy', 'prod', 'm'))).toBe(0);
    expect(Math.sign(compare(reserved, place('NetworkPolicy', 'prod', 'x')))).toBe(1);
    const prefixed = place('GlobalNetworkPolicy', '', 'security.m', 'security');
    expect(compare(prefixed, place('GlobalNetworkPolicy', '', 'm', 'security'))).toBe(0);
    expect(Math.sign(compare(prefixed, place('GlobalNetworkPolicy', '', 'securitym', 'security')))).toBe(-1);
  });

  it('a promotion moves a policy from "staged" to "default", past a neighbour of equal order', () => {
    const neighbour = place('NetworkPolicy', 'prod', 'x', 'production');
    expect(Math.sign(compare(place('StagedNetworkPolicy', 'prod', 'a'), neighbour))).toBe(1);
    expect(Math.sign(compare(place('NetworkPolicy', 'prod', 'a'), neighbour))).toBe(-1);
  });
});

describe('tiers', () => {
  const tier = (name: string, order: number, missing = false): TierPlace => ({ name, order, missing });

  it('are walked by order, then by name bytewise', () => {
    const tiers = [tier('security', 1_000_000), tier('default', 1_000_000), tier('Z', 1_000_000), tier('z', -5)];
    expect(tiers.toSorted(compareTiers).map(({ name }) => name)).toEqual(['z', 'Z', 'default', 'security']);
    expect(compareTiers(tier('a', 1), tier('a', 1))).toBe(0);
  });

  it('a tier that only policies name comes after all that exist, whatever its order', () => {
    expect(compareTiers(tier('a', 1, true), tier('z', Number.POSITIVE_INFINITY))).toBe(1);
    expect(compareTiers(tier('z', Number.POSITIVE_INFINITY), tier('a', 1, true))).toBe(-1);
    expect(Math.sign(compareTiers(tier('a', 1, true), tier('b', 1, true)))).toBe(-1);
  });
});

describe('laws of order', () => {
  const KINDS: readonly PolicyKind[] = [
    'GlobalNetworkPolicy',
    'NetworkPolicy',
    'KubernetesNetworkPolicy',
    'KubernetesClusterNetworkPolicy',
    'StagedGlobalNetworkPolicy',
    'StagedNetworkPolicy',
    'StagedKubernetesNetworkPolicy',
  ];
  const place: fc.Arbitrary<PolicyPlace> = fc.record({
    kind: fc.constantFrom(...KINDS),
    namespace: fc.constantFrom('', 'a', 'b'),
    name: fc.constantFrom('a', 'a-b', 'a.b', 'ab', 'a/b', 'default.a'),
    tier: fc.constantFrom('default', 'security'),
    order: fc.constantFrom(-1, 0, 1000, Number.POSITIVE_INFINITY),
  });
  const comparison = fc.constantFrom(policyComparison('plain'), policyComparison('tier-prefixed'));

  it('any two policies can be compared, and the other way round is the opposite', () => {
    fc.assert(
      fc.property(comparison, place, place, (compare, left, right) => {
        expect(Math.sign(compare(left, right)) + Math.sign(compare(right, left))).toBe(0);
        expect(compare(left, left)).toBe(0);
      }),
    );
  });

  it('the order is transitive', () => {
    fc.assert(
      fc.property(comparison, place, place, place, (compare, a, b, c) => {
        const [first, second, third] = [a, b, c].toSorted(compare);
        if (first === undefined || second === undefined || third === undefined) throw new Error('three were given');
        expect([compare(first, second), compare(second, third), compare(first, third)].every((sign) => sign <= 0)).toBe(
          true,
        );
      }),
    );
  });

  it('in whatever order policies are given, they end in the same one', () => {
    const different = fc.uniqueArray(place, {
      selector: ({ kind, namespace, name }) => `${name}/${namespace}/${kind}`,
      maxLength: 8,
    });
    fc.assert(
      fc.property(
        different.chain((places) =>
          fc.tuple(fc.constant(places), fc.shuffledSubarray(places, { minLength: places.length })),
        ),
        ([places, shuffled]) => {
          expect(shuffled.toSorted(comparePolicies)).toEqual(places.toSorted(comparePolicies));
        },
      ),
    );
  });

  it('a policy with a number never comes after one without', () => {
    fc.assert(
      fc.property(
        comparison,
        place,
        place,
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (compare, left, right, order) => {
          expect(compare({ ...left, order }, { ...right, order: Number.POSITIVE_INFINITY })).toBe(-1);
        },
      ),
    );
  });
});
