import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ADDRESSES, randomCluster } from '../../../laws/random-cluster';
import { membersOf, rolloutOf } from '../../../laws/rollout-of';
import type { Connection } from '../../../../main/engine/evaluate/connection-end';
import type { Verdict } from '../../../../main/engine/model/verdict';
import { decideIn } from '../../../../main/engine/rehearse/decide-in';
import { decidedBy } from '../../../../main/engine/rehearse/decided-by';
import { sampleConnection } from '../../../../main/engine/rehearse/sample-connection';
import { isSameWorld } from '../../../../main/engine/rehearse/same-world';
import type { Rollout, RolloutWorld } from '../../../../main/engine/rehearse/worlds';
import type { AskedRollout } from '../../../laws/rollout-of';
import type { RandomCluster } from '../../../laws/random-cluster';
import { orderOf } from './order-promotion';
import { randomPromotion } from '../../../laws/random-promotion';
import type { JsonObject } from '../../../../main/engine/model/json';

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

/** What becomes of a connection when some of the changes were all there are; policies that only stand staged matter to hosts alone. */
function rolloutsOf({ snapshot, changes }: RandomCluster) {
  const known = new Map<string, Rollout>();
  return (names: ReadonlySet<string>): RolloutWorld => {
    const key = [...names].toSorted().join(' ');
    const kept = changes.filter((change) => names.has(nameOf(change)));
    const rollout = known.get(key) ?? rolloutOf({ snapshot, changes: kept }).rollout;
    known.set(key, rollout);
    return rollout.worlds.promoted;
  };
}

function nameOf(object: JsonObject): string {
  return (object['metadata'] as { readonly name: string }).name;
}

/** Whether the changes can be added one by one without a cut, whatever the order. */
function canGoOneByOne(names: readonly string[], isCut: (promoted: ReadonlySet<string>) => boolean): boolean {
  const dead = new Set<string>();
  const go = (promoted: ReadonlySet<string>): boolean => {
    if (promoted.size === names.length) return true;
    const key = [...promoted].toSorted().join(' ');
    if (dead.has(key)) return false;
    for (const name of names) {
      const next = new Set([...promoted, name]);
      if (!promoted.has(name) && !isCut(next) && go(next)) return true;
    }
    dead.add(key);
    return false;
  };
  return go(new Set());
}

describe('the order of a promotion', () => {
  it('cuts nothing that is needed on its way, and ends in the promoted world', { timeout: 120_000 }, () => {
    fc.assert(fc.property(randomCluster(PODS), fc.boolean(), lawOf), { numRuns: 20 });
    fc.assert(fc.property(randomPromotion('pods'), fc.boolean(), lawOf), { numRuns: 80 });
  });

  it('does the same where hosts police what they forward', { timeout: 120_000 }, () => {
    fc.assert(fc.property(randomCluster(HOSTS), fc.boolean(), lawOf), { numRuns: 20 });
    fc.assert(fc.property(randomPromotion('forwarding'), fc.boolean(), lawOf), { numRuns: 80 });
  });

  it('does the same for protected connections of nodes', { timeout: 120_000 }, () => {
    fc.assert(fc.property(randomPromotion('nodes'), fc.boolean(), lawOf), { numRuns: 80 });
  });

  it('decides what no change of a move touches as before it, for the same reason', { timeout: 120_000 }, () => {
    const leavesTheRest = (cluster: RandomCluster): void => {
      const asked = rolloutOf(cluster);
      const connections = [...connectionsOf(asked), ...nodeConnections(asked)];
      const reasonIn = (world: RolloutWorld) => (one: Connection) => {
        const result = decideIn(world, one);
        return `${textOf(one)}: ${result.verdict} by ${decidedBy(result)}`;
      };
      const { moves } = orderOf(asked.rollout, nodeConnections(asked), NETWORKS);
      for (const [index, { world, touches }] of moves.entries()) {
        const before = moves[index - 1]?.world ?? asked.rollout.worlds.staged;
        const others = connections.filter((one) => !touches(one));
        expect(others.map(reasonIn(world))).toEqual(others.map(reasonIn(before)));
      }
    };
    fc.assert(fc.property(randomPromotion('pods'), leavesTheRest), { numRuns: 30 });
    fc.assert(fc.property(randomPromotion('nodes'), leavesTheRest), { numRuns: 30 });
    fc.assert(fc.property(randomPromotion('forwarding'), leavesTheRest), { numRuns: 30 });
  });

  it('takes single changes wherever any order can, as trying all of them says', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(randomPromotion('pods'), (cluster) => {
        const asked = rolloutOf(cluster);
        const { moves } = orderOf(asked.rollout, [], NETWORKS);
        const worldOf = rolloutsOf(cluster);
        const connections = connectionsOf(asked);
        const needed = connections.filter((connection) => isNeeded(asked.rollout, connection));
        const isCut = (names: ReadonlySet<string>) =>
          needed.some((connection) => verdictOf(worldOf(names), connection) !== 'allow');
        const promoted = new Set<string>();
        for (const { changes, world } of moves) {
          for (const { resource } of changes) promoted.add(resource.name);
          expect(connections.map((one) => verdictOf(world, one))).toEqual(
            connections.map((one) => verdictOf(worldOf(promoted), one)),
          );
        }
        const single = moves.every(({ changes }) => changes.length === 1);
        expect(single).toBe(canGoOneByOne(cluster.changes.map(nameOf), isCut));
      }),
      { numRuns: 60 },
    );
  });

  it('is the same when the objects come in another order', { timeout: 120_000 }, () => {
    const words = ({ snapshot, changes }: RandomCluster) => {
      const { moves, explanation } = orderOf(rolloutOf({ snapshot, changes }).rollout, [], NETWORKS);
      const told = moves.map((move) => [
        move.changes.map(({ resource }) => resource.name),
        move.why,
        move.verdictChanges,
      ]);
      return JSON.stringify([told, explanation]);
    };
    fc.assert(
      fc.property(randomPromotion('forwarding'), (cluster) => {
        const turned = { snapshot: cluster.snapshot.toReversed(), changes: cluster.changes.toReversed() };
        expect(words(turned)).toBe(words(cluster));
      }),
      { numRuns: 40 },
    );
  });
});
