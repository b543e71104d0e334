import type { PolicyKind } from './resource';
import type { Position } from './source';
import type { Direction } from './traffic';

export type Verdict = 'allow' | 'deny' | 'undecided';

/** Why the files cannot tell, and the command that would settle it. */
export interface Doubt {
  readonly why: string;
  readonly command: string;
}

/** One criterion of a rule, as it was put to the packet. */
export interface Clause {
  /** e.g. `protocol is TCP`, `source.selector app == "web"`. */
  readonly text: string;
  readonly answer: 'yes' | 'no' | 'unknown';
  /** What the packet had, e.g. `prod/frontend has app="frontend"`. `''` when there is nothing to add. */
  readonly because: string;
}

/** A rule that was looked at. */
export interface RuleStep {
  /** Counts from 0 in its direction. */
  readonly index: number;
  readonly action: 'allow' | 'deny' | 'pass' | 'log';
  readonly matched: 'yes' | 'no' | 'unknown';
  readonly clauses: readonly Clause[];
  readonly position: Position | null;
}

/** A policy that was looked at: it applies to the endpoint in this direction. */
export interface PolicyStep {
  readonly kind: PolicyKind;
  readonly namespace: string;
  readonly name: string;
  /** Missing order is `null`: after every number. */
  readonly order: number | null;
  readonly staged: boolean;
  /** The selector that made it apply, in Calico's canonical form. */
  readonly selector: string;
  readonly rules: readonly RuleStep[];
  readonly position: Position | null;
}

/** What ended the tier: a rule of a policy, its end with the default action, or nothing (no policy applies). */
export type TierOutcome =
  | { readonly tag: 'rule'; readonly action: 'allow' | 'deny' | 'pass' }
  | { readonly tag: 'end-of-tier'; readonly action: 'deny' | 'pass'; readonly trigger: string }
  | { readonly tag: 'continue' }
  | { readonly tag: 'undecided' };

export interface TierStep {
  readonly tier: string;
  readonly order: number | null;
  readonly defaultAction: 'Deny' | 'Pass';
  readonly policies: readonly PolicyStep[];
  readonly outcome: TierOutcome;
}

/** The deciding hits in Calico's flow-log terms: `rule` −1 is the end of the tier; a profile has tier and kind `__PROFILE__` / `Profile`. */
export interface Hit {
  readonly tier: string;
  readonly kind: PolicyKind | 'Profile';
  readonly namespace: string;
  readonly name: string;
  readonly rule: number;
  readonly action: 'allow' | 'deny' | 'pass';
  readonly position: Position | null;
}

export type Hook = 'untracked' | 'preDNAT' | 'forward' | 'normal';

/** What carried a checkpoint's verdict, for a sentence. */
export type Carrier =
  | { readonly tag: 'rule'; readonly hit: Hit; readonly safetyNet: boolean }
  | { readonly tag: 'end-of-tier'; readonly hit: Hit }
  | { readonly tag: 'profile'; readonly name: string }
  | { readonly tag: 'failsafe'; readonly list: string }
  | { readonly tag: 'no-policy' }
  | { readonly tag: 'host-default' }
  | { readonly tag: 'built-in'; readonly why: string }
  | { readonly tag: 'undecided'; readonly doubts: readonly Doubt[] };

/** One checkpoint of a connection: an endpoint, a direction and a hook, with the walk that answered. */
export interface CheckpointTrace {
  /** e.g. `pod prod/frontend-1`, `host endpoint node1-auto-hep`. */
  readonly endpoint: string;
  readonly direction: Direction;
  readonly hook: Hook | 'host-action' | 'built-in';
  readonly verdict: Verdict | 'continue';
  readonly carrier: Carrier;
  readonly tiers: readonly TierStep[];
  readonly hits: readonly Hit[];
  /** What was assumed because the files do not say it. */
  readonly assumptions: readonly string[];
}

/** The answer for one connection: every checkpoint on its path must allow it. */
export interface ConnectionTrace {
  readonly from: string;
  readonly to: string;
  /** e.g. `tcp 8080`. */
  readonly traffic: string;
  readonly verdict: Verdict;
  /** One sentence in plain words. */
  readonly sentence: string;
  readonly checkpoints: readonly CheckpointTrace[];
  readonly doubts: readonly Doubt[];
}
