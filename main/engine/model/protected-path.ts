import type { Position } from './source';
import type { Doubt } from './verdict';
import type { WorldName } from './world';

/** What carries a protected path, or why it is not open. Only `rule` and `no-policy` are green. */
export type ProtectedVerdict =
  | { readonly tag: 'rule'; readonly policy: string; readonly position: Position | null }
  | { readonly tag: 'no-policy' }
  | { readonly tag: 'failsafe-only' }
  | { readonly tag: 'net-only' }
  | { readonly tag: 'blocked'; readonly by: string; readonly position: Position | null }
  | { readonly tag: 'undecided'; readonly why: string; readonly command: string }
  | { readonly tag: 'absent'; readonly why: string };

/** What the rows of the catalogue are about, in the order in which they are shown. `rollback` holds L42 alone. */
export const PROTECTED_THEMES = [
  'rollback',
  'login',
  'api',
  'data-store',
  'dns',
  'network',
  'storage',
  'monitoring',
  'ingress',
  'management',
  'own',
] as const;
export type ProtectedTheme = (typeof PROTECTED_THEMES)[number];

/** A flow that must stay open, or must stay closed, with its answer in every world. */
export interface ProtectedPath {
  /** Row of `reference` B3, e.g. `L01`, and what tells its rows apart: `L01 10.1.0.0/24 → node1 tcp 22`. */
  readonly id: string;
  /** `own` for a row of the user's own. */
  readonly row: string;
  readonly theme: ProtectedTheme;
  readonly title: string;
  /** What is lost when it is not as it must be, one sentence. */
  readonly protects: string;
  /** One end, or a group of ends: `every node`, `pods of shop`. */
  readonly from: string;
  readonly to: string;
  /** e.g. `tcp 22`. */
  readonly traffic: string;
  /** Of the pairs that stand behind it the one that gave the verdict; `''` where there is but one. */
  readonly worst: string;
  readonly severity: 'blocks' | 'warns';
  readonly expect: 'open' | 'closed';
  /** Who decides, in words. */
  readonly decider: string;
  /** What deciders see of the pair that gave the verdict of the last world: `10.20.0.21 → 10.20.0.10:6443`. */
  readonly addresses: readonly string[];
  readonly verdicts: Readonly<Record<WorldName, ProtectedVerdict>>;
  /** Flow logs can show it, or one half of it. */
  readonly observable: boolean;
  /** Why flow logs show it, or why not. */
  readonly observableBecause: string;
}

/**
 * How far a path can be relied on in a world. Only `safe` is green. `weak`: as it must be by failsafe ports or the net alone, or open where
 * it should be closed and that is but a warning.
 */
export type PathStanding = 'safe' | 'weak' | 'broken' | 'unknown' | 'absent';

export function standingOf(
  { expect, severity }: Pick<ProtectedPath, 'expect' | 'severity'>,
  verdict: ProtectedVerdict,
): PathStanding {
  switch (verdict.tag) {
    case 'rule':
    case 'no-policy':
      return expect === 'open' ? 'safe' : exposure(severity);
    case 'failsafe-only':
    case 'net-only':
      return expect === 'open' ? 'weak' : exposure(severity);
    case 'blocked':
      return expect === 'open' ? 'broken' : 'safe';
    case 'undecided':
      return 'unknown';
    case 'absent':
      return 'absent';
  }
}

function exposure(severity: ProtectedPath['severity']): PathStanding {
  return severity === 'blocks' ? 'broken' : 'weak';
}

/** The failsafe ports of some nodes, as Felix reads them. */
export interface EffectiveFailsafe {
  readonly direction: 'inbound' | 'outbound';
  readonly nodes: readonly string[];
  /** e.g. `tcp 22`, `tcp 6443 (10.0.0.0/8)`; empty: switched off. */
  readonly ports: readonly string[];
  /** e.g. `built-in default`, `FelixConfiguration node.edge-1`, `environment of calico-node`. */
  readonly from: string;
  readonly position: Position | null;
  /** What the built-in list has and this one has not, and the other way round. */
  readonly lacks: readonly string[];
  readonly adds: readonly string[];
  /** Entries that stop Felix, in words. */
  readonly fatal: readonly string[];
  /** Why the files do not tell the list; `null`: it is known. */
  readonly doubt: Doubt | null;
}
