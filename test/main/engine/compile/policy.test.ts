import { expect, it } from 'vitest';
import { isStagedKind } from '../../../../main/engine/compile/policy';
import { POLICY_KINDS } from '../../../../main/engine/model/resource';

it('three kinds of policy are staged', () => {
  expect(POLICY_KINDS.filter(isStagedKind)).toEqual([
    'StagedGlobalNetworkPolicy',
    'StagedNetworkPolicy',
    'StagedKubernetesNetworkPolicy',
  ]);
});
