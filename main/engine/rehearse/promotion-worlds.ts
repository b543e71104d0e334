import type { Policy } from '../compile/policy';
import type { PlacedPolicy, World } from '../compile/world';
import type { BitSet } from '../net/bit-set';
import { bitSetKey, hasBit } from '../net/bit-set';
import { compareCodePoints } from '../selector/compare-code-points';
import type { Change } from './change';
import { stagesOnly } from './change';
import { createPartialWorlds } from './partial-worlds';
import { policyKey, promotePolicies } from './promote';
import { isNet } from './safety-net';
import type { Rollout, RolloutWorld } from './worlds';
import { arrangeContent } from './worlds';

/** A world between `staged` and `promoted`: some changes are promoted, the others stand staged beside. */
export interface Intermediate {
  readonly world: RolloutWorld;
  readonly withoutNet: RolloutWorld;
}

/** Which policies are in force while some changes are promoted, by their numbers. */
export type InForce = (promoted: BitSet) => ReadonlySet<Policy>;

/** All worlds on the way from `staged` (nothing is promoted) to `promoted` (everything is). */
export interface PromotionWorlds {
  /** By number: as an operator would read them, by tier, order and name; what stays out comes last. */
  readonly changes: readonly Change[];
  /** Every policy that is in force in some of the worlds, or staged beside, in Calico's order. */
  readonly everything: World;
  readonly inForce: InForce;
  readonly inForceWithoutNet: InForce;
  /** The changes that create, replace or remove the policy. */
  changesTo(policy: Pick<Policy, 'kind' | 'namespace' | 'name'>): readonly number[];
  /** The world in which these are promoted. All worlds have one cluster, and share what is known of its endpoints and addresses. */
  at(promoted: BitSet): Intermediate;
}

export function createPromotionWorlds(rollout: Rollout): PromotionWorlds {
  const withNet = rollout.netFound ? rollout.enforced : [...rollout.enforced, rollout.net];
  const kept = rollout.worlds.promoted.arranged.tiers.flatMap(({ policies }) =>
    policies.flatMap(({ policy, live }) => (live ? [] : [policy])),
  );
  const everything = arrangeContent({
    cluster: rollout.worlds.staged.cluster,
    live: [
      ...withNet,
      ...rollout.changes.filter(({ action }) => action === 'Set').flatMap(({ promoted }) => promoted ?? []),
    ],
    beside: [...new Set([...kept, ...rollout.changes.flatMap((change) => change.staged ?? [])])],
  });
  const changes = sortChanges(rollout.changes, everything);
  const numbers = new Map(changes.map((change, number) => [change, number]));
  const promotedIn = (promoted: BitSet) =>
    rollout.changes.filter((change) => hasBit(promoted, numbers.get(change) ?? -1));
  const inForce = rememberBySet((promoted) => new Set(promotePolicies(withNet, promotedIn(promoted))));
  const inForceWithoutNet = rememberBySet(
    (promoted): ReadonlySet<Policy> => new Set([...inForce(promoted)].filter((policy) => !isNet(policy, rollout.net))),
  );
  const makeWorld = createPartialWorlds(rollout.worlds.staged, everything, rollout.shared);
  const worldWith = (live: ReadonlySet<Policy>, beside: ReadonlySet<Policy>): RolloutWorld => {
    const keeps = (placed: PlacedPolicy) => (placed.live ? live : beside).has(placed.policy);
    const tiers = everything.tiers.map(({ tier, policies }) => ({ tier, policies: policies.filter(keeps) }));
    const arranged = { tiers: tiers.filter(({ tier, policies }) => !tier.missing || policies.length > 0) };
    return makeWorld('promoted', arranged, keeps);
  };
  const byKey = new Map<string, number[]>();
  for (const change of rollout.changes.filter(({ action }) => !stagesOnly(action))) {
    const key = policyKey(change.resource);
    byKey.set(key, [...(byKey.get(key) ?? []), numbers.get(change) ?? -1]);
  }
  return {
    changes,
    everything,
    inForce,
    inForceWithoutNet,
    changesTo: (policy) => byKey.get(policyKey(policy)) ?? [],
    at: rememberBySet((promoted) => {
      const waiting = changes.filter((_change, number) => !hasBit(promoted, number));
      const beside = new Set([...kept, ...waiting.flatMap((change) => change.staged ?? [])]);
      return {
        world: worldWith(inForce(promoted), beside),
        withoutNet: worldWith(inForceWithoutNet(promoted), beside),
      };
    }),
  };
}

function rememberBySet<T>(make: (set: BitSet) => T): (set: BitSet) => T {
  const known = new Map<string, T>();
  return (set) => {
    const key = bitSetKey(set);
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = make(set);
    known.set(key, made);
    return made;
  };
}

function sortChanges(changes: readonly Change[], everything: World): readonly Change[] {
  const places = new Map<string, number>();
  for (const { policy } of everything.tiers.flatMap(({ policies }) => policies)) {
    const key = policyKey(policy);
    if (!places.has(key)) places.set(key, places.size);
  }
  const place = ({ resource }: Change) => places.get(policyKey(resource)) ?? places.size;
  return changes.toSorted(
    (left, right) =>
      Number(stagesOnly(left.action)) - Number(stagesOnly(right.action)) ||
      place(left) - place(right) ||
      compareCodePoints(policyKey(left.resource), policyKey(right.resource)),
  );
}
