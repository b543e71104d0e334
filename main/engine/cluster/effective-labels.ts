import type { Labels } from '../model/resource';
import type { LabelSet, LabelSetInterner } from './label-set';
import type { Profiles } from './profile-source';

/** Own labels win, then the profiles in their order (calico: felix/labelindex/label_inheritance_index.go GetHandle). */
export function effectiveLabels(
  own: Labels,
  profileNames: readonly string[],
  profiles: Profiles,
  interner: LabelSetInterner,
): LabelSet {
  const inherited: Labels[] = [];
  const unknownPrefixes: string[] = [];
  for (const name of profileNames) {
    const profile = profiles.get(name);
    if (profile === undefined || profile.tag === 'default-allow') continue;
    inherited.push(profile.labels);
    if (profile.tag === 'namespace' && !profile.labelsKnown) unknownPrefixes.push('pcns.');
    if (profile.tag === 'service-account' && !profile.labelsKnown) unknownPrefixes.push('pcsa.');
  }
  const merged = Object.assign({}, ...inherited.toReversed(), own) as Labels;
  return interner.intern(merged, unknownPrefixes);
}
