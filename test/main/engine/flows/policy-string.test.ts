import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IndexedRule, TracedRule } from '../../../../main/engine/flows/policy-string';
import { policyStrings, readPolicyString } from '../../../../main/engine/flows/policy-string';

const WEB: TracedRule = {
  tier: 'default',
  kind: 'NetworkPolicy',
  namespace: 'shop',
  name: 'web',
  rule: 0,
  action: 'allow',
};
const AUDIT: TracedRule = {
  tier: 'security',
  kind: 'GlobalNetworkPolicy',
  namespace: '',
  name: 'audit',
  rule: -1,
  action: 'pass',
};
const PREVIEW: TracedRule = { ...WEB, kind: 'StagedNetworkPolicy', name: 'preview', rule: 2, action: 'deny' };
const PROFILE: TracedRule = {
  tier: '__PROFILE__',
  kind: 'Profile',
  namespace: '',
  name: 'kns.shop',
  rule: 0,
  action: 'allow',
};

describe('the policy strings of a flow', () => {
  it('name index, tier, kind, object, action and rule, the end of a tier with rule -1', () => {
    expect(policyStrings([AUDIT, WEB], 'enforced')).toEqual([
      '0|security|gnp:audit|pass|-1',
      '1|default|np:shop/web|allow|0',
    ]);
  });

  it('leave staged policies out of the enforced set and close the gap', () => {
    expect(policyStrings([AUDIT, PREVIEW, WEB], 'enforced')).toEqual([
      '0|security|gnp:audit|pass|-1',
      '1|default|np:shop/web|allow|0',
    ]);
    expect(policyStrings([AUDIT, PREVIEW], 'pending')).toEqual([
      '0|security|gnp:audit|pass|-1',
      '1|default|snp:shop/preview|deny|2',
    ]);
  });

  it('keep the number of an empty slot', () => {
    expect(policyStrings([null, WEB], 'enforced')).toEqual(['1|default|np:shop/web|allow|0']);
  });

  it('take a rule without a tier for one of a profile, and say where no profile or no policy is to be named', () => {
    expect(policyStrings([{ ...PROFILE, tier: '' }], 'enforced')).toEqual(['0|__PROFILE__|pro:kns.shop|allow|0']);
    expect(policyStrings([{ ...PROFILE, tier: '', name: '', action: 'deny' }], 'enforced')).toEqual([
      '0|__PROFILE__|pro:__NO_MATCH__|deny|0',
    ]);
    expect(policyStrings([{ ...PROFILE, name: '', action: 'deny' }], 'enforced', 'tier-prefixed')).toEqual([
      '0|__PROFILE__|__PROFILE__.__NO_MATCH__|deny|0',
    ]);
    expect(policyStrings([{ ...WEB, namespace: '', name: '', action: 'deny' }], 'enforced')).toEqual([
      '0|default|eot:__NO_MATCH__|deny|0',
    ]);
  });

  it('print a kind that v3.32 gave up in full', () => {
    const admin: TracedRule = { ...WEB, kind: 'KubernetesAdminNetworkPolicy', namespace: '' };
    expect(policyStrings([admin], 'enforced')).toEqual(['0|default|KubernetesAdminNetworkPolicy:web|allow|0']);
  });

  it('repeat the tier in the name up to v3.31', () => {
    const trace: readonly TracedRule[] = [
      { ...WEB, kind: 'KubernetesAdminNetworkPolicy', tier: 'adminnetworkpolicy', namespace: '' },
      {
        ...WEB,
        kind: 'KubernetesBaselineAdminNetworkPolicy',
        tier: 'baselineadminnetworkpolicy',
        namespace: '',
        name: 'default',
      },
      AUDIT,
      PREVIEW,
      { ...WEB, kind: 'StagedGlobalNetworkPolicy', namespace: '' },
      { ...WEB, kind: 'StagedKubernetesNetworkPolicy' },
      { ...WEB, kind: 'KubernetesNetworkPolicy' },
      WEB,
      PROFILE,
    ];
    expect(policyStrings(trace, 'pending', 'tier-prefixed')).toEqual([
      '0|adminnetworkpolicy|kanp.adminnetworkpolicy.web|allow|0',
      '1|baselineadminnetworkpolicy|kbanp.baselineadminnetworkpolicy.default|allow|0',
      '2|security|security.audit|pass|-1',
      '3|default|shop/default.staged:preview|deny|2',
      '4|default|default.staged:web|allow|0',
      '5|default|shop/staged:knp.default.web|allow|0',
      '6|default|shop/knp.default.web|allow|0',
      '7|default|shop/default.web|allow|0',
      '8|__PROFILE__|__PROFILE__.kns.shop|allow|0',
    ]);
  });
});

