import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../../main/engine/evaluate/connection-end';
import type { JsonObject } from '../../../../main/engine/model/json';
import type { PromotionOrder } from '../../../../main/engine/rehearse/promotion-order';
import type { Rollout } from '../../../../main/engine/rehearse/worlds';
import { parseAddress } from '../../../../main/engine/net/address';
import {
  DEFAULT_TIER,
  clusterNode,
  globalPolicy,
  hostEndpoint,
  namespace,
  networkPolicy,
  pod,
  stagedGlobalPolicy,
  stagedPolicy,
  tier,
} from '../evaluate/manifests';
import { orderOf } from './order-promotion';
import { rolloutOn } from './rehearse-objects';

const EARLY = tier('early', { order: 5, defaultAction: 'Deny' });
const CLUSTER: readonly JsonObject[] = [
  DEFAULT_TIER,
  EARLY,
  namespace('prod'),
  clusterNode('node1', '10.5.0.1'),
  pod('prod/web', '10.0.0.1', { labels: { app: 'web' } }),
  pod('prod/store', '10.0.0.2', { labels: { app: 'store' }, ports: ['tcp/5432'] }),
];
const FROM_WEB: JsonObject = { action: 'Allow', source: { selector: "app == 'web'" } };
const TO_STORE = { selector: "app == 'store'", types: ['Ingress'] } as const;

/** The names of the moves, in their order. */
function names({ moves }: PromotionOrder): readonly string[] {
  return moves.map(({ changes }) => changes.map(({ resource }) => resource.name).join(' + '));
}

