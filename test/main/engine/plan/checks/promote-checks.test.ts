import { describe, expect, it } from 'vitest';
import {
  DEFAULT_TIER,
  felix,
  globalNetworkSet,
  globalPolicy,
  networkPolicy,
  pod,
  tier,
} from '../../evaluate/manifests';
import { rehearse } from '../../rehearse/rehearse-objects';
import { CLUSTER, found, stateOf } from './checks-of';
import { DENY, HOST, LOCK } from './policies';

const ADMIN = { adminCidrs: ['10.9.0.0/24'] };
const NO_FAILSAFE = felix({ failsafeInboundHostPorts: [], failsafeOutboundHostPorts: [] });
const DENY_NODES = globalPolicy('deny-nodes', {
  selector: '!has(app)',
  order: 1,
  types: ['Ingress'],
  ingress: [{ action: 'Deny' }],
});

describe('promotion', () => {
  it('goes one policy at a time where nothing is cut by that', () => {
    expect(found('promote.order', CLUSTER, [DENY, LOCK])).toEqual({
      state: 'green',
      detail:
        '2 moves. One at a time: what is open today and stays open in the end is open after every move. The order holds without the net, too.',
      evidence: [],
    });
    expect(stateOf('promote.order', CLUSTER)).toBe('grey');
  });

  it('goes in groups where each policy alone would cut what the other allows', () => {
    const rule = (app: string) => [{ action: 'Allow', source: { selector: `app == '${app}'` } }];
    const spec = { tier: 'early', selector: "app == 'db'", types: ['Ingress'] };
    const snapshot = [
      ...CLUSTER,
      tier('early', { order: 5 }),
      pod('prod/shop', '10.0.0.3', { labels: { app: 'shop' } }),
      networkPolicy('prod/one', { ...spec, order: 1, ingress: rule('web') }),
      networkPolicy('prod/two', { ...spec, order: 2, ingress: rule('shop') }),
    ];
    const changes = [
      networkPolicy('prod/one', { ...spec, order: 1, ingress: rule('shop') }),
      networkPolicy('prod/two', { ...spec, order: 2, ingress: rule('web') }),
    ];
    const { state, detail, evidence } = found('promote.order', snapshot, changes);
    expect([state, evidence]).toEqual([
      'amber',
      [
        'Move 1: NetworkPolicy prod/one, NetworkPolicy prod/two. These go together: NetworkPolicy prod/one alone would cut prod/web → prod/db tcp 5432 (one · end of tier early); NetworkPolicy prod/two alone would cut prod/shop → prod/db tcp 5432 (one · end of tier early).',
      ],
    ]);
    expect(detail).toMatch(
      /^1 move\. One group goes together: .* 1 move holds several policies that must go together\.$/,
    );
    const { promotion } = rehearse(snapshot, changes).plan;
    expect(promotion.moves.map(({ files }) => files[0]?.path)).toEqual([
      '4-promote/01-networkpolicy-prod-one-and-1-more/1-replace-live.yaml',
    ]);
  });

  it('proves nothing where the snapshot has nobody to compare', () => {
    const ids = ['promote.order', 'promote.nothing-cut', 'promote.closes', 'promote.survivors'];
    expect(ids.map((id) => stateOf(id, [DEFAULT_TIER, HOST], [LOCK]))).toEqual(ids.map(() => 'grey'));
  });

  it('puts what opens before what closes, so that nothing that stays open is cut', () => {
    const spec = { selector: "app == 'db'", types: ['Ingress'] };
    const close = globalPolicy('a-close', { ...spec, order: 10, ingress: [{ action: 'Deny' }] });
    const open = globalPolicy('b-open', { ...spec, order: 5, ingress: [{ action: 'Allow' }] });
    expect(found('promote.nothing-cut', CLUSTER, [close, open])).toEqual({
      state: 'green',
      detail: 'After every move these connections are open.',
      evidence: [],
    });
    expect(stateOf('promote.nothing-cut', CLUSTER)).toBe('grey');
  });

  it('is amber where no order keeps open what is open today and in the end: a set takes effect when it is staged', () => {
    const types = { order: 1, types: ['Ingress'] };
    const ban = globalPolicy('ban', {
      ...types,
      ingress: [{ action: 'Deny', source: { selector: "role == 'banned'" } }, { action: 'Allow' }],
    });
    const unbanned = globalPolicy('ban', { ...types, ingress: [{ action: 'Allow' }] });
    const banned = globalNetworkSet('banned', ['10.0.0.0/24'], { role: 'banned' });
    expect(found('promote.nothing-cut', [...CLUSTER, ban], [unbanned, banned])).toEqual({
      state: 'amber',
      detail: 'Between 4 pairs traffic is closed on the way, whatever the order, and open again in the end.',
      evidence: [],
    });
  });

  it('changes nothing while the net catches what policies leave out, and does where a rule denies', () => {
    expect(found('promote.closes', CLUSTER, [LOCK])).toEqual({
      state: 'green',
      detail: '0 of 10 verdicts change. That is not the result of the rollout: the net hides it until it is removed.',
      evidence: [],
    });
    expect(found('promote.closes', CLUSTER, [DENY])).toMatchObject({
      state: 'amber',
      evidence: [
        'internet → prod/db tcp 5432: allow becomes deny (deny); open connections live on until they reconnect',
        'prod/web → prod/db tcp 5432: allow becomes deny (deny); open connections live on until they reconnect',
        'internet → prod/db other traffic: allow becomes deny (deny); open connections live on until they reconnect',
      ],
    });
  });

  it('leaves open connections alone: a test takes new ones', () => {
    expect(found('promote.survivors', CLUSTER, [LOCK])).toEqual({
      state: 'green',
      detail: 'No move closes anything.',
      evidence: [],
    });
    expect(found('promote.survivors', CLUSTER, [DENY])).toMatchObject({
      state: 'amber',
      detail:
        'For new connections only close 4 paths: what is open lives on until it reconnects, your own SSH session included. Test with new connections.',
    });
    expect(stateOf('promote.survivors', CLUSTER)).toBe('grey');
  });

  it('is red where a move breaks a protected path, and says after which', () => {
    const id = 'promote.protected-paths';
    expect(found(id, CLUSTER, [LOCK], ADMIN)).toEqual({
      state: 'green',
      detail: 'Checked: 13 protected paths after every move of the promotion; all hold.',
      evidence: [],
    });
    expect(found(id, [...CLUSTER, HOST, NO_FAILSAFE], [LOCK, DENY_NODES], ADMIN)).toMatchObject({
      state: 'red',
      evidence: [
        'L01 SSH from an admin network to a node, 10.9.0.0/24 → node1, tcp 22: blocked by deny-nodes, after move 1, GlobalNetworkPolicy deny-nodes',
        'L15 A node to itself, node1 → kubelet on its loopback, tcp 10248: blocked by deny-nodes, after move 1, GlobalNetworkPolicy deny-nodes',
        'L15 A node to itself, node1 → Felix on its loopback, tcp 9099: blocked by deny-nodes, after move 1, GlobalNetworkPolicy deny-nodes',
      ],
    });
  });
});
