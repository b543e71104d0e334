import { describe, expect, it } from 'vitest';
import {
  DEFAULT_TIER,
  clusterNode,
  felix,
  globalPolicy,
  hostEndpoint,
  namespace,
  networkPolicy,
  pod,
  stagedPolicy,
} from '../evaluate/manifests';
import { EARLY, intoStore } from './early-tier';
import { orderOf } from './order-promotion';
import { rolloutOn } from './rehearse-objects';

const OWN = { node: 'node1', interfaceName: '*', expectedIPs: ['10.5.0.1'], profiles: ['projectcalico-default-allow'] };

const CLUSTER = [
  DEFAULT_TIER,
  EARLY,
  namespace('prod'),
  clusterNode('node1', '10.5.0.1'),
  pod('prod/web', '10.0.0.1', { labels: { app: 'web' } }),
  pod('prod/shop', '10.0.0.2', { labels: { app: 'shop' } }),
  pod('prod/store', '10.0.0.3', { labels: { app: 'store' }, ports: ['tcp/5432'] }),
  hostEndpoint('node1-host', OWN, { host: 'yes' }),
  globalPolicy('front', {
    selector: "host == 'yes'",
    preDNAT: true,
    applyOnForward: true,
    types: ['Ingress'],
    ingress: [{ action: 'Deny', protocol: 'TCP', destination: { ports: [23] } }],
  }),
];

describe('promoting policies of pods where hosts police what they forward', () => {
  it('takes two together where each alone cuts what the other allows, and names the flows', () => {
    const rollout = rolloutOn(
      [...CLUSTER, networkPolicy('prod/one', intoStore(1, 'web')), networkPolicy('prod/two', intoStore(2, 'shop'))],
      [stagedPolicy('prod/one', intoStore(1, 'shop')), stagedPolicy('prod/two', intoStore(2, 'web'))],
    );
    expect(rollout.hostsPoliceForwarding).toBe(true);
    expect(orderOf(rollout).moves.map(({ why }) => why)).toEqual([
      'These go together: NetworkPolicy prod/one alone would cut prod/web → prod/store tcp 5432 (one · end of tier early); ' +
        'NetworkPolicy prod/two alone would cut prod/shop → prod/store tcp 5432 (one · end of tier early).',
    ]);
  });

  it('counts what nobody can tell once a change is promoted', () => {
    const rollout = rolloutOn(
      [...CLUSTER, felix({ policySyncPathPrefix: '/var/run/nodeagent' })],
      [
        stagedPolicy('prod/http', {
          ...intoStore(1, 'web'),
          ingress: [{ action: 'Allow', http: { methods: ['GET'] }, source: { selector: "app == 'web'" } }],
        }),
      ],
    );
    const [move] = orderOf(rollout).moves;
    const { opened, closed, becameUndecided, listed } = move?.verdictChanges ?? {};
    expect({ opened, closed, becameUndecided }).toEqual({ opened: 0, closed: 2, becameUndecided: 2 });
    expect(
      listed?.filter(({ after }) => after === 'undecided').map(({ from, to, traffic }) => `${from} → ${to} ${traffic}`),
    ).toEqual(['prod/web → prod/store tcp 5432', 'prod/web → prod/store all but tcp 23, 5432']);
  });
});
