import { describe, expect, it } from 'vitest';
import { createSelectorInterner } from '../../../../main/engine/compile/selector-interner';
import { resourcesOfObjects } from '../../../../main/engine/load/resources-of-objects';
import type { JsonObject } from '../../../../main/engine/model/json';
import type { PolicyKind } from '../../../../main/engine/model/resource';
import type { Change } from '../../../../main/engine/rehearse/change';
import { enforcedKind, readChange, stagedKind } from '../../../../main/engine/rehearse/change';
import { policyKey, promotePolicies } from '../../../../main/engine/rehearse/promote';
import {
  clusterPolicy,
  globalPolicy,
  kubernetesPolicy,
  networkPolicy,
  stagedGlobalPolicy,
  stagedKubernetesPolicy,
  stagedPolicy,
} from '../evaluate/manifests';
import { rolloutOn } from './rehearse-objects';

function change(object: JsonObject): Change {
  const [resource] = resourcesOfObjects([object], 'changes').resources;
  if (resource === undefined) throw new Error('the object cannot be read');
  return readChange(resource, 'written', createSelectorInterner(), 'plain');
}

const SPEC = { selector: 'all()', ingress: [{ action: 'Allow' }] };

describe('the kind of a policy', () => {
  it.each<[PolicyKind, PolicyKind, PolicyKind | null]>([
    ['StagedGlobalNetworkPolicy', 'GlobalNetworkPolicy', 'StagedGlobalNetworkPolicy'],
    ['StagedNetworkPolicy', 'NetworkPolicy', 'StagedNetworkPolicy'],
    ['StagedKubernetesNetworkPolicy', 'KubernetesNetworkPolicy', 'StagedKubernetesNetworkPolicy'],
    ['GlobalNetworkPolicy', 'GlobalNetworkPolicy', 'StagedGlobalNetworkPolicy'],
    ['NetworkPolicy', 'NetworkPolicy', 'StagedNetworkPolicy'],
    ['KubernetesNetworkPolicy', 'KubernetesNetworkPolicy', 'StagedKubernetesNetworkPolicy'],
    ['KubernetesClusterNetworkPolicy', 'KubernetesClusterNetworkPolicy', null],
    ['KubernetesAdminNetworkPolicy', 'KubernetesAdminNetworkPolicy', null],
    ['KubernetesBaselineAdminNetworkPolicy', 'KubernetesBaselineAdminNetworkPolicy', null],
  ])('%s is %s in force and %s staged', (kind, enforced, staged) => {
    expect([enforcedKind(kind), stagedKind(kind)]).toEqual([enforced, staged]);
  });
});

