import { describe, expect, it } from 'vitest';
import {
  DEFAULT_TIER,
  globalNetworkSet,
  namespace,
  networkPolicy,
  pod,
  stagedPolicy,
  tier,
} from '../evaluate/manifests';
import { orderOf } from './order-promotion';
import { rolloutOn } from './rehearse-objects';

const INTO_STORE = { selector: "app == 'store'", types: ['Ingress'], tier: 'early', order: 10 };
const CLUSTER = [
  DEFAULT_TIER,
  tier('early', { order: 5, defaultAction: 'Deny' }),
  namespace('prod'),
  pod('prod/web', '10.0.0.1', { labels: { app: 'web' } }),
  pod('prod/store', '10.0.0.2', { labels: { app: 'store' } }),
];

describe('what must stay open while changes are promoted', () => {
  it('is not what closes as soon as the changes are staged: no order saves it, and that is counted', () => {
    const friends = (nets: readonly string[]) =>
      globalNetworkSet('friends', nets, { role: 'friend', 'projectcalico.org/namespace': 'prod' });
    const fromFriends = { action: 'Allow', source: { selector: "role == 'friend'" } };
    const fromWeb = { action: 'Allow', source: { selector: "app == 'web'" } };
    const rollout = rolloutOn(
      [...CLUSTER, friends(['10.0.0.1/32']), networkPolicy('prod/store', { ...INTO_STORE, ingress: [fromFriends] })],
      [friends(['10.0.9.9/32']), stagedPolicy('prod/store', { ...INTO_STORE, ingress: [fromWeb] })],
    );
    const { unsavedPairs, explanation } = orderOf(rollout);
    expect(unsavedPairs).toBe(1);
    expect(explanation).toBe(
      'One at a time: what is open today and stays open in the end is open after every move. The order holds without the net, too. ' +
        'No order saves traffic of one pair: closed as soon as all changes are staged, once all are promoted, or in the end.',
    );
  });
});
