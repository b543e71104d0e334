import type { Cluster } from '../cluster/cluster';
import { readObject } from '../load/fields';
import type { Resource } from '../model/resource';
import type { Policy, Rule } from './policy';
import type { PolicyProblem } from './read-policy';
import type { ReportProblem, RuleProblem } from './read-rule';
import { readRules } from './read-rule';
import type { SelectorInterner } from './selector-interner';
import { createSelectorInterner } from './selector-interner';

export interface ProfileRules {
  readonly ingress: readonly Rule[];
  readonly egress: readonly Rule[];
}

/**
 * The rules of a Profile object; Calico converts them without a namespace (calico: updateprocessors/profileprocessor.go). `null` where
 * Felix's own filter refuses one of them: then it has none of them.
 */
export function readProfileRules(profile: Resource, interner: SelectorInterner): ProfileRules | null {
  const problems: RuleProblem[] = [];
  const rules = readRulesOf(profile, interner, (problem) => problems.push(problem));
  return problems.some(({ tag }) => tag === 'ignored' || tag === 'unreadable') ? null : rules;
}

function readRulesOf({ body }: Resource, interner: SelectorInterner, report: ReportProblem): ProfileRules {
  const spec = readObject(body, 'spec') ?? {};
  return {
    ingress: readRules(spec, 'ingress', '', interner, report),
    egress: readRules(spec, 'egress', '', interner, report),
  };
}

/**
 * What Calico does not do as the rules of the Profile objects say; `ignored`: Felix has none of them, and denies instead. They are kept in
 * etcd alone, where an object that cannot be decoded hides no other.
 */
export function profileProblems({ profiles }: Cluster): readonly PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const interner = createSelectorInterner();
  for (const profile of profiles.values()) {
    if (profile.tag !== 'object') continue;
    const { resource } = profile;
    readRulesOf(resource, interner, ({ tag, path, why }) =>
      problems.push({ resource, tag: tag === 'unreadable' ? 'ignored' : tag, path, why }),
    );
  }
  return problems;
}

/** Every rule that can look at a packet: of policies, and of the Profile objects of the clusters. */
export function everyRule(policies: readonly Policy[], clusters: readonly Cluster[]): readonly Rule[] {
  const profiles = clusters.flatMap((cluster) => [...cluster.profiles.values()]);
  const interner = createSelectorInterner();
  return [
    ...policies.flatMap((policy) => [...policy.inbound, ...policy.outbound]),
    ...profiles.flatMap((profile) => {
      if (profile.tag !== 'object') return [];
      const rules = readProfileRules(profile.resource, interner);
      return rules === null ? [] : [...rules.ingress, ...rules.egress];
    }),
  ];
}