describe('promoting one policy at a time', () => {
  it('is nothing to do where nothing is staged', () => {
    expect(orderOf(rolloutOn(CLUSTER, []))).toEqual({
      moves: [],
      explanation: 'There is nothing to promote.',
      unsavedPairs: 0,
    });
  });

  it('allows before it denies', () => {
    const rollout = rolloutOn(CLUSTER, [
      stagedPolicy('prod/a-lockdown', { ...TO_STORE, tier: 'early', order: 10, ingress: [] }),
      stagedPolicy('prod/b-allow-web', { ...TO_STORE, tier: 'early', order: 20, ingress: [FROM_WEB] }),
    ]);
    const order = orderOf(rollout);
    expect(names(order)).toEqual(['b-allow-web', 'a-lockdown']);
    expect(order.moves.map(({ why }) => why)).toEqual(['', '']);
    expect(order.explanation).toBe(
      'One at a time: what is open today and stays open in the end is open after every move. The order holds without the net, too.',
    );
  });

  it('says what each move changes, worst first, and that open connections live on', () => {
    const rollout = rolloutOn(CLUSTER, [
      stagedPolicy('prod/lockdown', {
        ...TO_STORE,
        tier: 'early',
        order: 10,
        ingress: [{ action: 'Allow', protocol: 'TCP', destination: { ports: [5432] } }],
      }),
    ]);
    expect(orderOf(rollout).moves.map(({ verdictChanges }) => verdictChanges)).toEqual([
      {
        compared: 3,
        opened: 0,
        closed: 1,
        becameUndecided: 0,
        listed: [
          {
            from: 'prod/web',
            to: 'prod/store',
            traffic: 'other traffic',
            before: 'allow',
            after: 'deny',
            by: 'lockdown · end of tier early',
            protected: false,
            survives: true,
            edge: 'workload:prod/web > workload:prod/store > other traffic',
          },
        ],
      },
    ]);
  });

  it('takes two policies together where each alone cuts what the other allows, and names the flows', () => {
    const shop = pod('prod/shop', '10.0.0.3', { labels: { app: 'shop' } });
    const order = orderOf(swapIn('early', [...CLUSTER, shop]));
    expect(names(order)).toEqual(['one + two']);
    expect(order.moves.map(({ why }) => why)).toEqual([
      'These go together: NetworkPolicy prod/one alone would cut prod/web → prod/store tcp 5432 (one · end of tier early); ' +
        'NetworkPolicy prod/two alone would cut prod/shop → prod/store tcp 5432 (one · end of tier early).',
    ]);
    expect(order.explanation).toBe(
      'One group goes together: what is open today and stays open in the end is open after every move. ' +
        'Single changes alone cannot do it in any order. The order holds without the net, too.',
    );
  });

  it('takes them one by one where the net covers for them, and says to leave it there', () => {
    const shop = pod('prod/shop', '10.0.0.3', { labels: { app: 'shop' } });
    const order = orderOf(swapIn('default', [...CLUSTER, shop]));
    expect(names(order)).toEqual(['one', 'two']);
    expect(order.explanation).toBe(
      'One at a time: what is open today and stays open in the end is open after every move. ' +
        'After move 1 the net alone keeps some of it open (prod/web → prod/store tcp 5432): leave it in place.',
    );
  });

  it('prefers an order that would hold without the net, too', () => {
    const inDefault = { ...TO_STORE, tier: 'default' } as const;
    const rollout = rolloutOn(CLUSTER, [
      stagedPolicy('prod/a-isolate', { ...inDefault, order: 10, ingress: [] }),
      stagedPolicy('prod/b-allow-web', { ...inDefault, order: 20, ingress: [FROM_WEB] }),
    ]);
    expect(names(orderOf(rollout))).toEqual(['b-allow-web', 'a-isolate']);
  });

  it('deletes what would deny before it sets what passes traffic on to it', () => {
    const rollout = rolloutOn(
      [
        ...CLUSTER,
        networkPolicy('prod/allow', { ...TO_STORE, tier: 'early', order: 5, ingress: [FROM_WEB] }),
        networkPolicy('prod/deny', { ...TO_STORE, order: 10, ingress: [{ ...FROM_WEB, action: 'Deny' }] }),
      ],
      [
        stagedPolicy('prod/hand-over', {
          ...TO_STORE,
          tier: 'early',
          order: 1,
          ingress: [{ ...FROM_WEB, action: 'Pass' }],
        }),
        stagedPolicy('prod/deny', { stagedAction: 'Delete' }),
      ],
    );
    expect(names(orderOf(rollout))).toEqual(['deny', 'hand-over']);
  });

  it('sets the successor before it deletes', () => {
    const old = { ...TO_STORE, tier: 'early', order: 5, ingress: [FROM_WEB] } as const;
    const isolate = networkPolicy('prod/isolate', { ...TO_STORE, tier: 'early', order: 90, ingress: [] });
    const rollout = rolloutOn(
      [...CLUSTER, networkPolicy('prod/old', old), isolate],
      [
        stagedPolicy('prod/old', { tier: 'early', stagedAction: 'Delete' }),
        stagedPolicy('prod/successor', { ...old, order: 6 }),
      ],
    );
    expect(names(orderOf(rollout))).toEqual(['successor', 'old']);
  });

  it('passes the rest of a tier on before the first policy brings its end to life', () => {
    const inTier = { ...TO_STORE, tier: 'early' } as const;
    const other = { action: 'Deny', source: { nets: ['10.77.0.0/24'] } };
    const rollout = rolloutOn(CLUSTER, [
      stagedPolicy('prod/block', { ...inTier, order: 10, ingress: [other] }),
      stagedPolicy('prod/rest', { ...inTier, order: 20, ingress: [{ action: 'Pass' }] }),
    ]);
    expect(names(orderOf(rollout))).toEqual(['rest', 'block']);
  });

  it('leaves what stays staged for the end', () => {
    const rollout = rolloutOn(CLUSTER, [
      stagedPolicy('prod/learned', { ...TO_STORE, stagedAction: 'Learn', order: 1, ingress: [] }),
      stagedPolicy('prod/set', { ...TO_STORE, order: 2, ingress: [FROM_WEB] }),
    ]);
    const order = orderOf(rollout);
    expect(names(order)).toEqual(['set', 'learned']);
    expect(order.moves.at(-1)?.verdictChanges).toEqual({
      compared: 3,
      opened: 0,
      closed: 0,
      becameUndecided: 0,
      listed: [],
    });
  });
});

