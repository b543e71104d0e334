import { describe, expect, it } from 'vitest';
import { globalPolicy, kubernetesPolicy, stagedPolicy } from '../evaluate/manifests';
import { orderOf } from './order-promotion';
import { rolloutOn } from './rehearse-objects';
import { CLUSTER, FROM_WEB } from './web-and-database';

const ALLOW = [{ action: 'Allow' }];

describe('the worlds on the way of a promotion', () => {
  it('have the safety net of the snapshot, and the last one without it has none', () => {
    const net = globalPolicy('my-net', { order: 100_000, types: ['Ingress', 'Egress'], ingress: ALLOW, egress: ALLOW });
    const { moves } = orderOf(rolloutOn([...CLUSTER, net], [stagedPolicy('prod/db', FROM_WEB)]));
    const names = moves.map(({ world, withoutNet }) =>
      [world, withoutNet].map(({ arranged }) =>
        arranged.tiers.flatMap(({ policies }) => policies.map(({ policy }) => policy.name)),
      ),
    );
    expect(names).toEqual([[['db', 'my-net'], ['db']]]);
  });

  it('leave a change that Calico will ignore for the end', () => {
    const broken = { ...kubernetesPolicy('prod/db', { podSelector: { matchLabels: { app: 'db' } } }), spec: 7 };
    const { moves } = orderOf(rolloutOn(CLUSTER, [broken, stagedPolicy('prod/db2', FROM_WEB)]));
    expect(moves.map(({ changes }) => changes.map(({ resource }) => resource.name))).toEqual([['db2'], ['db']]);
  });
});
