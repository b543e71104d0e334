import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../../main/engine/evaluate/connection-end';
import type { ChangeDraft } from '../../../../main/engine/rehearse/promotion-tally';
import { createChangeTally } from '../../../../main/engine/rehearse/promotion-tally';
import { rolloutOn } from './rehearse-objects';
import { CLUSTER } from './web-and-database';

const { now } = rolloutOn(CLUSTER, []).worlds;
const [web, db] = now.cluster.workloads;
if (web === undefined || db === undefined) throw new Error('a cluster without pods');
const CONNECTION: Connection = {
  from: { tag: 'pod', workload: web },
  to: { tag: 'pod', workload: db },
  family: 4,
  protocol: 6,
  port: 5432,
  icmpType: -1,
  icmpCode: -1,
  via: null,
};

function draft(traffic: string, more: Partial<ChangeDraft> = {}): ChangeDraft {
  const plain = { from: 'prod/web', to: 'prod/db', traffic, before: 'deny', after: 'allow' } as const;
  return { ...plain, protected: false, other: false, connection: CONNECTION, edge: () => `edge ${traffic}`, ...more };
}

describe('what a move of a promotion changes', () => {
  it('is counted in full, and listed worst first as far as anybody reads', () => {
    const tally = createChangeTally();
    for (let port = 1; port <= 60; port += 1) tally.add(draft(`tcp ${port}`));
    tally.add(draft('other traffic', { other: true, after: 'undecided' }));
    tally.add(draft('tcp 9000', { before: 'allow', after: 'deny' }));
    tally.add(draft('tcp 22', { before: 'allow', after: 'deny', protected: true }));
    const { listed, ...counts } = tally.finish(99, now);
    expect(counts).toEqual({ compared: 99, opened: 60, closed: 2, becameUndecided: 1 });
    expect(listed).toHaveLength(50);
    expect(listed.slice(0, 4).map(({ traffic }) => traffic)).toEqual(['tcp 22', 'tcp 9000', 'other traffic', 'tcp 1']);
    expect(listed[3]).toEqual({
      from: 'prod/web',
      to: 'prod/db',
      traffic: 'tcp 1',
      before: 'deny',
      after: 'allow',
      by: 'no policy',
      protected: false,
      survives: true,
      edge: 'edge tcp 1',
    });
  });
});
