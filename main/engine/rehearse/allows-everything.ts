import type { EntityMatch, Policy, Rule } from '../compile/policy';
import type { Direction } from '../model/traffic';

/** Whether the first rule of a policy that decides allows all traffic of a direction that it governs. */
export function allowsEverything(policy: Policy, direction: Direction): boolean {
  const rules = direction === 'ingress' ? policy.inbound : policy.outbound;
  const first = rules.find((rule) => rule.action !== 'log');
  return policy[direction] && first !== undefined && first.action === 'allow' && isUnconditional(first);
}

/** Matches all traffic: it has no criterion. */
export function isUnconditional(rule: Rule): boolean {
  return (
    rule.ipVersion === null &&
    rule.protocol === null &&
    rule.notProtocol === null &&
    rule.icmp === null &&
    rule.notIcmp === null &&
    !rule.http &&
    isAnyone(rule.source) &&
    isAnyone(rule.destination)
  );
}

function isAnyone(entity: EntityMatch): boolean {
  return Object.values(entity).every((criterion) => criterion === null);
}
