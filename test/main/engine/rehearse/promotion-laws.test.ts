import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ADDRESSES, randomCluster } from '../../../laws/random-cluster';
import { membersOf, rolloutOf } from '../../../laws/rollout-of';
import type { Connection } from '../../../../main/engine/evaluate/connection-end';
import type { Verdict } from '../../../../main/engine/model/verdict';
import { decideIn } from '../../../../main/engine/rehearse/decide-in';
import { sampleConnection } from '../../../../main/engine/rehearse/sample-connection';
import { isSameWorld } from '../../../../main/engine/rehearse/same-world';
import type { Rollout, RolloutWorld } from '../../../../main/engine/rehearse/worlds';
import type { AskedRollout } from '../../../laws/rollout-of';
import type { RandomCluster } from '../../../laws/random-cluster';
import { orderOf } from './order-promotion';

const PODS = { hosts: true, hooks: false, declared: true, eitherFamily: false } as const;
const HOSTS = { ...PODS, hooks: true } as const;
const NETWORKS = ['10.9.0.0/24', '10.77.0.1/32'] as const;

/** Between pods, and between pods and addresses of nobody: one connection per atom. */
function connectionsOf(asked: AskedRollout): readonly Connection[] {
  const members = membersOf(asked, ADDRESSES.slice(-2)).filter(({ end }) => end.tag !== 'node');
  return members.flatMap((from) =>
    members
      .filter((to) => to !== from && (from.end.tag === 'pod' || to.end.tag === 'pod'))
      .flatMap((to) => asked.space.map((atom) => sampleConnection(from, to, 4, atom))),
  );
}

/** Some connections from and to nodes. */
function nodeConnections(asked: AskedRollout): readonly Connection[] {
  const members = membersOf(asked, ADDRESSES.slice(-1));
  return members.flatMap((from, index) =>
    members
      .filter((to) => to !== from && [from.end.tag, to.end.tag].includes('node'))
      .flatMap((to) => asked.space.slice(index, index + 3).map((atom) => sampleConnection(from, to, 4, atom))),
  );
}

function verdictOf(world: RolloutWorld, connection: Connection): Verdict {
  return decideIn(world, connection).verdict;
}

function isNeeded({ worlds }: Rollout, connection: Connection): boolean {
  return (['now', 'staged', 'promoted', 'final'] as const).every(
    (name) => verdictOf(worlds[name], connection) === 'allow',
  );
}

function textOf(connection: Connection): string {
  const name = ({ from, to }: Connection) =>
    [from, to].map((end) => (end.tag === 'pod' ? end.workload.name : end.tag === 'node' ? end.node.name : 'outside'));
  return `${name(connection).join(' > ')} ${connection.protocol} ${connection.port}`;
}

function lawOf(cluster: RandomCluster, complete: boolean): void {
  const asked = rolloutOf(cluster, { complete });
  const { rollout } = asked;
  const protectedOnes = nodeConnections(asked);
  const { moves } = orderOf(rollout, protectedOnes, NETWORKS);
  expect(new Set(moves.flatMap(({ changes }) => changes))).toEqual(new Set(rollout.changes));
  expect(moves.flatMap(({ changes }) => changes).length).toBe(rollout.changes.length);
  const needed = [...connectionsOf(asked), ...protectedOnes].filter((connection) => isNeeded(rollout, connection));
  for (const { world } of moves) {
    expect(needed.filter((connection) => verdictOf(world, connection) !== 'allow').map(textOf)).toEqual([]);
  }
  const last = moves.at(-1);
  if (last === undefined) return;
  expect(isSameWorld(last.world, rollout.worlds.promoted)).toBe(true);
  expect(isSameWorld(last.withoutNet, rollout.worlds.final)).toBe(true);
  for (const connection of [...connectionsOf(asked), ...protectedOnes]) {
    expect(verdictOf(last.world, connection)).toBe(verdictOf(rollout.worlds.promoted, connection));
  }
}

describe('the order of a promotion', () => {
  it('cuts nothing that is needed on its way, and ends in the promoted world', { timeout: 120_000 }, () => {
    fc.assert(fc.property(randomCluster(PODS), fc.boolean(), lawOf), { numRuns: 60 });
  });

  it('does the same where hosts police what they forward', { timeout: 120_000 }, () => {
    fc.assert(fc.property(randomCluster(HOSTS), fc.boolean(), lawOf), { numRuns: 20 });
  });
});
