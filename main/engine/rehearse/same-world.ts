import type { Policy } from '../compile/policy';
import type { RolloutWorld } from './worlds';

/** Whether two worlds decide alike in everything: one cluster, the same policies in force, and staged ones beside them in both or in none. */
export function isSameWorld(left: RolloutWorld, right: RolloutWorld): boolean {
  return left.cluster === right.cluster && haveSameLive(left, right) && hasStaged(left) === hasStaged(right);
}

export function haveSameLive(left: RolloutWorld, right: RolloutWorld): boolean {
  const [one, other] = [livePolicies(left), livePolicies(right)];
  return one.length === other.length && one.every((policy, index) => policy === other[index]);
}

function livePolicies({ arranged }: RolloutWorld): readonly Policy[] {
  return arranged.tiers.flatMap(({ policies }) => policies.filter(({ live }) => live).map(({ policy }) => policy));
}

/** A list of staged policies alone is not an empty list of a host endpoint. */
function hasStaged({ arranged }: RolloutWorld): boolean {
  return arranged.tiers.some(({ policies }) => policies.some(({ live }) => !live));
}
