import type { PlacedPolicy, World } from '../compile/world';
import { withPolicies } from '../evaluate/evaluation';
import type { Change } from './change';
import { promotePolicies } from './promote';
import { isSafetyNet } from './safety-net';
import type { Rollout, RolloutWorld } from './worlds';
import { arrangeContent } from './worlds';

/** A world between `staged` and `promoted`: some changes are promoted, the others stand staged beside. */
export interface Intermediate {
  readonly world: RolloutWorld;
  readonly withoutNet: RolloutWorld;
}

/** Makes the worlds of a promotion; the order in which the changes are given does not matter. */
export type Intermediates = (promoted: ReadonlySet<Change>) => Intermediate;

/**
 * All of them have the cluster of the staged world, and share what is known of its endpoints and addresses. With no change promoted it is
 * the staged world, with all of them the promoted one.
 */
export function createIntermediates(rollout: Rollout): Intermediates {
  const { staged, promoted: end } = rollout.worlds;
  const kept = placedPolicies(end.arranged).flatMap(({ policy, live }) => (live ? [] : [policy]));
  const withNet = policiesWithNet(rollout);
  const { changes } = rollout;
  const everything = arrangeContent(
    {
      cluster: staged.cluster,
      live: [...withNet, ...changes.flatMap((change) => change.promoted ?? [])],
      beside: [...kept, ...changes.flatMap((change) => change.staged ?? [])],
    },
    rollout.profile,
  );
  const inOrder = (isThere: (placed: PlacedPolicy) => boolean): World => ({
    tiers: everything.tiers
      .map(({ tier, policies }) => ({ tier, policies: policies.filter(isThere) }))
      .filter(({ tier, policies }) => !tier.missing || policies.length > 0),
  });
  return (promoted) => {
    const waiting = changes.filter((change) => !promoted.has(change));
    const live = new Set(
      promotePolicies(
        withNet,
        changes.filter((change) => promoted.has(change)),
      ),
    );
    const beside = new Set([...kept, ...waiting.flatMap((change) => change.staged ?? [])]);
    const isThere = (placed: PlacedPolicy) => (placed.live ? live : beside).has(placed.policy);
    return {
      world: worldOf(rollout, inOrder(isThere)),
      withoutNet: worldOf(
        rollout,
        inOrder((placed) => isThere(placed) && !(placed.live && isSafetyNet(placed.policy))),
      ),
    };
  };
}

/** What is in force before the first change is promoted. */
export function policiesWithNet({ enforced, net, netFound }: Rollout) {
  return netFound ? enforced : [...enforced, net];
}

function worldOf({ worlds: { staged }, shared }: Rollout, arranged: World): RolloutWorld {
  const paths = staged.paths.map((path) => ({ ...path, evaluation: withPolicies(path.evaluation, arranged, shared) }));
  const [first] = paths;
  if (first === undefined) throw new Error('a world without a dataplane');
  return { name: 'promoted', cluster: staged.cluster, arranged, paths, evaluation: first.evaluation };
}

function placedPolicies(world: World): readonly PlacedPolicy[] {
  return world.tiers.flatMap(({ policies }) => policies);
}
