import type { Position } from './source';
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

/** A flow that must stay open, with its answer in every world. */
export interface ProtectedPath {
  /** Row of `reference` B3, e.g. `L01`, and what tells its rows apart: `L01 10.1.0.0/24 → node1`. */
  readonly id: string;
  readonly row: string;
  readonly title: string;
  readonly from: string;
  readonly to: string;
  /** e.g. `tcp 22`. */
  readonly traffic: string;
  readonly verdicts: Readonly<Record<WorldName, ProtectedVerdict>>;
  /** Flow logs say nothing about host endpoints: `no` there, with the reason. */
  readonly observable: boolean;
}
