import type { Policy } from '../../compile/policy';
import { policyComparison } from '../../compile/order';
import type { PlacedTier } from '../../compile/world';
import { countOf } from '../../model/count-words';
import type { MachineCheck } from '../../model/plan';
import { policyKey } from '../../rehearse/promote';
import { describeObject, listNames } from '../../rehearse/surprises/evidence';
import type { PlanFacts } from '../plan-facts';
import type { CheckLine } from './check';
import { checkByFindings, findingLines, machineCheck, tellFindings } from './check';

/** What runs before the net, behind it, and beside it. */
export function checkNetOrder(facts: PlanFacts): readonly MachineCheck[] {
  return [
    checkLast(facts),
    checkTiersBefore(facts),
    checkByFindings(facts.findings, {
      id: 'net.tiers-behind',
      title: 'No tier comes after the net’s',
      codes: ['N7'],
      clear: 'While the net is there, no tier behind its own is kept from deciding.',
    }),
    checkDeniesBefore(facts),
    checkHooks(facts),
  ];
}

/** "Order 100000 is evaluated last" holds only for policies with a lower order. */
function checkLast({ rollout, findings }: PlanFacts): MachineCheck {
  const { net } = rollout;
  const clear = `In tier ${net.tier} nothing comes after it: ${Number.isFinite(net.order) ? 'every policy there has a lower order, or the same and a name that sorts before' : 'it has no order, and its name sorts last'}.`;
  return checkByFindings(findings, {
    id: 'net.sorted-last',
    title: 'Every policy of its tier runs before the net',
    codes: ['N1'],
    clear,
  });
}

/** A net catches nothing that a tier in front of its own denies. */
function checkTiersBefore({ rollout, findings, locate }: PlanFacts): MachineCheck {
  const id = 'net.tiers-before';
  const title = 'No tier in front of the net’s can deny';
  const { tiers } = rollout.worlds.promoted.arranged;
  const place = tiers.findIndex(({ tier }) => tier.name === rollout.net.tier);
  const denying = tiers.slice(0, Math.max(place, 0)).filter(canDeny);
  const escaped = findings.filter(({ code }) => code === 'N6');
  if (denying.length + escaped.length === 0) {
    return machineCheck(id, title, 'green', 'Tiers in front of it hold no policy that denies, and pass at their end.');
  }
  const detail = `In front of it: ${listNames(denying.map(({ tier }) => tier.name))}. What a tier there denies, at its end too, the net does not open. ${tellFindings(escaped)}`;
  const lines = denying.map(({ tier, policies }): CheckLine => ({
    text: `Tier ${tier.name}: ${countOf(policies.filter(({ live }) => live).length, 'policy', 'policies')} in force, ${tier.defaultAction === 'Deny' ? 'its end denies' : 'a rule denies'}`,
    position: tier.resource === null ? null : locate(tier.resource, ['spec']),
  }));
  return machineCheck(id, title, 'amber', detail.trim(), [...lines, ...findingLines(escaped)]);
}

function canDeny({ tier, policies }: PlacedTier): boolean {
  const live = policies.filter((placed) => placed.live);
  return live.length > 0 && (tier.defaultAction === 'Deny' || live.some(({ policy }) => denies(policy)));
}

function denies(policy: Policy): boolean {
  return [...(policy.ingress ? policy.inbound : []), ...(policy.egress ? policy.outbound : [])].some(
    ({ action }) => action === 'deny',
  );
}

/** Explicit Deny rules in the net’s own tier come first. */
function checkDeniesBefore(facts: PlanFacts): MachineCheck {
  const { rollout, findings, locate } = facts;
  const compare = policyComparison(rollout.profile.naming);
  const before = livePolicies(facts).filter(
    (policy) =>
      policy.hook === 'normal' &&
      policy.tier === rollout.net.tier &&
      compare(policy, rollout.net) < 0 &&
      denies(policy),
  );
  const escaped = findings.filter(({ code }) => code === 'N8');
  const id = 'net.denies-before';
  const title = 'No Deny stands before the net in its tier';
  if (before.length + escaped.length === 0) {
    return machineCheck(
      id,
      title,
      'green',
      'No policy in front of it has a Deny rule: the net keeps open what they leave out.',
    );
  }
  const detail = `Deny rules before it: ${countOf(before.length, 'policy', 'policies')}. What these deny stays denied, net or no net. ${tellFindings(escaped)}`;
  const lines = before.map((policy): CheckLine => ({
    text: `${describeObject(policy.resource)} (${Number.isFinite(policy.order) ? `order ${policy.order}` : 'no order'})`,
    position: locate(policy.resource, ['spec']),
  }));
  return machineCheck(id, title, 'amber', detail.trim(), [...lines, ...findingLines(escaped)]);
}

/** The net stands in the normal list alone. */
function checkHooks(facts: PlanFacts): MachineCheck {
  const { rollout, findings, locate } = facts;
  const id = 'net.other-hooks';
  const title = 'No policy acts where the net does not: doNotTrack, preDNAT, applyOnForward';
  const escaped = findings.filter(({ code }) => code === 'N9');
  const hooked = livePolicies(facts).filter(
    (policy) =>
      policy !== rollout.net && (policy.hook !== 'normal' || (policy.applyOnForward && !rollout.net.applyOnForward)),
  );
  const hosts = rollout.worlds.promoted.cluster.hosts.length;
  if (escaped.length === 0 && (hooked.length === 0 || hosts === 0)) {
    const clear =
      hosts === 0 ? 'There are no host endpoints: these lists decide nothing.' : 'No policy is in one of these lists.';
    return machineCheck(id, title, 'green', clear);
  }
  const detail = `In lists of host endpoints that the net is not in: ${countOf(hooked.length, 'policy', 'policies')}. What these deny, forwarded traffic above all, it does not open. ${tellFindings(escaped)}`;
  const lines = hooked.map((policy): CheckLine => ({
    text: `${describeObject(policy.resource)}: ${policy.hook === 'untracked' ? 'doNotTrack' : policy.hook === 'preDNAT' ? 'preDNAT' : 'applyOnForward'}`,
    position: locate(policy.resource, ['spec']),
  }));
  return machineCheck(id, title, 'amber', detail.trim(), [...lines, ...findingLines(escaped)]);
}

/** In force today, or once everything is promoted; of one that is replaced the new form. */
function livePolicies({ rollout }: PlanFacts): readonly Policy[] {
  const { net, promoted } = rollout.worlds;
  const live = [net, promoted].flatMap(({ arranged }) =>
    arranged.tiers.flatMap(({ policies }) => policies.filter((placed) => placed.live).map(({ policy }) => policy)),
  );
  return [...new Map(live.map((policy) => [policyKey(policy), policy])).values()];
}
