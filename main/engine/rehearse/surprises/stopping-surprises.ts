import { readProfileRules } from '../../compile/every-rule';
import type { PolicyProblem } from '../../compile/read-policy';
import { createSelectorInterner } from '../../compile/selector-interner';
import { objectAt, readText } from '../../load/fields';
import type { Resource } from '../../model/resource';
import type { FieldPath } from '../../model/source';
import type { Evidence } from '../../model/finding';
import { describeObject, fieldEvidence, listNames, proved } from './evidence';
import { isRendered } from './selection';
import type { Detector, SurpriseFacts } from './surprise-facts';
import { describeRuleOf, isCalicoKind, writtenRules } from './written-rules';

/** What it means that Felix stops. */
export const FROZEN =
  'The rules of every node stay as they are until the object is corrected: no later change takes effect, the rollback included.';

/** H19: an ICMP type with a code cannot be rendered for nft; only policies that select an endpoint are rendered. */
export const icmpCodeStopsFelix: Detector = (facts) => {
  const { dataplane } = facts.rollout.profile;
  if (dataplane !== 'nftables' && dataplane !== 'unknown') return [];
  const evidence = writtenRules(facts.policies).flatMap((written): readonly Evidence[] => {
    const { policy, rule } = written;
    const fields = (['icmp', 'notIcmp'] as const).filter((field) => rule[field] !== null && rule[field].code !== null);
    return isRendered(facts.selection, policy)
      ? fields.map((field) => {
          const name = field === 'icmp' ? 'icmp' : 'notICMP';
          const match = rule[field];
          const text = `${describeRuleOf(written)}: ${name} type ${match?.type} with code ${match?.code}`;
          return fieldEvidence(facts, policy.resource, [...rule.path, name, 'code'], text);
        })
      : [];
  });
  const condition = dataplane === 'unknown' ? ' if the cluster runs nftables, which the files do not tell' : '';
  return proved(
    {
      code: 'H19',
      severity: 'blocks',
      title: `An ICMP type with a code stops Felix${condition}.`,
      help: `Leave the code out: the type alone works. ${FROZEN}`,
    },
    evidence,
  );
};

/**
 * R22: input that validators accept and Felix does not survive, from the moment it is there: rules of staged policies are read as well
 * (calico: felix/calc/rule_scanner.go updateRules).
 */
export const inputCrashesFelix: Detector = (facts) => {
  const unrenderable = problemsTagged(facts, 'unrenderable').filter(({ resource }) => resource.kind === 'Profile');
  return proved(
    {
      code: 'R22',
      severity: 'blocks',
      title: 'Felix crashes on an object that some validator accepts.',
      help: `Correct the field before anything is staged. ${FROZEN}`,
    },
    [
      ...problemEvidence(facts, [
        ...[...problemsTagged(facts, 'panic').filter(isRead(facts)), ...unrenderable].filter(isInUse(facts)),
        ...facts.rollout.worlds.final.cluster.problems.filter(({ tag }) => tag === 'panic'),
      ]),
      ...profileLogs(facts),
    ],
  );
};

/** What Felix's filter takes out crashes nobody, and of a staged deletion it is never told. */
function isRead({ rollout }: SurpriseFacts): (problem: ObjectWithProblem) => boolean {
  const ignored = new Set(
    rollout.policyProblems.filter(({ tag }) => tag === 'ignored').map(({ resource }) => resource),
  );
  return ({ resource }) =>
    !ignored.has(resource) && readText(objectAt(resource.body, 'spec'), 'stagedAction') !== 'Delete';
}

/**
 * R29: a rule that Felix reads and cannot render; staged policies are not rendered, and none is that selects nobody. Ours: the catalogue
 * has it under R22.
 */
