import type { PolicedEndpoint } from '../cluster/endpoint';
import type { Profiles } from '../cluster/profile-source';
import { NO } from '../model/tri';
import { createPolicyIndex } from './policy-index';
import type { ProfilePass, Program, Programs } from './program';
import { buildProgram, createProfileCompiler, programKey } from './program';
import type { SelectorInterner } from './selector-interner';
import type { SelectorMatches } from './selector-matches';
import type { PlacedPolicy, PlacedTier, World } from './world';

/** Builds the programs of worlds that have some of the policies of one world, in its order. */
export interface PartialPrograms {
  /** Of `world`, which has those policies that are kept. */
  keep(world: World, keeps: (placed: PlacedPolicy) => boolean): Programs;
}

/** What is known of endpoints with one key, whatever world they are in. */
interface Choices {
  /** The policies of the whole world that apply, or may apply. */
  readonly applying: readonly PlacedTier[];
  /** By those that are kept. */
  readonly programs: Map<string, Program>;
}

/**
 * Selectors are asked once for all of the worlds: an endpoint has one program for every choice among the few policies that select it, however
 * many worlds make that choice.
 */
export function createPartialPrograms(
  whole: World,
  profiles: Profiles,
  selectors: SelectorMatches,
  interner: SelectorInterner,
  profilePass: ProfilePass,
): PartialPrograms {
  const index = createPolicyIndex(whole);
  const profileOf = createProfileCompiler(profiles, interner, profilePass);
  const known = new Map<string, Choices>();
  const choicesOf = (key: string, { labels }: PolicedEndpoint): Choices => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const applying = index
      .tiersFor(labels)
      .map(({ tier, policies }): PlacedTier => ({
        tier,
        policies: policies.filter(({ policy }) => selectors.matches(policy.selector, labels) !== NO),
      }))
      .filter(({ policies }) => policies.length > 0);
    const made: Choices = { applying, programs: new Map() };
    known.set(key, made);
    return made;
  };
  return {
    keep(world, keeps) {
      const made = new Map<string, Program>();
      const byEndpoint = new Map<PolicedEndpoint, Program>();
      const find = (endpoint: PolicedEndpoint): Program => {
        const key = programKey(endpoint);
        const { applying, programs } = choicesOf(key, endpoint);
        const choice = applying
          .flatMap(({ policies }) => policies.map((placed) => (keeps(placed) ? '1' : '0')))
          .join('');
        const kept = () => applying.map(({ tier, policies }) => ({ tier, policies: policies.filter(keeps) }));
        const program =
          programs.get(choice) ?? buildProgram(kept(), endpoint, selectors, endpoint.profiles.map(profileOf));
        programs.set(choice, program);
        made.set(key, program);
        byEndpoint.set(endpoint, program);
        return program;
      };
      return { world, made, programOf: (endpoint) => byEndpoint.get(endpoint) ?? find(endpoint) };
    },
  };
}