describe('a change', () => {
  it('has both of its forms, whichever of them the file holds', () => {
    for (const object of [stagedPolicy('prod/a', SPEC), networkPolicy('prod/a', SPEC)]) {
      const { action, staged, promoted, problems } = change(object);
      expect([action, staged?.kind, promoted?.kind, problems]).toEqual([
        'Set',
        'StagedNetworkPolicy',
        'NetworkPolicy',
        [],
      ]);
    }
  });

  it('does what its stagedAction says, and Set where that is none of the four', () => {
    const actionOf = (stagedAction: string) => change(stagedGlobalPolicy('a', { ...SPEC, stagedAction })).action;
    expect(['Set', 'Delete', 'Learn', 'Ignore', '', 'Remove'].map(actionOf)).toEqual([
      'Set',
      'Delete',
      'Learn',
      'Ignore',
      'Set',
      'Set',
    ]);
    expect(change(stagedGlobalPolicy('a', SPEC)).action).toBe('Set');
  });

  it('that deletes is never previewed', () => {
    expect(change(stagedGlobalPolicy('a', { stagedAction: 'Delete' })).staged).toBe(null);
    expect(change(stagedGlobalPolicy('a', { stagedAction: 'Learn' })).staged?.kind).toBe('StagedGlobalNetworkPolicy');
  });

  it('of a kind without a staged form has only its promoted one', () => {
    const { staged, promoted } = change(
      clusterPolicy('a', { tier: 'Admin', priority: 1, subject: { namespaces: {} } }),
    );
    expect([staged, promoted?.kind]).toEqual([null, 'KubernetesClusterNetworkPolicy']);
  });

  it('with one bad port is hidden from the preview, and loses that rule alone once promoted', () => {
    const spec = { podSelector: {}, ingress: [{ ports: [{ port: 70_000 }] }, { ports: [{ port: 80 }] }] };
    const { staged, promoted } = change(stagedKubernetesPolicy('prod/a', spec));
    expect([staged, promoted?.inbound.length]).toEqual([null, 1]);
  });

  it('of a Kubernetes policy without policyTypes previews ingress alone, and isolates egress once promoted', () => {
    const spec = { podSelector: {}, egress: [{}] };
    const { staged, promoted } = change(stagedKubernetesPolicy('prod/a', spec));
    expect([staged?.ingress, staged?.egress, promoted?.ingress, promoted?.egress]).toEqual([true, false, true, true]);
  });

  it('tells what Calico will do otherwise than it says, once', () => {
    const broken = { selector: 'all(', ingress: [] };
    for (const object of [stagedPolicy('prod/a', broken), networkPolicy('prod/a', broken)]) {
      const { staged, promoted, problems } = change(object);
      expect([staged, promoted, problems.length]).toEqual([null, null, 1]);
    }
  });
});

describe('promotion', () => {
  const promoted = (enforced: readonly JsonObject[], changes: readonly JsonObject[]) => {
    const { enforced: before, changes: read } = rolloutOn(enforced, changes);
    return promotePolicies(before, read).map((policy) => `${policyKey(policy)} ${policy.inbound.length}`);
  };
  const ALLOW = { selector: 'all()', types: ['Ingress'], ingress: [{ action: 'Allow' }] };
  const DENY = { selector: 'all()', types: ['Ingress'] };

  it('creates what is new and replaces its twin', () => {
    expect(promoted([networkPolicy('prod/a', ALLOW)], [stagedPolicy('prod/b', DENY)])).toEqual([
      'NetworkPolicy prod/a 1',
      'NetworkPolicy prod/b 0',
    ]);
    expect(promoted([networkPolicy('prod/a', ALLOW)], [stagedPolicy('prod/a', DENY)])).toEqual([
      'NetworkPolicy prod/a 0',
    ]);
  });

  it('takes as a twin only the same kind, namespace and name', () => {
    const others = [
      networkPolicy('test/a', ALLOW),
      networkPolicy('prod/b', ALLOW),
      globalPolicy('a', ALLOW),
      kubernetesPolicy('prod/a', { podSelector: {} }),
    ];
    expect(promoted(others, [stagedPolicy('prod/a', DENY)]).length).toBe(5);
  });

  it('removes the twin of a Delete and leaves Learn and Ignore out', () => {
    const both = [globalPolicy('a', ALLOW), globalPolicy('b', ALLOW)];
    expect(promoted(both, [stagedGlobalPolicy('a', { stagedAction: 'Delete' })])).toEqual(['GlobalNetworkPolicy /b 1']);
    expect(promoted(both, [stagedGlobalPolicy('c', { stagedAction: 'Delete' })]).length).toBe(2);
    for (const stagedAction of ['Learn', 'Ignore']) {
      expect(promoted(both, [stagedGlobalPolicy('a', { ...DENY, stagedAction })])).toEqual([
        'GlobalNetworkPolicy /a 1',
        'GlobalNetworkPolicy /b 1',
      ]);
    }
  });

  it('of a policy that Calico will ignore leaves nothing of its twin', () => {
    expect(
      promoted([networkPolicy('prod/a', ALLOW)], [stagedPolicy('prod/a', { ...ALLOW, selector: 'all(' })]),
    ).toEqual([]);
  });
});