export const ruleCannotBeRendered: Detector = (facts) => {
  const rendered = new Set(
    facts.policies.filter((policy) => isRendered(facts.selection, policy)).map(({ resource }) => resource),
  );
  return proved(
    {
      code: 'R29',
      severity: 'blocks',
      title: 'Felix cannot render a rule that some validator accepts, and crashes.',
      help: `Correct the field before the policy is promoted. ${FROZEN}`,
    },
    [
      ...problemEvidence(
        facts,
        problemsTagged(facts, 'unrenderable').filter(({ resource }) => rendered.has(resource)),
      ),
      ...emptyActions(facts),
    ],
  );
};

/** Felix looks at a profile only where an endpoint has it (calico: felix/calc/active_rules_calculator.go). */
function isInUse(facts: SurpriseFacts): (problem: ObjectWithProblem) => boolean {
  const used = usedProfiles(facts);
  return ({ resource }) => resource.kind !== 'Profile' || used.has(resource.name);
}

function usedProfiles({ rollout }: SurpriseFacts): ReadonlySet<string> {
  return new Set(rollout.worlds.final.cluster.hosts.flatMap(({ profiles }) => profiles));
}

/** iptables and nftables take an empty action for Allow, eBPF does not. */
function emptyActions(facts: SurpriseFacts): readonly Evidence[] {
  if (facts.rollout.profile.dataplane !== 'ebpf') return [];
  return writtenRules(facts.policies.filter((policy) => isCalicoKind(policy) && isRendered(facts.selection, policy)))
    .filter(({ written }) => (readText(written, 'action') ?? '') === '')
    .map((rule) =>
      fieldEvidence(
        facts,
        rule.policy.resource,
        rule.rule.path,
        `${describeRuleOf(rule)}: no action, which eBPF cannot render`,
      ),
    );
}

/** eBPF programs have no place for a Log rule of a profile. */
function profileLogs(facts: SurpriseFacts): readonly Evidence[] {
  const { profile, worlds } = facts.rollout;
  if (profile.dataplane !== 'ebpf') return [];
  const { cluster } = worlds.final;
  const used = usedProfiles(facts);
  const interner = createSelectorInterner();
  return [...cluster.profiles].flatMap(([name, source]) => {
    const rules = source.tag === 'object' && used.has(name) ? readProfileRules(source.resource, interner) : null;
    if (rules === null || source.tag !== 'object') return [];
    const { resource } = source;
    return [...rules.ingress, ...rules.egress]
      .filter(({ action }) => action === 'log')
      .map(({ path }) =>
        fieldEvidence(facts, resource, path, `${describeObject(resource)}: a Log rule, which eBPF cannot render`),
      );
  });
}

/** R26: what does not decode makes every list request of the kind fail. */
export const kindBecomesUnreadable: Detector = (facts) => {
  const problems: readonly ObjectWithProblem[] = [
    ...problemsTagged(facts, 'unreadable'),
    ...facts.rollout.worlds.final.cluster.problems.filter(({ tag }) => tag === 'unreadable'),
  ];
  return proved(
    {
      code: 'R26',
      severity: 'blocks',
      title: `Once stored, ${listNames(problems.map(({ resource }) => resource.kind))} cannot be read any more, whoever wrote it.`,
      help: 'Correct the field: native CRDs admit it, and then Calico loses every policy of the kind.',
    },
    problemEvidence(facts, problems),
  );
};

export function problemsTagged({ rollout }: SurpriseFacts, tag: PolicyProblem['tag']): readonly PolicyProblem[] {
  return rollout.policyProblems.filter((problem) => problem.tag === tag);
}

/** What is wrong with an object, and where. */
export interface ObjectWithProblem {
  readonly resource: Resource;
  readonly path: FieldPath;
  readonly why: string;
}

export function problemEvidence(facts: SurpriseFacts, problems: readonly ObjectWithProblem[]): readonly Evidence[] {
  return problems.map(({ resource, path, why }) =>
    fieldEvidence(facts, resource, path, `${describeObject(resource)}: ${why}`),
  );
}
