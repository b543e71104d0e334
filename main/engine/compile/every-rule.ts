import type { Cluster } from '../cluster/cluster';
import { readObject } from '../load/fields';
import type { Resource } from '../model/resource';
import type { Policy, Rule } from './policy';
import { readRules } from './read-rule';
import type { SelectorInterner } from './selector-interner';
import { createSelectorInterner } from './selector-interner';

/** The rules of a Profile object; Calico converts them without a namespace (calico: updateprocessors/profileprocessor.go). */
export function readProfileRules(
  profile: Resource,
  interner: SelectorInterner,
): { readonly ingress: readonly Rule[]; readonly egress: readonly Rule[] } {
  const spec = readObject(profile.body, 'spec') ?? {};
  const read = (direction: 'ingress' | 'egress') => readRules(spec, direction, '', interner, () => undefined);
  return { ingress: read('ingress'), egress: read('egress') };
}

/** Every rule that can look at a packet: of policies, and of the Profile objects of the clusters. */
export function everyRule(policies: readonly Policy[], clusters: readonly Cluster[]): readonly Rule[] {
  const profiles = clusters.flatMap((cluster) => [...cluster.profiles.values()]);
  const interner = createSelectorInterner();
  return [
    ...policies.flatMap((policy) => [...policy.inbound, ...policy.outbound]),
    ...profiles.flatMap((profile) => {
      if (profile.tag !== 'object') return [];
      const { ingress, egress } = readProfileRules(profile.resource, interner);
      return [...ingress, ...egress];
    }),
  ];
}
