import type { Cluster } from '../cluster/cluster';
import { findUndecodable } from '../load/undecodable';
import { oncePer } from '../model/once-per';
import type { ClusterProfile } from '../model/profile-of-cluster';
import type { Resource } from '../model/resource';
import type { Policy } from './policy';
import type { PolicyProblem } from './read-policy';
import { isPolicyResource, readPolicy } from './read-policy';
import type { SelectorInterner } from './selector-interner';
import type { Tier } from './tier';
import { BUILT_IN_TIERS, BUILT_IN_TIERS_UNTIL_331, readTier } from './tier';

/** All policies of a list of objects, and what is wrong with some. */
export interface CompiledPolicies {
  readonly policies: readonly Policy[];
  readonly problems: readonly PolicyProblem[];
}

/** Objects of a complete snapshot stand as the API server stores them; anything else is as somebody wrote it. */
export function compilePolicies(
  resources: readonly Resource[],
  profile: ClusterProfile,
  interner: SelectorInterner,
): CompiledPolicies {
  const policies: Policy[] = [];
  const problems: PolicyProblem[] = [];
  for (const resource of resources) {
    if (!isPolicyResource(resource)) continue;
    const form = profile.complete && resource.role === 'snapshot' ? 'stored' : 'written';
    const reading = readPolicy(resource, form, interner, profile.naming);
    if (reading.policy !== null) policies.push(reading.policy);
    problems.push(...reading.problems);
  }
  return { policies, problems };
}

/** The tiers that exist: those of the files, and in an incomplete snapshot the built-in ones of its version. */
export function compileTiers(resources: readonly Resource[], profile: ClusterProfile): readonly Tier[] {
  const read = resources
    .filter((resource) => resource.kind === 'Tier' && findUndecodable(resource) === null)
    .map(readTier);
  if (profile.complete) return read;
  const builtIn = profile.naming === 'plain' ? BUILT_IN_TIERS : BUILT_IN_TIERS_UNTIL_331;
  const names = new Set(read.map((tier) => tier.name));
  return [...read, ...builtIn.filter((tier) => !names.has(tier.name))];
}

/** The tiers that exist in a cluster. */
export const tiersOf = oncePer(({ resources, profile }: Cluster) => compileTiers(resources, profile));
