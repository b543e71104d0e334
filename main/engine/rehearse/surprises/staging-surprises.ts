import type { Policy } from '../../compile/policy';
import { policyComparison } from '../../compile/order';
import type { ProgramPolicy } from '../../compile/program';
import { countOf } from '../../model/count-words';
import type { Evidence } from '../../model/finding';
import { YES } from '../../model/tri';
import { policyKey } from '../promote';
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
import type { Detector, SurpriseFacts } from './surprise-facts';
import { describeRuleOf } from './written-rules';

/** S4: flow logs say nothing of host endpoints. */
export const hostsAreNotPreviewed: Detector = (facts) => {
  const reaching = facts.rollout.changes.flatMap(({ promoted, action }) => {
    const hosts = promoted === null || action !== 'Set' ? [] : facts.selection.hosts(promoted.selector);
    return promoted === null || hosts.length === 0 ? [] : [{ promoted, hosts }];
  });
  return proved(
    {
      code: 'S4',
      severity: 'informs',
      title: `What ${listNames(reaching.map(({ promoted }) => promoted.name))} ${reaching.length === 1 ? 'does' : 'do'} to nodes cannot be observed: flow logs show no host endpoint.`,
      help: 'For nodes only what is computed here counts: look at the protected paths before promoting.',
    },
    reaching.map(({ promoted, hosts }) => {
      const text = `${describeObject(promoted.resource)} selects ${countOf(hosts.length, 'host endpoint')}: ${listNames(hosts.map(({ name }) => name))}`;
      return fieldEvidence(facts, promoted.resource, ['spec', 'selector'], text);
    }),
  );
};

/** S5: the first policy of a tier brings the tier’s end with it. */
export const tierComesToLife: Detector = (facts) => {
  const { net, final } = facts.rollout.worlds;
  const asleep = new Set(
    final.arranged.tiers
      .map(({ tier }) => tier.name)
      .filter((name) => {
        const before = net.arranged.tiers.find(({ tier }) => tier.name === name);
        return before === undefined || before.policies.every(({ live }) => !live);
      }),
  );
  const closed = closedBetween(facts, 'now', 'final').flatMap((edge) => {
    const hit = denyingHit(edge.stages);
    return hit !== undefined && hit.rule === -1 && asleep.has(hit.tier) ? [{ edge, tier: hit.tier }] : [];
  });
  return proved(
    {
      code: 'S5',
      severity: 'warns',
      title: `The first policy of tier ${listNames(closed.map(({ tier }) => tier))} brings its default Deny to life: ${countOf(closed.length, 'path')} close at the end of the tier.`,
      help: 'Set the tier’s defaultAction to Pass, or end the policies with a Pass rule, if what they do not mention is to go on.',
    },
    edgeEvidence(
      facts,
      closed.map(({ edge }) => edge.source),
      'now',
      'final',
    ),
  );
};

/** S6: one change allows what another denies: promoted alone, the second closes it. */
export const promotionOrderMatters: Detector = (facts) => {
  const changed = new Set(
    facts.rollout.changes.flatMap(({ promoted, action }) => (action === 'Set' ? (promoted ?? []) : [])),
  );
  if (changed.size < 2) return [];
  const { net, profile, worlds } = facts.rollout;
  const compare = policyComparison(profile.naming);
  const { matcher, programs } = worlds.final.evaluation;
  const pairs = new Map<string, Evidence>();
  for (const { source, stages } of allowedIn(facts, 'final')) {
    if (source.edge.verdicts.now.verdict !== 'allow') continue;
    for (const { endpoint, direction, hook, packet, answer, decision } of stages) {
      const hit = decision?.hits.at(-1);
      if (endpoint === null || hook !== 'normal' || answer !== 'allow' || hit === undefined || hit.rule < 0) continue;
      const [own, ...later] = policiesFromHit(programs.programOf(endpoint).tiers.normal[direction], hit);
      const allowing = own?.policy;
      if (allowing === undefined || !changed.has(allowing)) continue;
      const denying = firstDecision(later, (rule) => matcher(rule, packet) === YES);
      if (denying === null || denying.rule.action !== 'deny' || !changed.has(denying.policy)) continue;
      if (denying.policy.tier === net.tier && compare(denying.policy, net) > 0) continue;
      const key = `${policyKey(allowing)} ${policyKey(denying.policy)}`;
      const text = `${describeEdge(facts, source)}: allowed by ${allowing.name}, denied by ${describeRuleOf({ policy: denying.policy, direction, rule: denying.rule, written: {} })} without it`;
      if (!pairs.has(key)) pairs.set(key, fieldEvidence(facts, denying.policy.resource, denying.rule.path, text));
    }
  }
  return proved(
    {
      code: 'S6',
      severity: 'warns',
      title: `The order of promotion matters: ${countOf(pairs.size, 'pair')} of changes where one denies what the other allows.`,
      help: 'Previews take all staged policies together. Promote the policy that allows first: the net does not catch the Deny of the other.',
    },
    [...pairs.values()],
  );
};

