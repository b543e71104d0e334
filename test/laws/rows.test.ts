import fc from 'fast-check';
import { expect, it } from 'vitest';
import { connectWorlds } from '../../main/engine/rehearse/connect-worlds';
import { tabulateEnds } from '../../main/engine/rehearse/end-table';
import { arePair } from '../../main/engine/rehearse/pairs';
import { listParties } from '../../main/engine/rehearse/parties';
import type { RandomCluster } from './random-cluster';
import { randomCluster } from './random-cluster';
import { rolloutOf } from './rollout-of';

const NETWORKS = ['10.0.0.0/23', '192.0.2.7/32', '2001:db8::/64'];

/** Every pair of a rollout asked in rows, and asked alone; `null`: no pair. */
function askBoth(cluster: RandomCluster) {
  const { rollout, space, signatures } = rolloutOf(cluster);
  const { now, final } = rollout.worlds;
  const table = tabulateEnds(listParties(now.cluster, final.cluster, NETWORKS, [], signatures));
  const { ends } = table;
  const connectivity = connectWorlds(rollout, space);
  const ids = connectivity.amongEnds(ends, () => undefined);
  const inRows = [...ids].map((id, place) => {
    const isPair = table.isPair(Math.floor(place / ends.length), place % ends.length);
    return isPair ? connectivity.answersOf(id) : null;
  });
  const alone = ends.flatMap((from) =>
    ends.map((to) => (arePair(from, to) ? connectivity.between(from.member, to.member, from.family) : null)),
  );
  return { inRows, alone, table, ends };
}

it.each([
  ['where pods’ policies alone decide', false],
  ['where hosts police what they forward', true],
])('a pair that is asked in a row has the answers that it has alone, %s', { timeout: 120_000 }, (_, hooks) => {
  const clusters = randomCluster({ hosts: hooks, hooks, declared: true, eitherFamily: false });
  fc.assert(
    fc.property(clusters, (cluster) => {
      const { inRows, alone } = askBoth(cluster);
      expect(inRows.map((answers, place) => answers === alone[place])).toEqual(alone.map(() => true));
    }),
    { numRuns: hooks ? 5 : 40 },
  );
});

it('the ends of a party lie side by side, and each stands in one party', { timeout: 60_000 }, () => {
  const clusters = randomCluster({ hosts: false, hooks: false, declared: true, eitherFamily: false });
  fc.assert(
    fc.property(clusters, (cluster) => {
      const { table, ends } = askBoth(cluster);
      expect(table.parties.flatMap(({ places }) => places)).toEqual([...ends.keys()]);
      for (const { party, members, places } of table.parties) {
        expect(places.map((place) => ends[place]?.party)).toEqual(places.map(() => party));
        const listed = members.flatMap((member) =>
          member.places.map(({ place, family }) => ({ ...member, place, family })),
        );
        expect(listed.map(({ member, family }) => ({ party, member, family }))).toEqual(
          listed.map(({ place }) => ends[place]),
        );
      }
    }),
    { numRuns: 20 },
  );
});
