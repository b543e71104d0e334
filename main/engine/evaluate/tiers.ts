import type { Program, ProgramPolicy, ProgramProfile, ProgramTier, ProfileRule } from '../compile/program';
import type { Rule } from '../compile/policy';
import type { Direction } from '../model/traffic';
import type { Tri } from '../model/tri';
import { NO, YES } from '../model/tri';

/** What can come out of a list of tiers: more than one only where the snapshot cannot tell. `continue`: nothing decided. */
export interface Outcomes {
  allow: boolean;
  deny: boolean;
  continue: boolean;
}

/** What a walk reports as it goes; every method may be left out. */
export interface Recorder {
  rule?(tier: ProgramTier, policy: ProgramPolicy, rule: Rule, matched: Tri): void;
  endOfTier?(tier: ProgramTier, action: 'deny' | 'pass' | 'continue'): void;
  profileRule?(profile: ProgramProfile, rule: ProfileRule, index: number, matched: Tri): void;
  noProfile?(): void;
}

/** Whether a rule matches the packet that the walk is about. */
export type Match = (rule: Rule) => Tri;

/**
 * The walk (calico: app-policy/checker/check.go checkTiers; felix/rules/endpoints.go endpointIptablesChain): in every tier the first rule
 * that matches decides, Log never does; Pass leaves the tier; without a match the tier's default action ends it, which
 * `endsTiers` false (untracked, preDNAT) leaves out.
 */
export function walkTiers(
  tiers: readonly ProgramTier[],
  endsTiers: boolean,
  match: Match,
  recorder: Recorder,
): Outcomes {
  const outcomes: Outcomes = { allow: false, deny: false, continue: false };
  for (const tier of tiers) {
    const passes = walkTier(tier, endsTiers, match, recorder, outcomes);
    if (!passes) return outcomes;
  }
  outcomes.continue = true;
  return outcomes;
}

/** Whether the packet can get to the next tier. */
function walkTier(
  tier: ProgramTier,
  endsTiers: boolean,
  match: Match,
  recorder: Recorder,
  outcomes: Outcomes,
): boolean {
  let passes = false;
  let applies = false;
  for (const policy of tier.policies) {
    applies ||= policy.certain;
    for (const rule of policy.rules) {
      const matched = match(rule);
      recorder.rule?.(tier, policy, rule, matched);
      if (matched === NO || rule.action === 'log') continue;
      if (rule.action === 'pass') passes = true;
      else if (rule.action === 'allow') outcomes.allow = true;
      else outcomes.deny = true;
      if (matched === YES && policy.certain) return passes;
    }
  }
  const action = !endsTiers ? 'continue' : tier.tier.defaultAction === 'Pass' ? 'pass' : 'deny';
  recorder.endOfTier?.(tier, action);
  if (action === 'deny') outcomes.deny = true;
  return passes || !applies || action !== 'deny';
}

/** Profiles in their order; no rule that matches, or no profile at all: deny (calico: felix/rules/endpoints.go). A Pass goes to the next profile. */
export function walkProfiles(program: Program, direction: Direction, match: Match, recorder: Recorder): Outcomes {
  const outcomes: Outcomes = { allow: false, deny: false, continue: false };
  for (const profile of program.profiles) {
    const passes = walkProfile(profile, direction, match, recorder, outcomes);
    if (!passes) return outcomes;
  }
  recorder.noProfile?.();
  outcomes.deny = true;
  return outcomes;
}

/** Whether the packet can get to the next profile. */
function walkProfile(
  profile: ProgramProfile,
  direction: Direction,
  match: Match,
  recorder: Recorder,
  outcomes: Outcomes,
): boolean {
  let passes = false;
  for (const [index, rule] of profile[direction].entries()) {
    const matched = rule.tag === 'always' ? YES : match(rule.rule);
    recorder.profileRule?.(profile, rule, index, matched);
    const action = rule.tag === 'always' ? rule.action : rule.rule.action;
    if (matched === NO || action === 'log') continue;
    if (action === 'pass') passes = true;
    else if (action === 'allow') outcomes.allow = true;
    else outcomes.deny = true;
    if (matched === YES) return passes;
  }
  return true;
}
