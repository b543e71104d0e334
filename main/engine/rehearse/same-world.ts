import type { Policy } from '../compile/policy';
import type { World } from '../compile/world';
import { oncePer } from '../model/once-per';
import type { RolloutWorld } from './worlds';

/** Whether two worlds decide alike in everything: one cluster, the same policies in force, and staged ones beside them in both or in none. */
export function isSameWorld(left: RolloutWorld, right: RolloutWorld): boolean {
  return left.cluster === right.cluster && haveSameLive(left, right) && hasStaged(left) === hasStaged(right);
}

export function haveSameLive(left: RolloutWorld, right: RolloutWorld): boolean {
  const [one, other] = [livePolicies(left.arranged), livePolicies(right.arranged)];
  return one.length === other.length && one.every((policy, index) => policy === other[index]);
}

const livePolicies = oncePer(({ tiers }: World): readonly Policy[] =>
  tiers.flatMap(({ policies }) => policies.filter(({ live }) => live).map(({ policy }) => policy)),
);

/** A list of staged policies alone is not an empty list of a host endpoint. */
function hasStaged({ arranged }: RolloutWorld): boolean {
  return arranged.tiers.some(({ policies }) => policies.some(({ live }) => !live));
}
