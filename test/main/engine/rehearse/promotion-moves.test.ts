import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomPromotion } from '../../../laws/random-promotion';
import type { RandomCluster } from '../../../laws/random-cluster';
import { rolloutOf } from '../../../laws/rollout-of';
import type { Connection } from '../../../../main/engine/evaluate/connection-end';
import type { Verdict } from '../../../../main/engine/model/verdict';
import { WORLDS } from '../../../../main/engine/model/world';
import { decideIn } from '../../../../main/engine/rehearse/decide-in';
import { arePair, listEnds } from '../../../../main/engine/rehearse/pairs';
import { sampleConnection } from '../../../../main/engine/rehearse/sample-connection';
import type { RolloutWorld } from '../../../../main/engine/rehearse/worlds';
import { stagedPolicy, tier } from '../evaluate/manifests';
import { orderOf, partiesOf } from './order-promotion';
import { rolloutOn } from './rehearse-objects';
import { CLUSTER } from './web-and-database';

const NETWORKS = ['10.77.0.1/32'] as const;

/** Every atom of every pair, asked one by one; atoms that all worlds treat alike are one piece, declared ports apart from the rest. */
function countByTrace(
  { rollout, space }: ReturnType<typeof rolloutOf>,
  before: RolloutWorld,
  after: RolloutWorld,
): Readonly<Record<'compared' | 'opened' | 'closed' | 'becameUndecided', number>> {
  const ends = listEnds(partiesOf(rollout, NETWORKS));
  const worlds = [...WORLDS.map((name) => rollout.worlds[name]), before, after];
  const counts: Record<Verdict, number> = { allow: 0, deny: 0, undecided: 0 };
  let compared = 0;
  for (const from of ends) {
    for (const to of ends.filter((end) => arePair(from, end))) {
      const pieces = new Map<string, readonly Verdict[]>();
      for (const atom of space) {
        const connection = sampleConnection(from.member, to.member, from.family, atom);
        const verdicts = worlds.map((world) => decideIn(world, connection).verdict);
        const declared = to.party.ports.some(
          ({ protocol, port }) => protocol === atom.protocol && port === atom.destination?.first,
        );
        pieces.set(`${declared} ${verdicts.join(' ')}`, verdicts);
      }
      compared += pieces.size;
      for (const verdicts of pieces.values()) {
        const [was, is] = verdicts.slice(-2);
        if (was !== is && is !== undefined) counts[is] += 1;
      }
    }
  }
  return { compared, opened: counts.allow, closed: counts.deny, becameUndecided: counts.undecided };
}

function law(cluster: RandomCluster): void {
  const asked = rolloutOf(cluster);
  let before = asked.rollout.worlds.staged;
  for (const { world, verdictChanges } of orderOf(asked.rollout, [], NETWORKS).moves) {
    const { listed, ...counts } = verdictChanges;
    expect(counts).toEqual(countByTrace(asked, before, world));
    expect(listed.length).toBe(Math.min(50, counts.opened + counts.closed + counts.becameUndecided));
    before = world;
  }
}

describe('the changes of a move', () => {
  it('are counted as the trace counts them', { timeout: 120_000 }, () => {
    fc.assert(fc.property(randomPromotion('pods'), law), { numRuns: 40 });
  });

  it('are counted so where hosts police what they forward, too', { timeout: 120_000 }, () => {
    fc.assert(fc.property(randomPromotion('forwarding'), law), { numRuns: 20 });
  });

  it('say which pieces hold a protected connection between two parties', () => {
    const early = tier('early', { order: 5, defaultAction: 'Deny' });
    const rollout = rolloutOn(
      [...CLUSTER, early],
      [stagedPolicy('prod/lockdown', { selector: "app == 'db'", tier: 'early', types: ['Ingress'] })],
    );
    const ends = listEnds(partiesOf(rollout, ['192.0.2.0/24']));
    const endOf = (label: string) => {
      const found = ends.find(({ party }) => party.party.label === label);
      if (found === undefined) throw new Error(`nobody is called ${label}`);
      return found.member.end;
    };
    const intoDb = (label: string): Connection => ({
      from: endOf(label),
      to: endOf('prod/db'),
      family: 4,
      protocol: 6,
      port: 5432,
      icmpType: -1,
      icmpCode: -1,
      via: null,
    });
    const protectedIn = (...connections: readonly Connection[]) =>
      orderOf(rollout, connections, ['192.0.2.0/24']).moves.flatMap(({ verdictChanges }) =>
        verdictChanges.listed.filter((change) => change.protected).map(({ from, traffic }) => `${from} ${traffic}`),
      );
    expect(protectedIn()).toEqual([]);
    expect(protectedIn(intoDb('prod/web'))).toEqual(['prod/web tcp 5432']);
    expect(protectedIn(intoDb('192.0.2.0/24'), intoDb('prod/web'))).toEqual([
      '192.0.2.0/24 tcp 5432',
      'prod/web tcp 5432',
    ]);
  });
});