describe('promoting policies of hosts', () => {
  const own = { node: 'node1', expectedIPs: ['10.5.0.1'], profiles: ['projectcalico-default-allow'] };
  const host = hostEndpoint('node1-host', { ...own, interfaceName: '*' }, { host: 'yes' });
  const metrics = connectionToNode('10.77.0.1', 9100);
  const before = {
    selector: "host == 'yes'",
    tier: 'early',
    preDNAT: true,
    applyOnForward: true,
    types: ['Ingress'],
  } as const;
  const allow = {
    action: 'Allow',
    protocol: 'TCP',
    source: { nets: ['10.77.0.0/24'] },
    destination: { ports: [9100] },
  };
  const snapshot = [
    ...CLUSTER,
    host,
    globalPolicy('guard', { ...before, order: 5, ingress: [allow, { action: 'Deny' }] }),
  ];
  const changes = [
    stagedGlobalPolicy('guard', { ...before, order: 20, ingress: [{ action: 'Deny' }] }),
    stagedGlobalPolicy('metrics', { ...before, order: 10, ingress: [allow] }),
  ];

  it('keeps a protected connection open that a preDNAT policy would drop', () => {
    const rollout = rolloutOn(snapshot, changes);
    expect(names(orderOf(rollout, [metrics(rollout)]))).toEqual(['metrics', 'guard']);
    expect(names(orderOf(rollout))).toEqual(['guard', 'metrics']);
  });

  it('lists a protected connection first where a move closes it, and says that no order saves it', () => {
    const rollout = rolloutOn(snapshot, changes.slice(0, 1));
    const order = orderOf(rollout, [metrics(rollout)]);
    expect(order.explanation).toBe(
      'One at a time: what is open today and stays open in the end is open after every move. The order holds without the net, too. ' +
        'No order saves one protected connection: closed as soon as all changes are staged, once all are promoted, or in the end.',
    );
    expect(order.moves[0]?.verdictChanges.listed).toEqual([
      {
        from: '10.77.0.1',
        to: 'node1',
        traffic: 'tcp 9100',
        before: 'allow',
        after: 'deny',
        by: 'guard',
        protected: true,
        survives: true,
        edge: '',
      },
    ]);
  });

  it('says that open connections are cut at once where they are not tracked', () => {
    const rollout = rolloutOn(
      [...CLUSTER, hostEndpoint('node1-host', { ...own, interfaceName: '' }, { host: 'yes' })],
      [
        stagedGlobalPolicy('drop', {
          selector: "host == 'yes'",
          tier: 'early',
          doNotTrack: true,
          applyOnForward: true,
          types: ['Ingress'],
          ingress: [{ action: 'Deny', protocol: 'TCP', destination: { ports: [9100] } }],
        }),
      ],
    );
    expect(
      orderOf(rollout, [metrics(rollout)]).moves[0]?.verdictChanges.listed.map(({ survives }) => survives),
    ).toEqual([false]);
  });
});

/** Two policies that change places in what they allow. */
function swapIn(place: string, snapshot: readonly JsonObject[]): Rollout {
  const spec = (order: number, app: string) => ({
    ...TO_STORE,
    tier: place,
    order,
    ingress: [{ action: 'Allow', source: { selector: `app == '${app}'` } }],
  });
  return rolloutOn(
    [...snapshot, networkPolicy('prod/one', spec(1, 'web')), networkPolicy('prod/two', spec(2, 'shop'))],
    [stagedPolicy('prod/one', spec(1, 'shop')), stagedPolicy('prod/two', spec(2, 'web'))],
  );
}

function connectionToNode(from: string, port: number): (rollout: Rollout) => Connection {
  return ({ worlds }) => {
    const [node] = worlds.now.cluster.nodes;
    const [own] = node?.addresses ?? [];
    const source = parseAddress(from);
    if (node === undefined || own === undefined || source === undefined) throw new Error('no such connection');
    return {
      from: { tag: 'outside', address: source },
      to: { tag: 'node', node, address: own },
      family: 4,
      protocol: 6,
      port,
      icmpType: -1,
      icmpCode: -1,
      via: null,
    };
  };
}
