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
import type { MachineCheck, VerdictChange } from '../../../../../main/engine/model/plan';
import { checkPromote } from '../../../../../main/engine/plan/checks/promote-checks';
import { rehearse, rolloutOn } from '../../rehearse/rehearse-objects';
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
      state: 'amber',
      detail:
        'Of 13 protected paths after every move of the promotion, 1 is open and must be closed, today too; the others hold.',
      evidence: [
        'L02 SSH from outside the admin networks, 10.9.1.0, just outside 10.9.0.0/24 → node1, tcp 22: open, no policy decides, after move 1, NetworkPolicy prod/lock',
      ],
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

describe('moves of a promotion', () => {
  type Facts = Parameters<typeof checkPromote>[0];
  type Move = Facts['promotion']['moves'][number];

  const { changes, worlds } = rolloutOn(CLUSTER, [DENY, LOCK]);
  const CLOSED: VerdictChange = {
    from: 'prod/web',
    to: 'prod/db',
    traffic: 'tcp 5432',
    before: 'allow',
    after: 'deny',
    by: 'lock',
    protected: false,
    survives: true,
    edge: 'web to db',
  };
  const LINE = 'Move 1: prod/web → prod/db tcp 5432';

  /** A move that changes this and nothing else. */
  function moveOf(listed: readonly VerdictChange[], fields: Partial<Move> = {}): Move {
    const closed = listed.filter(({ after }) => after === 'deny').length;
    const becameUndecided = listed.filter(({ after }) => after === 'undecided').length;
    const opened = listed.length - closed - becameUndecided;
    const verdictChanges = { compared: 10, opened, closed, becameUndecided, listed };
    const { promoted: world, final: withoutNet } = worlds;
    return { changes: changes.slice(0, 1), why: '', world, withoutNet, verdictChanges, pathVerdicts: {}, ...fields };
  }

  function judge(id: string, moves: readonly Move[], fields: Partial<Facts> = {}): Omit<MachineCheck, 'id' | 'title'> {
    const check = checkPromote({
      promotion: { moves, explanation: 'In this order.', unsavedPairs: 0 },
      protectedPaths: [],
      edges: [],
      findings: [],
      stepChanges: { promote: { compared: 10, opened: 0, closed: 0, becameUndecided: 0, listed: [] } },
      ...fields,
    }).find((candidate) => candidate.id === id);
    if (check === undefined) throw new Error(`no check ${id}`);
    const { state, detail, evidence } = check;
    return { state, detail, evidence };
  }

  it.each<[string, readonly VerdictChange[], string, string, readonly string[]]>([
    ['closes nothing', [{ ...CLOSED, before: 'deny', after: 'allow' }], 'green', 'No move closes anything.', []],
    ['cuts what is open', [{ ...CLOSED, survives: false }], 'green', 'Open connections are cut with the change.', []],
    [
      'closes what was open',
      [CLOSED],
      'amber',
      'For new connections only close 1 path: what is open lives on until it reconnects, your own SSH session included. Test with new connections.',
      [`${LINE}: allow becomes deny (lock); open connections live on until they reconnect`],
    ],
    [
      'closes what may have been open',
      [{ ...CLOSED, before: 'undecided' }],
      'amber',
      'For new connections only close 1 path: what is open lives on until it reconnects, your own SSH session included. Test with new connections.',
      [`${LINE}: undecided becomes deny (lock)`],
    ],
    [
      'may close what was open',
      [{ ...CLOSED, after: 'undecided' }],
      'amber',
      'For new connections only close, or may close, 1 path: what is open lives on until it reconnects, your own SSH session included. Test with new connections.',
      [`${LINE}: allow becomes undecided (lock); open connections live on until they reconnect`],
    ],
  ])('that %s tells whether open connections live on', (_, listed, state, detail, texts) => {
    const evidence = texts.map((text) => ({ text, position: null }));
    expect(judge('promote.survivors', [moveOf(listed)])).toEqual({ state, detail, evidence });
  });

  it('close more than is listed: the others are counted', () => {
    const { verdictChanges } = moveOf([CLOSED]);
    const many = moveOf([], { verdictChanges: { ...verdictChanges, closed: 7, becameUndecided: 2 } });
    expect(judge('promote.survivors', [many]).detail).toMatch(
      /^For new connections only close 1 path, and 8 that are not listed: /,
    );
  });

  it('that cut what is open before and after are told, and stop the step where a protected path is cut', () => {
    const open = {
      verdict: 'allow',
      by: 'no policy',
      position: null,
      onlyByNet: false,
      onlyByFailsafe: false,
    } as const;
    const edge = {
      id: 'web to db',
      from: 'workload:prod/web',
      to: 'workload:prod/db',
      traffic: 'tcp 5432',
      sample: { protocol: 6, port: 5432 },
      other: false,
      verdicts: { now: open, net: open, staged: open, promoted: open, final: open },
      protected: false,
    };
    const cut = (change: VerdictChange) => judge('promote.nothing-cut', [moveOf([change])], { edges: [edge] });
    const detail = 'Between 1 pair traffic is closed on the way, whatever the order, and open again in the end.';
    expect([cut(CLOSED), cut({ ...CLOSED, protected: true })].map(({ state }) => state)).toEqual(['amber', 'red']);
    expect(cut(CLOSED).detail).toBe(detail);
    expect(cut({ ...CLOSED, edge: 'another' })).toEqual({
      state: 'green',
      detail: 'After every move these connections are open.',
      evidence: [],
    });
  });

  it('of several policies are named with the reason that holds them together', () => {
    const group = moveOf([], { changes, why: 'They need each other.' });
    const text = (number: number) =>
      `Move ${number}: NetworkPolicy prod/deny, NetworkPolicy prod/lock. They need each other.`;
    expect(judge('promote.order', [group, group])).toEqual({
      state: 'amber',
      detail: '2 moves. In this order. 2 moves hold several policies that must go together.',
      evidence: [1, 2].map((number) => ({ text: text(number), position: null })),
    });
  });
});
