import { describe, expect, it } from 'vitest';
import { DEFAULT_TIER, globalNetworkSet, namespace, networkPolicy, pod, stagedPolicy } from '../evaluate/manifests';
import { EARLY, intoStore } from './early-tier';
import { orderOf } from './order-promotion';
import { rolloutOn } from './rehearse-objects';

const CLUSTER = [
  DEFAULT_TIER,
  EARLY,
  namespace('prod'),
  pod('prod/web', '10.0.0.1', { labels: { app: 'web' } }),
  pod('prod/store', '10.0.0.2', { labels: { app: 'store' } }),
];

describe('what must stay open while changes are promoted', () => {
  it('is not what closes as soon as the changes are staged: no order saves it, and that is counted', () => {
    const friends = (nets: readonly string[]) =>
      globalNetworkSet('friends', nets, { role: 'friend', 'projectcalico.org/namespace': 'prod' });
    const fromFriends = { action: 'Allow', source: { selector: "role == 'friend'" } };
    const rollout = rolloutOn(
      [
        ...CLUSTER,
        friends(['10.0.0.1/32']),
        networkPolicy('prod/store', { ...intoStore(10, ''), ingress: [fromFriends] }),
      ],
      [friends(['10.0.9.9/32']), stagedPolicy('prod/store', intoStore(10, 'web'))],
    );
    const { unsavedPairs, explanation } = orderOf(rollout);
    expect(unsavedPairs).toBe(1);
    expect(explanation).toBe(
      'One at a time: what is open today and stays open in the end is open after every move. The order holds without the net, too. ' +
        'No order saves traffic of one pair: closed as soon as all changes are staged, once all are promoted, or in the end.',
    );
  });
});
