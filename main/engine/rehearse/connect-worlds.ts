import type { WorldName } from '../model/world';
import { WORLDS } from '../model/world';
import type { TrafficSpace } from '../net/traffic-space';
import type { Connectivity } from './connectivity';
import { createAnswerInterner, createConnectivity } from './connectivity';
import { createPathConnectivity } from './path-connectivity';
import type { Rollout, RolloutWorld } from './worlds';

/** The set form of every world. Worlds with the same policies in force and the same cluster are computed once. */
export function connectWorlds(rollout: Rollout, space: TrafficSpace): Readonly<Record<WorldName, Connectivity>> {
  const interner = createAnswerInterner();
  const made: { readonly world: RolloutWorld; readonly connectivity: Connectivity }[] = [];
  const connect = (world: RolloutWorld): Connectivity => {
    const same = made.find((other) => other.world.cluster === world.cluster && isSameLive(other.world, world));
    if (same !== undefined) return same.connectivity;
    const connectivity = rollout.hostsPoliceForwarding
      ? createPathConnectivity(world, space, interner)
      : createConnectivity(world.evaluation, space, interner);
    made.push({ world, connectivity });
    return connectivity;
  };
  return Object.fromEntries(WORLDS.map((name) => [name, connect(rollout.worlds[name])])) as Record<
    WorldName,
    Connectivity
  >;
}

/** Staged policies matter only where hosts police forwarded traffic: a list of staged policies alone is not an empty list. */
function isSameLive(left: RolloutWorld, right: RolloutWorld): boolean {
  const policies = (world: RolloutWorld) =>
    world.arranged.tiers.flatMap((tier) => tier.policies.filter(({ live }) => live).map(({ policy }) => policy));
  const [one, other] = [policies(left), policies(right)];
  const beside = (world: RolloutWorld) => world.arranged.tiers.some((tier) => tier.policies.some(({ live }) => !live));
  return (
    one.length === other.length &&
    one.every((policy, index) => policy === other[index]) &&
    beside(left) === beside(right)
  );
}
