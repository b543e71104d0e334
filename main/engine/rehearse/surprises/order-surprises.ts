import type { ProgramPolicy } from '../../compile/program';
import type { Policy } from '../../compile/policy';
import { DEFAULT_TIER_ORDER } from '../../compile/tier';
import { tiersOf } from '../../evaluate/find-policy';
import { objectAt, readNumber } from '../../load/fields';
import { countOf } from '../../model/count-words';
import type { Evidence } from '../../model/finding';
import { YES } from '../../model/tri';
import { allowedIn, closedBetween, denyingHit, policiesFromHit } from './deciding-stages';
import {
  describeEdge,
  describeObject,
  edgeEvidence,
  fieldEvidence,
  listNames,
  orderEvidence,
  proved,
} from './evidence';
import { share } from './staging-surprises';
import type { Detector } from './surprise-facts';
import { isCalicoKind } from './written-rules';
import { tiersAreTold } from './tiers-are-told';

const BUILT_IN = ['default', 'kube-admin', 'kube-baseline', 'adminnetworkpolicy', 'baselineadminnetworkpolicy'];

/** R1: a tier without order stands beside tier default, and its name decides. */
export const tierWithoutOrder: Detector = (facts) => {
  const tiers = facts.rollout.worlds.final.arranged.tiers.flatMap(({ tier: { name, resource }, policies }) => {
    if (resource === null || BUILT_IN.includes(name) || !policies.some(({ live }) => live)) return [];
    return readNumber(objectAt(resource.body, 'spec'), 'order') === undefined ? [{ name, resource }] : [];
  });
  return proved(
    {
      code: 'R1',
      severity: 'warns',
      title: `Tier ${listNames(tiers.map(({ name }) => name))} has no order: its name decides whether it runs before tier default.`,
      help: 'A missing order counts as 1,000,000, that of tier default. Write an order.',
    },
    tiers.map(({ name, resource }) => {
      const place = name < 'default' ? 'before' : 'after';
      const text = `Tier ${name} counts as order ${DEFAULT_TIER_ORDER} and runs ${place} default, by name`;
      return fieldEvidence(facts, resource, ['spec'], text);
    }),
  );
};

/** R2: what a Kubernetes policy allows never gets to a Calico Deny with a higher order. */
export const kubernetesAllowsFirst: Detector = (facts) => {
  const denies = facts.policies.some((policy) => policy.tier === 'default' && isCalicoKind(policy) && hasDeny(policy));
  if (!denies) return [];
  const { matcher, programs } = facts.rollout.worlds.final.evaluation;
  const pairs = new Map<string, Evidence>();
  for (const { source, stages } of allowedIn(facts, 'final')) {
    for (const { endpoint, direction, hook, packet, decision } of stages) {
      const hit = decision?.hits.at(-1);
      if (endpoint === null || hook !== 'normal' || hit?.kind !== 'KubernetesNetworkPolicy' || hit.rule < 0) continue;
      const hidden = policiesFromHit(programs.programOf(endpoint).tiers.normal[direction], hit)
        .slice(1)
        .flatMap((later) => denyingRule(later, (rule) => matcher(rule, packet) === YES));
      const [first] = hidden;
      if (first === undefined) continue;
      const text = `${describeEdge(facts, source)}: allowed by NetworkPolicy ${hit.namespace}/${hit.name} (order 1000), never denied by ${describeObject(first.policy.resource)} ${direction} rule ${first.index}`;
      const key = `${hit.namespace}/${hit.name} ${describeObject(first.policy.resource)} ${direction}`;
      if (!pairs.has(key)) pairs.set(key, fieldEvidence(facts, first.policy.resource, first.path, text));
    }
  }
  return proved(
    {
      code: 'R2',
      severity: 'warns',
      title: 'Kubernetes policies allow what a Calico policy behind them denies: the Deny has no effect there.',
      help: 'Kubernetes policies have order 1000 in tier default. Give the Deny a lower order, or put it into an earlier tier.',
    },
    [...pairs.values()],
  );
};

function hasDeny(policy: Policy): boolean {
  return [...policy.inbound, ...policy.outbound].some(({ action }) => action === 'deny');
}

/** Empty unless the first rule of the policy that matches denies. */
function denyingRule(
  { policy, rules }: ProgramPolicy,
  matches: (rule: ProgramPolicy['rules'][number]) => boolean,
): readonly { readonly policy: Policy; readonly index: number; readonly path: readonly (string | number)[] }[] {
  const rule = rules.find((candidate) => candidate.action !== 'log' && matches(candidate));
  return rule?.action === 'deny' && isCalicoKind(policy) ? [{ policy, index: rule.index, path: rule.path }] : [];
}

