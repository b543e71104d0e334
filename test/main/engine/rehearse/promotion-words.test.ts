import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../../main/engine/evaluate/connection-end';
import { createBitSet } from '../../../../main/engine/net/bit-set';
import { parseAddress } from '../../../../main/engine/net/address';
import { withChanges } from '../../../../main/engine/rehearse/promoted-set';
import type { Cut } from '../../../../main/engine/rehearse/promotion-answers';
import type { SearchedMove, Watch } from '../../../../main/engine/rehearse/promotion-search';
import { explainOrder } from '../../../../main/engine/rehearse/promotion-words';
import { DEFAULT_TIER, networkPolicy, namespace, pod, stagedPolicy } from '../evaluate/manifests';
import { EARLY, intoStore } from './early-tier';
import { orderOf } from './order-promotion';
import { rolloutOn } from './rehearse-objects';

const SAVED = { pairs: 0, paths: 0 };
const OPEN = 'what is open today and stays open in the end is open after every move.';
const single = (change: number): SearchedMove<Cut> => ({ changes: [change], cuts: [] });
const group = (...changes: readonly number[]): SearchedMove<Cut> => ({ changes, cuts: [] });

function connection(): Connection {
  const address = parseAddress('10.0.0.1');
  if (address === undefined) throw new Error('no address');
  const end = { tag: 'outside', address } as const;
  return { from: end, to: end, family: 4, protocol: 6, port: 80, icmpType: -1, icmpCode: -1, via: null };
}

/** Cut while between so many changes are promoted. */
function cutWhile(least: number, most: number): Watch<Cut> {
  const flow = { from: 'prod/web', to: 'prod/db', traffic: 'tcp 80', connection: connection() };
  return {
    changes: [0, 1, 2],
    cut(promoted) {
      const count = [0, 1, 2].filter((change) => (((promoted[0] ?? 0) >> change) & 1) === 1).length;
      return least <= count && count <= most ? { flow: () => flow } : null;
    },
  };
}

/** The worlds of moves of one change each. */
const STATES = [[], [0], [0, 1], [0, 1, 2]].map((changes) => withChanges(createBitSet(3), changes));

describe('an order in a few sentences', () => {
  it.each([
    ['one at a time', [single(0), single(1), single(2)], true, `One at a time: ${OPEN}`],
    [
      'one group among others',
      [single(0), group(1, 2)],
      true,
      `One group goes together, the others one at a time: ${OPEN} Single changes alone cannot do it in any order.`,
    ],
    [
      'groups alone, and the search was given up',
      [group(0, 1), group(2, 3)],
      false,
      `2 groups go together: ${OPEN} The search was given up before every order was tried: smaller groups may do.`,
    ],
  ])('tells how the changes go: %s', (_, moves, exhaustive, sentence) => {
    expect(explainOrder({ moves, exhaustive }, [], [], SAVED)).toBe(sentence);
  });

  it.each([
    ['nothing is cut without it', [], 'The order holds without the net, too.'],
    ['what is cut from the start does not count', [cutWhile(0, 2)], 'The order holds without the net, too.'],
    [
      'one move is covered by it alone',
      [cutWhile(1, 1)],
      'After move 1 the net alone keeps some of it open (prod/web → prod/db tcp 80): leave it in place.',
    ],
    [
      'several are',
      [cutWhile(1, 2)],
      'After moves 1 to 2 the net alone keeps some of it open (prod/web → prod/db tcp 80): leave it in place.',
    ],
  ])('tells whether the net may go: %s', (_, wishes, sentence) => {
    const order = { moves: [single(0), single(1), single(2)], exhaustive: true };
    expect(explainOrder(order, wishes, STATES, SAVED)).toBe(`One at a time: ${OPEN} ${sentence}`);
  });

  it.each([
    [{ pairs: 1, paths: 0 }, 'traffic of one pair'],
    [{ pairs: 2, paths: 0 }, 'traffic of 2 pairs'],
    [{ pairs: 0, paths: 1 }, 'one protected connection'],
    [{ pairs: 3, paths: 2 }, '2 protected connections and traffic of 3 pairs'],
  ])('tells what no order saves: %o', (unsaved, what) => {
    expect(explainOrder({ moves: [single(0)], exhaustive: true }, [], [], unsaved)).toBe(
      `One at a time: ${OPEN} No order saves ${what}: closed as soon as all changes are staged, once all are promoted, or in the end.`,
    );
  });
});

describe('why changes go together', () => {
  it('names a few flows, and counts the rest', () => {
    const apps = ['a', 'b', 'c', 'd'];
    const snapshot = [
      DEFAULT_TIER,
      EARLY,
      namespace('prod'),
      pod('prod/store', '10.0.0.1', { labels: { app: 'store' } }),
      ...apps.map((app, index) => pod(`prod/${app}`, `10.0.1.${index + 1}`, { labels: { app } })),
      ...apps.map((app, index) => networkPolicy(`prod/allow-${index}`, intoStore(index, app))),
    ];
    const changes = apps.map((_, index) =>
      stagedPolicy(`prod/allow-${index}`, intoStore(index, apps[(index + 1) % apps.length] ?? '')),
    );
    const cut = (index: number, app: string) =>
      `NetworkPolicy prod/allow-${index} alone would cut prod/${app} → prod/store all traffic (allow-0 · end of tier early)`;
    expect(orderOf(rolloutOn(snapshot, changes)).moves.map(({ why }) => why)).toEqual([
      `These go together: ${cut(0, 'a')}; ${cut(1, 'b')}; ${cut(2, 'c')}; and 1 more of them would cut something.`,
    ]);
  });
});
