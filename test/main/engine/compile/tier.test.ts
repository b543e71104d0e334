import { describe, expect, it } from 'vitest';
import { BUILT_IN_TIERS, BUILT_IN_TIERS_UNTIL_331, missingTier, readTier } from '../../../../main/engine/compile/tier';
import type { JsonObject } from '../../../../main/engine/model/json';
import { resourceOf } from '../cluster/resource-of';

function tierResource(spec: JsonObject | null) {
  return resourceOf({ apiVersion: 'projectcalico.org/v3', kind: 'Tier', metadata: { name: 'security' }, spec });
}

describe('a tier', () => {
  it('has the order and default action it gives', () => {
    const resource = tierResource({ order: -2.5, defaultAction: 'Pass' });
    expect(readTier(resource)).toEqual({
      name: 'security',
      order: -2.5,
      missing: false,
      defaultAction: 'Pass',
      resource,
    });
  });

  it('without order ties with the default tier, and ends in Deny where it does not say', () => {
    const resource = tierResource({});
    expect(readTier(resource)).toEqual({
      name: 'security',
      order: 1_000_000,
      missing: false,
      defaultAction: 'Deny',
      resource,
    });
    expect(readTier(tierResource(null))).toMatchObject({ order: 1_000_000, defaultAction: 'Deny' });
    expect(readTier(tierResource({ order: 0 })).order).toBe(0);
  });

  it.each(['Deny', 'pass', 'PASS', 'Allow', ''])('only exactly Pass is Pass: %s is Deny', (defaultAction) => {
    expect(readTier(tierResource({ defaultAction })).defaultAction).toBe('Deny');
  });

  it('that only policies name is the last and ends in Deny', () => {
    expect(missingTier('ghost')).toEqual({
      name: 'ghost',
      order: Number.POSITIVE_INFINITY,
      missing: true,
      defaultAction: 'Deny',
      resource: null,
    });
  });
});

describe('the tiers that Calico makes itself', () => {
  it('from v3.32 on stand around the default tier and pass on', () => {
    expect(BUILT_IN_TIERS).toEqual([
      { name: 'kube-admin', order: 1_000, missing: false, defaultAction: 'Pass', resource: null },
      { name: 'default', order: 1_000_000, missing: false, defaultAction: 'Deny', resource: null },
      { name: 'kube-baseline', order: 10_000_000, missing: false, defaultAction: 'Pass', resource: null },
    ]);
  });

  it('up to v3.31 are called after the kinds they hold', () => {
    expect(BUILT_IN_TIERS_UNTIL_331).toEqual([
      { name: 'adminnetworkpolicy', order: 1_000, missing: false, defaultAction: 'Pass', resource: null },
      { name: 'default', order: 1_000_000, missing: false, defaultAction: 'Deny', resource: null },
      { name: 'baselineadminnetworkpolicy', order: 10_000_000, missing: false, defaultAction: 'Pass', resource: null },
    ]);
  });
});
