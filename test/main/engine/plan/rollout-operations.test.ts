import { describe, expect, it } from 'vitest';
import { otherObjects, operateRollout } from '../../../../main/engine/plan/rollout-operations';
import { globalNetworkSet, globalPolicy, namespace, pool, tier } from '../evaluate/manifests';
import { rolloutOn } from '../rehearse/rehearse-objects';
import { CLUSTER } from './checks/checks-of';
import { HOST, LOCK } from './checks/policies';

describe('what a rollout does to objects', () => {
  it('begins with what others need, and ends with host endpoints, which police their node as soon as they are there', () => {
    const policy = globalPolicy('app.x', { tier: 'app', types: ['Ingress'] });
    const beside = [HOST, pool('10.0.0.0/16'), globalNetworkSet('s', ['10.9.0.0/24']), tier('app'), namespace('new')];
    const rollout = rolloutOn(CLUSTER, [policy, ...beside]);
    expect(otherObjects(rollout).map(({ kind }) => kind)).toEqual([
      'Namespace',
      'Tier',
      'GlobalNetworkSet',
      'IPPool',
      'HostEndpoint',
    ]);
  });

  it('leaves alone what is there already: the same policy in the snapshot needs no promotion', () => {
    const rollout = rolloutOn([...CLUSTER, LOCK], [LOCK]);
    const { moves } = operateRollout(rollout, [{ changes: rollout.changes }]);
    const verbs = moves.map(({ live, unstage }) =>
      [live.forward, unstage.forward].map((list) => list.map(({ verb }) => verb)),
    );
    expect(verbs).toEqual([[[], ['delete']]]);
  });
});
