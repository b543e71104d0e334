import { describe, expect, it } from 'vitest';
import { compilePolicies, compileTiers } from '../../../../main/engine/compile/compile-policies';
import { createSelectorInterner } from '../../../../main/engine/compile/selector-interner';
import type { JsonObject } from '../../../../main/engine/model/json';
import type { ClusterProfile } from '../../../../main/engine/model/profile-of-cluster';
import { resourceOf, resourcesOf } from '../cluster/resource-of';

function profile(given: Partial<ClusterProfile>): ClusterProfile {
  return {
    version: '',
    naming: 'plain',
    dataplane: 'unknown',
    complete: false,
    hostForwardPolicy: 'unknown',
    hostInputPolicy: 'unknown',
    ...given,
  };
}

const calico = (kind: string, name: string, spec: JsonObject): JsonObject => ({
  apiVersion: 'projectcalico.org/v3',
  kind,
  metadata: { name },
  spec,
});

describe('the policies of a list of objects', () => {
  it('are those that Felix knows, and what is wrong with some', () => {
    const objects = resourcesOf(
      calico('GlobalNetworkPolicy', 'good', {}),
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'prod' } },
      calico('GlobalNetworkPolicy', 'ignored', { selector: 'a ==' }),
      calico('StagedGlobalNetworkPolicy', 'wider', { ingress: [{ source: { nets: ['x'] } }] }),
    );
    const { policies, problems } = compilePolicies(objects, profile({}), createSelectorInterner());
    expect(policies.map(({ name }) => name)).toEqual(['good', 'wider']);
    expect(problems.map(({ tag, resource }) => [tag, resource.name])).toEqual([
      ['ignored', 'ignored'],
      ['dropped', 'wider'],
    ]);
  });

  it('stand as stored only in the snapshot of a complete cluster; changes are always written by somebody', () => {
    const object = calico('GlobalNetworkPolicy', 'p', { egress: [{}] });
    const ingress = (complete: boolean, role: 'snapshot' | 'changes') =>
      compilePolicies([resourceOf(object, role)], profile({ complete }), createSelectorInterner()).policies[0]?.ingress;
    expect(ingress(true, 'snapshot')).toBe(true);
    expect(ingress(true, 'changes')).toBe(false);
    expect(ingress(false, 'snapshot')).toBe(false);
  });

  it('belong to the tier of their name up to v3.31', () => {
    const objects = resourcesOf(calico('GlobalNetworkPolicy', 'security.p', {}));
    const tier = (naming: 'plain' | 'tier-prefixed') =>
      compilePolicies(objects, profile({ naming }), createSelectorInterner()).policies[0]?.tier;
    expect(tier('plain')).toBe('default');
    expect(tier('tier-prefixed')).toBe('security');
  });

  it('share the selectors of the interner', () => {
    const objects = resourcesOf(
      calico('GlobalNetworkPolicy', 'a', { selector: "a=='b'" }),
      calico('GlobalNetworkPolicy', 'b', { selector: "a == 'b'" }),
    );
    const { policies } = compilePolicies(objects, profile({}), createSelectorInterner());
    expect(policies[0]?.selector).toBe(policies[1]?.selector);
  });
});

describe('the tiers that exist', () => {
  const tiersOf = (given: Partial<ClusterProfile>, ...objects: readonly JsonObject[]) =>
    compileTiers(resourcesOf(...objects), profile(given)).map(({ name, order }) => `${name} ${order}`);

  it('are those of the files and the built-in ones of the version', () => {
    const security = calico('Tier', 'security', { order: 5 });
    expect(tiersOf({}, security)).toEqual([
      'security 5',
      'kube-admin 1000',
      'default 1000000',
      'kube-baseline 10000000',
    ]);
    expect(tiersOf({ naming: 'tier-prefixed' }, security)).toEqual([
      'security 5',
      'adminnetworkpolicy 1000',
      'default 1000000',
      'baselineadminnetworkpolicy 10000000',
    ]);
  });

  it('a built-in one that the files hold counts as it stands there', () => {
    expect(tiersOf({}, calico('Tier', 'default', { order: 7 }))).toEqual([
      'default 7',
      'kube-admin 1000',
      'kube-baseline 10000000',
    ]);
  });

  it('are in a complete snapshot those of the files alone', () => {
    expect(tiersOf({ complete: true })).toEqual([]);
    expect(tiersOf({ complete: true }, calico('Tier', 'default', {}))).toEqual(['default 1000000']);
  });
});