describe('a policy string that is read', () => {
  it('accepts the staged mark on either side of the tier', () => {
    const expected = { tag: 'rule', rule: { ...PREVIEW, index: 4 } };
    expect(readPolicyString('4|default|shop/default.staged:preview|deny|2')).toEqual(expected);
    expect(readPolicyString('4|default|shop/staged:default.preview|deny|2')).toEqual(expected);
  });

  it('keeps a name of v3.32 that begins with its tier', () => {
    expect(readPolicyString('0|security|gnp:security.audit|Pass|-1')).toEqual({
      tag: 'rule',
      rule: { ...AUDIT, name: 'security.audit', index: 0 },
    });
  });

  it.each<[string, Pick<TracedRule, 'kind' | 'namespace' | 'name'>]>([
    ['0|__PROFILE__|__PROFILE__.kns.shop|allow|0', { kind: 'Profile', namespace: '', name: 'kns.shop' }],
    ['0|t|kanp.adminnetworkpolicy.a|allow|0', { kind: 'KubernetesAdminNetworkPolicy', namespace: '', name: 'a' }],
    [
      '0|t|kbanp.baselineadminnetworkpolicy.default|allow|0',
      { kind: 'KubernetesBaselineAdminNetworkPolicy', namespace: '', name: 'default' },
    ],
    ['0|default|shop/web|allow|0', { kind: 'NetworkPolicy', namespace: 'shop', name: 'web' }],
  ])('in the spelling of v3.31 is of its kind: %s', (text, named) => {
    expect(readPolicyString(text)).toMatchObject({ tag: 'rule', rule: named });
  });

  it('says what is wrong with one that cannot be read', () => {
    const whyNot = (text: string) => {
      const reading = readPolicyString(text);
      return reading.tag === 'error' ? reading.why : null;
    };
    expect(whyNot('0|default|np:shop/web|allow')).toBe('a policy string has five parts');
    expect(whyNot('0|default|np:shop/web|allow|0|0')).toBe('a policy string has five parts');
    expect(whyNot('x|default|np:shop/web|allow|0')).toBe('an index is a whole number');
    expect(whyNot('0|default|np:shop/web|log|0')).toBe('"log" is not an action');
    expect(whyNot('0|__PROFILE__|pro:__NO_MATCH__|deny|0')).toBe('no policy is named');
  });

  const name = fc.stringMatching(/^[a-z][a-z0-9]{0,6}$/);
  const namespacedKind = fc.constantFrom(
    'NetworkPolicy' as const,
    'KubernetesNetworkPolicy' as const,
    'StagedNetworkPolicy' as const,
    'StagedKubernetesNetworkPolicy' as const,
  );
  const globalKind = fc.constantFrom('GlobalNetworkPolicy' as const, 'StagedGlobalNetworkPolicy' as const);
  const tracedRule: fc.Arbitrary<TracedRule> = fc
    .tuple(fc.oneof(fc.tuple(namespacedKind, name), fc.tuple(globalKind, fc.constant(''))), name, name)
    .chain(([[kind, namespace], tier, policy]) =>
      fc.record({
        tier: fc.constant(tier),
        kind: fc.constant(kind),
        namespace: fc.constant(namespace),
        name: fc.constant(policy),
        rule: fc.integer({ min: -1, max: 40 }),
        action: fc.constantFrom('allow' as const, 'deny' as const, 'pass' as const),
      }),
    );

  it('gives back the trace it was printed from, in the spelling of either version', () => {
    fc.assert(
      fc.property(
        fc.array(tracedRule, { maxLength: 6 }),
        fc.constantFrom('plain' as const, 'tier-prefixed' as const),
        (trace, naming) => {
          const expected: readonly IndexedRule[] = trace.map((rule, index) => ({ ...rule, index }));
          const read = policyStrings(trace, 'pending', naming).map(readPolicyString);
          expect(read).toEqual(expected.map((rule) => ({ tag: 'rule', rule })));
        },
      ),
    );
  });
});