/** R3: behind the last tier stands the profile, and that of a namespace allows. */
export const passLandsOnTheProfile: Detector = (facts) => {
  const { tiers } = facts.rollout.worlds.final.arranged;
  const last = tiers.findLast(({ policies }) => policies.some(({ live }) => live))?.tier.name;
  const passed = allowedIn(facts, 'final').flatMap(({ source, stages }) => {
    const hits = stages.flatMap(({ hook, decision }) => {
      const [pass, profile] = hook === 'normal' ? (decision?.hits.slice(-2) ?? []) : [];
      const lands = pass?.action === 'pass' && pass.rule >= 0 && pass.tier === last && profile?.kind === 'Profile';
      return lands && profile.action === 'allow' ? [pass] : [];
    });
    return hits.length === 0 ? [] : [{ source, hits }];
  });
  const hits = passed.flatMap((one) => one.hits);
  const policies = facts.policies.flatMap((policy) => {
    const own = hits.filter(
      ({ kind, namespace, name }) => kind === policy.kind && namespace === policy.namespace && name === policy.name,
    );
    return own.length === 0 ? [] : [{ policy, paths: own.flatMap(({ path }) => (path === null ? [] : [path])) }];
  });
  return proved(
    {
      code: 'R3',
      severity: 'warns',
      title: `Pass in the last tier lands on the profile, which allows: ${countOf(passed.length, 'path')} by ${listNames(policies.map(({ policy }) => policy.name))}.`,
      help: 'No tier comes after it: write Allow if that is meant, or leave the rule out and let the tier end.',
    },
    [
      ...policies.flatMap(({ policy, paths }) => {
        const text = `${describeObject(policy.resource)}: Pass in tier ${policy.tier}`;
        return paths.map((path) => fieldEvidence(facts, policy.resource, path, text));
      }),
      ...edgeEvidence(
        facts,
        passed.map(({ source }) => source),
        'now',
        'final',
      ),
    ],
  );
};

/** R13: among equal orders the name decides, and a longer one may come first. */
export const longerNameComesFirst: Detector = (facts) => {
  const evidence = facts.rollout.worlds.final.arranged.tiers.flatMap(({ policies }) =>
    policies.flatMap(({ policy: first, live }, index) =>
      live
        ? policies
            .slice(index + 1)
            .filter(
              ({ policy, live: alive }) =>
                alive &&
                policy.order === first.order &&
                isPrefixed(first, policy) &&
                contradict(first, policy) &&
                share(facts, first, policy),
            )
            .map(({ policy }) => {
              const order = Number.isFinite(policy.order) ? `order ${policy.order}` : 'no order';
              return orderEvidence(
                facts,
                first,
                `${describeObject(first.resource)} runs before ${describeObject(policy.resource)}: both have ${order}`,
              );
            })
        : [],
    ),
  );
  return proved(
    {
      code: 'R13',
      severity: 'informs',
      title:
        'Policies with equal order that contradict each other run in the order of their names, the longer one first.',
      help: 'Names are compared with a slash behind them, and a hyphen sorts before it: give them different orders.',
    },
    evidence,
  );
};

function isPrefixed(first: Policy, second: Policy): boolean {
  return first.name.length > second.name.length && first.name.startsWith(second.name);
}

/** One decides where the other decides otherwise. */
function contradict(left: Policy, right: Policy): boolean {
  return (['ingress', 'egress'] as const).some((direction) => {
    if (!left[direction] || !right[direction]) return false;
    const actions = (policy: Policy) =>
      new Set((direction === 'ingress' ? policy.inbound : policy.outbound).map(({ action }) => action));
    const [one, other] = [actions(left), actions(right)];
    return (one.has('allow') && other.has('deny')) || (one.has('deny') && other.has('allow'));
  });
}

/** R18: Log never decides, but the policy takes part, and the tier ends in Deny. */
export const logAloneDenies: Detector = (facts) => {
  const closed = closedBetween(facts, 'now', 'final').flatMap(({ source, stages }) => {
    const hit = denyingHit(stages);
    const stage = stages.findLast(({ answer }) => answer === 'deny');
    if (hit?.rule !== -1 || stage === undefined) return [];
    const tiers = tiersOf(stage, facts.rollout.worlds.final.evaluation).filter(({ tier }) => tier.name === hit.tier);
    const logging = tiers.flatMap((tier) => tier.policies);
    const onlyLogs =
      logging.length > 0 &&
      logging.every(({ rules }) => rules.length > 0 && rules.every(({ action }) => action === 'log'));
    return onlyLogs ? [{ source, policies: logging.map(({ policy }) => policy) }] : [];
  });
  const policies = [...new Set(closed.flatMap((one) => one.policies))];
  return proved(
    {
      code: 'R18',
      severity: 'warns',
      title: `${listNames(policies.map(({ name }) => name))} only logs, and still closes ${countOf(closed.length, 'path')}: the end of its tier denies.`,
      help: 'A policy with Log rules alone counts like any other for the end of the tier: end it with a Pass or an Allow.',
    },
    [
      ...policies.map((policy) =>
        fieldEvidence(facts, policy.resource, ['spec'], `${describeObject(policy.resource)} has Log rules alone`),
      ),
      ...edgeEvidence(
        facts,
        closed.map(({ source }) => source),
        'now',
        'final',
      ),
    ],
  );
};

/** R19: a tier that does not exist is not a tier that does nothing. */
export const tierIsMissing: Detector = (facts) => {
  const { cluster, arranged } = facts.rollout.worlds.final;
  const missing = arranged.tiers.filter(
    ({ tier, policies }) => tier.missing && policies.length > 0 && tiersAreTold(cluster),
  );
  return proved(
    {
      code: 'R19',
      severity: 'warns',
      title: `Tier ${listNames(missing.map(({ tier }) => tier.name))} does not exist: its policies stay in force, after all tiers, and end in Deny.`,
      help: 'Create the tier, or move the policies: deleting a tier does not switch them off.',
    },
    missing.flatMap(({ policies }) =>
      policies.map(({ policy }) =>
        fieldEvidence(
          facts,
          policy.resource,
          ['spec', 'tier'],
          `${describeObject(policy.resource)}: tier ${policy.tier}`,
        ),
      ),
    ),
  );
};
