import { expect, it } from 'vitest';
import { isStagedKind } from '../../../../main/engine/compile/policy';
import type { PolicyKind } from '../../../../main/engine/model/resource';

it('three kinds of policy are staged', () => {
  const kinds: readonly PolicyKind[] = [
    'GlobalNetworkPolicy',
    'NetworkPolicy',
    'KubernetesNetworkPolicy',
    'KubernetesClusterNetworkPolicy',
    'KubernetesAdminNetworkPolicy',
    'KubernetesBaselineAdminNetworkPolicy',
    'StagedGlobalNetworkPolicy',
    'StagedNetworkPolicy',
    'StagedKubernetesNetworkPolicy',
  ];
  expect(kinds.filter(isStagedKind)).toEqual([
    'StagedGlobalNetworkPolicy',
    'StagedNetworkPolicy',
    'StagedKubernetesNetworkPolicy',
  ]);
});
