import type { HookName, Program, ProgramTier, ProfileRule } from '../compile/program';
import type { Rule } from '../compile/policy';
import type { Direction } from '../model/traffic';
import type { BitSet } from '../net/bit-set';
import { andBits, andNotInto, createBitSet, fullBitSet, isEmptyBitSet, orInto } from '../net/bit-set';
import type { RuleSet } from './rule-sets';

/** What can come out, atom by atom; in more than one set only where the snapshot cannot tell. */
export interface SetOutcomes {
  readonly allow: BitSet;
  readonly deny: BitSet;
  readonly continue: BitSet;
}

/** The atoms of the pair in question that a rule matches. */
export type MatchSet = (rule: Rule) => RuleSet | null;

/** The walk of `tiers.ts` on all atoms at once: the set form of the same answer. */
export function walkSets(
  program: Program,
  hook: HookName,
  direction: Direction,
  size: number,
  match: MatchSet,
): SetOutcomes {
  const outcomes = { allow: createBitSet(size), deny: createBitSet(size), continue: createBitSet(size) };
  const endsTiers = hook === 'normal' || hook === 'forward';
  let reaching = fullBitSet(size);
  for (const tier of program.tiers[hook][direction]) {
    reaching = walkTierSets(tier, endsTiers, reaching, match, outcomes);
    if (isEmptyBitSet(reaching)) return outcomes;
  }
  if (hook === 'normal') walkProfileSets(program, direction, reaching, match, outcomes);
  else orInto(outcomes.continue, reaching);
  return outcomes;
}

/** Returns what can get to the next tier. */
function walkTierSets(
  tier: ProgramTier,
  endsTiers: boolean,
  reaching: BitSet,
  match: MatchSet,
  outcomes: SetOutcomes,
): BitSet {
  const inTier = reaching.slice();
  const passed = new Uint32Array(inTier.length);
  let applies = false;
  for (const policy of tier.policies) {
    applies ||= policy.certain;
    for (const rule of policy.rules) {
      if (rule.action === 'log') continue;
      const matched = match(rule);
      if (matched === null) continue;
      const hit = andBits(inTier, matched.possibly);
      orInto(rule.action === 'pass' ? passed : rule.action === 'allow' ? outcomes.allow : outcomes.deny, hit);
      if (policy.certain) andNotInto(inTier, matched.surely);
    }
    if (isEmptyBitSet(inTier)) return passed;
  }
  const denies = endsTiers && tier.tier.defaultAction === 'Deny';
  if (denies) orInto(outcomes.deny, inTier);
  if (!denies || !applies) orInto(passed, inTier);
  return passed;
}

function walkProfileSets(
  program: Program,
  direction: Direction,
  reaching: BitSet,
  match: MatchSet,
  outcomes: SetOutcomes,
): void {
  let left = reaching.slice();
  for (const profile of program.profiles) {
    const passed = new Uint32Array(left.length);
    for (const rule of profile[direction]) {
      const matched = profileMatch(rule, left, match);
      if (matched === null) continue;
      const hit = andBits(left, matched.possibly);
      const action = rule.tag === 'always' ? rule.action : rule.rule.action;
      if (action === 'log') continue;
      orInto(action === 'pass' ? passed : action === 'allow' ? outcomes.allow : outcomes.deny, hit);
      andNotInto(left, matched.surely);
    }
    orInto(passed, left);
    left = passed;
  }
  orInto(outcomes.deny, left);
}

function profileMatch(rule: ProfileRule, all: BitSet, match: MatchSet): RuleSet | null {
  return rule.tag === 'always' ? { surely: all.slice(), possibly: all } : match(rule.rule);
}
