import type { HookName, Program, ProgramTier } from '../compile/program';
import type { Rule } from '../compile/policy';
import type { PolicyKind } from '../model/resource';
import type { FieldPath } from '../model/source';
import type { Direction } from '../model/traffic';
import type { Tri } from '../model/tri';
import { NO } from '../model/tri';
import type { Packet } from './packet';
import type { RuleMatcher } from './rule-match';
import type { Outcomes, Recorder } from './tiers';
import { walkProfiles, walkTiers } from './tiers';

/** A deciding hit: a pass, the end of a tier, or the final one. Never a Log. */
export interface DecidingHit {
  readonly tier: string;
  readonly kind: PolicyKind | 'Profile';
  readonly namespace: string;
  readonly name: string;
  /** −1: the end of the tier, named after the first policy that took part; or no profile matched. */
  readonly rule: number;
  readonly action: 'allow' | 'deny' | 'pass';
  /** Where the rule stands in its document; `null` for profiles. */
  readonly path: FieldPath | null;
  /** False where the snapshot cannot tell whether this hit happens. */
  readonly certain: boolean;
}

export interface Decision {
  readonly outcomes: Outcomes;
  readonly hits: readonly DecidingHit[];
}

export const PROFILE_TIER = '__PROFILE__';

/** The answer of one checkpoint: its tiers, and on the normal list the profiles after them. */
export function decide(
  program: Program,
  hook: HookName,
  direction: Direction,
  packet: Packet,
  matcher: RuleMatcher,
  watcher: Recorder = {},
): Decision {
  const hits: DecidingHit[] = [];
  const match = (rule: Rule): Tri => matcher(rule, packet);
  const recorder = recordHits(hits, watcher);
  const endsTiers = hook === 'normal' || hook === 'forward';
  const outcomes = walkTiers(program.tiers[hook][direction], endsTiers, match, recorder);
  if (hook !== 'normal' || !outcomes.continue) return { outcomes, hits };
  const after = walkProfiles(program, direction, match, recorder);
  return {
    outcomes: { allow: outcomes.allow || after.allow, deny: outcomes.deny || after.deny, continue: false },
    hits,
  };
}

function recordHits(hits: DecidingHit[], watcher: Recorder): Recorder {
  return {
    rule(tier, policy, rule, matched) {
      watcher.rule?.(tier, policy, rule, matched);
      if (matched === NO || rule.action === 'log') return;
      const { kind, namespace, name } = policy.policy;
      hits.push({
        tier: tier.tier.name,
        kind,
        namespace,
        name,
        rule: rule.index,
        action: rule.action,
        path: rule.path,
        certain: matched === 1 && policy.certain,
      });
    },
    endOfTier(tier, action) {
      watcher.endOfTier?.(tier, action);
      if (action !== 'continue') hits.push(endOfTierHit(tier, action));
    },
    profileRule(profile, rule, index, matched) {
      watcher.profileRule?.(profile, rule, index, matched);
      const action = rule.tag === 'always' ? rule.action : rule.rule.action;
      if (matched === NO || action === 'log') return;
      hits.push(profileHit(profile.name, index, action, matched === 1));
    },
    noProfile() {
      watcher.noProfile?.();
      hits.push(profileHit(PROFILE_TIER, -1, 'deny', true));
    },
  };
}

function profileHit(name: string, rule: number, action: DecidingHit['action'], certain: boolean): DecidingHit {
  return { tier: PROFILE_TIER, kind: 'Profile', namespace: '', name, rule, action, path: null, certain };
}

function endOfTierHit(tier: ProgramTier, action: 'deny' | 'pass'): DecidingHit {
  const first = tier.policies[0];
  if (first === undefined) throw new Error(`tier ${tier.tier.name} of a program has no policy`);
  const { kind, namespace, name } = first.policy;
  return { tier: tier.tier.name, kind, namespace, name, rule: -1, action, path: ['spec'], certain: first.certain };
}
