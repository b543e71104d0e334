import type { Cluster } from '../cluster/cluster';
import { readObject } from '../load/fields';
import type { Resource } from '../model/resource';
import type { Policy, Rule } from './policy';
import type { RuleProblem } from './read-rule';
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
  const spec = readObject(profile.body, 'spec') ?? {};
  const problems: RuleProblem[] = [];
  const read = (direction: 'ingress' | 'egress') =>
    readRules(spec, direction, '', interner, (problem) => problems.push(problem));
  const rules = { ingress: read('ingress'), egress: read('egress') };
  return problems.some(({ tag }) => tag === 'ignored' || tag === 'unreadable') ? null : rules;
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
