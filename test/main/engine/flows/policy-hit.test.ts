import { describe, expect, it } from 'vitest';
import { canBeExported, policyHitOf } from '../../../../main/engine/flows/policy-hit';

const WEB = {
  kind: 'CalicoNetworkPolicy',
  namespace: 'shop',
  name: 'web',
  tier: 'default',
  action: 'Allow',
  policyIndex: 0,
  ruleIndex: 0,
  trigger: null,
};

describe('the policy hit that Goldmane makes of a string', () => {
  it('calls the policy of Kubernetes NetworkPolicy and the one of Calico CalicoNetworkPolicy', () => {
    expect(policyHitOf('0|default|np:shop/web|allow|0')).toEqual({ tag: 'hit', hit: WEB });
    expect(policyHitOf('0|default|knp:shop/web|allow|0')).toEqual({
      tag: 'hit',
      hit: { ...WEB, kind: 'NetworkPolicy' },
    });
  });

  it('turns rule -1 into the end of a tier with the policy as its trigger', () => {
    expect(policyHitOf('2|default|sgnp:lock|deny|-1')).toEqual({
      tag: 'hit',
      hit: {
        kind: 'EndOfTier',
        namespace: '',
        name: '',
        tier: 'default',
        action: 'Deny',
        policyIndex: 2,
        ruleIndex: -1,
        trigger: {
          kind: 'StagedGlobalNetworkPolicy',
          namespace: '',
          name: 'lock',
          tier: 'default',
          action: 'ActionUnspecified',
        },
      },
    });
  });

  it('shows no tier for a profile', () => {
    expect(policyHitOf('0|__PROFILE__|pro:kns.shop|allow|0')).toEqual({
      tag: 'hit',
      hit: { ...WEB, kind: 'Profile', namespace: '', name: 'kns.shop', tier: '' },
    });
  });

  it('takes any case of the action, a signed index and a name that ends in a hyphen', () => {
    expect(policyHitOf('+0|default|np:shop/web|ALLOW|-0')).toEqual({ tag: 'hit', hit: WEB });
    expect(policyHitOf('0|default|np:shop/web-|allow|0')).toEqual({ tag: 'hit', hit: { ...WEB, name: 'web-' } });
  });

  it.each([
    ['four parts', '0|default|np:shop/web|allow'],
    ['six parts', '0|default|np:shop/web|allow|0|0'],
    ['an index with a blank', ' 0|default|np:shop/web|allow|0'],
    ['an index beyond 64 bits', '9223372036854775808|default|np:shop/web|allow|0'],
    ['an unknown action', '0|default|np:shop/web|log|0'],
    ['an unknown kind', '0|default|foo:web|allow|0'],
    ['a spelling of v3.31', '0|default|shop/default.web|allow|0'],
    ['no tier', '0||np:shop/web|allow|0'],
    ['a name that Kubernetes refuses', '0|default|np:shop/Web|allow|0'],
    ['a name of more than 253 characters', `0|default|np:shop/${'a'.repeat(254)}|allow|0`],
    ['a namespace with a dot', '0|default|np:sh.op/web|allow|0'],
    ['two slashes', '0|default|np:shop/web/x|allow|0'],
    ['no match of a profile', '0|__PROFILE__|pro:__NO_MATCH__|deny|0'],
  ])('is an error for %s', (_what, text) => {
    expect(policyHitOf(text)).toEqual({ tag: 'error' });
  });

  it('is a panic for a kind without a name', () => {
    expect(policyHitOf('0|default|np|allow|0')).toEqual({ tag: 'panic' });
  });
});

describe('a set of policy strings', () => {
  it('can be exported when Goldmane reads each', () => {
    expect(canBeExported(['0|default|np:shop/web|allow|0'])).toBe(true);
    expect(canBeExported([])).toBe(true);
  });

  it('stops the exporter where no profile matched', () => {
    expect(canBeExported(['0|default|np:shop/web|pass|0', '1|__PROFILE__|pro:__NO_MATCH__|deny|0'])).toBe(false);
  });
});