function firstDecision(
  policies: readonly ProgramPolicy[],
  matches: (rule: ProgramPolicy['rules'][number]) => boolean,
): { readonly policy: Policy; readonly rule: ProgramPolicy['rules'][number] } | null {
  for (const { policy, rules } of policies) {
    const rule = rules.find((candidate) => candidate.action !== 'log' && matches(candidate));
    if (rule !== undefined) return { policy, rule };
  }
  return null;
}

/** S8: a staged applyOnForward policy alone keeps a host’s forward list from being empty. */
export const stagingMarksForwarding: Detector = (facts) => {
  if (facts.rollout.profile.dataplane === 'ebpf') return [];
  const staged = facts.rollout.changes.flatMap((change) =>
    change.staged !== null && change.staged.applyOnForward && change.staged.hook === 'normal' ? [change.staged] : [],
  );
  const reaching = staged.filter((policy) => facts.selection.hosts(policy.selector).length > 0);
  if (reaching.length === 0) return [];
  const changed = facts.sources.filter(({ edge }) => edge.verdicts.net.verdict !== edge.verdicts.staged.verdict);
  if (changed.length === 0) return [];
  const isClosing = changed.some(({ edge }) => edge.verdicts.staged.verdict === 'deny');
  return proved(
    {
      code: 'S8',
      severity: isClosing ? 'blocks' : 'warns',
      title: `Staging ${listNames(reaching.map(({ name }) => name))} is not observe-only: with it Calico leaves forwarded traffic to the node’s own FORWARD rules.`,
      help: 'Where those drop by default, staging an applyOnForward policy closes what hosts forward: stage it without applyOnForward, or allow in FORWARD first.',
    },
    [
      ...reaching.map((policy) =>
        fieldEvidence(
          facts,
          policy.resource,
          ['spec', 'applyOnForward'],
          `${describeObject(policy.resource)} is staged with applyOnForward`,
        ),
      ),
      ...edgeEvidence(facts, changed, 'net', 'staged'),
    ],
  );
};

/** S11: up to v3.31 the word `staged:` takes part in the tie-break. */
export const promotionReorders: Detector = (facts) => {
  const { profile, changes, enforced } = facts.rollout;
  if (profile.naming !== 'tier-prefixed') return [];
  const compare = policyComparison(profile.naming);
  const evidence = changes.flatMap(({ staged, promoted, action }): readonly Evidence[] => {
    if (staged === null || promoted === null || action !== 'Set') return [];
    const twin = policyKey(promoted);
    const passed = enforced.filter(
      (other) =>
        policyKey(other) !== twin &&
        other.tier === promoted.tier &&
        other.order === promoted.order &&
        compare(staged, other) > 0 !== compare(promoted, other) > 0 &&
        share(facts, promoted, other),
    );
    if (passed.length === 0) return [];
    const text = `${describeObject(staged.resource)} moves in front of ${listNames(passed.map(({ name }) => name))} when it is promoted`;
    return [orderEvidence(facts, promoted, text)];
  });
  return proved(
    {
      code: 'S11',
      severity: 'warns',
      title: 'Promotion changes the order: up to Calico v3.31 staged names are compared with their prefix.',
      help: 'Give policies that meet different orders; among equal ones the preview is not what promotion does.',
    },
    evidence,
  );
};

/** Whether two policies meet on some endpoint in some direction. */
export function share({ selection }: SurpriseFacts, left: Policy, right: Policy): boolean {
  if (!(left.ingress && right.ingress) && !(left.egress && right.egress)) return false;
  return [selection.workloads, selection.hosts].some((select) => {
    const selected = new Set<unknown>(select(right.selector));
    return select(left.selector).some((endpoint) => selected.has(endpoint));
  });
}

/** R27: the staged form of a Kubernetes policy and what it becomes are read differently. */
export const stagedKubernetesDiffers: Detector = (facts) => {
  const changes = facts.rollout.changes.filter(({ resource }) => resource.kind === 'StagedKubernetesNetworkPolicy');
  const vanished = changes.filter(
    ({ staged, promoted, action }) => action === 'Set' && staged === null && promoted !== null,
  );
  const gained = changes.filter(
    ({ staged, promoted }) => staged !== null && promoted !== null && promoted.egress && !staged.egress,
  );
  return [
    ...proved(
      {
        code: 'R27',
        severity: 'warns',
        title: `${listNames(vanished.map(({ resource }) => resource.name))} has no preview: one rule that cannot be converted hides the staged policy as a whole.`,
        help: 'Promoted, it loses that rule alone and the rest takes effect: correct the rule before observing.',
      },
      vanished.flatMap(({ problems }) =>
        problems.map(({ resource, path, why }) =>
          fieldEvidence(facts, resource, path, `${describeObject(resource)}: ${why}`),
        ),
      ),
    ),
    ...proved(
      {
        code: 'R27',
        severity: 'warns',
        title: `${listNames(gained.map(({ resource }) => resource.name))} previews ingress only, and isolates egress too once promoted.`,
        help: 'Write policyTypes: the API server adds Egress to a NetworkPolicy with egress rules, and to its staged form nobody does.',
      },
      gained.map(({ resource }) =>
        fieldEvidence(
          facts,
          resource,
          ['spec', 'egress'],
          `${describeObject(resource)} has egress rules and no policyTypes`,
        ),
      ),
    ),
  ];
};
