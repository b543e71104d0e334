import type { Verdict } from './verdict';
import type { ProtectedVerdict } from './protected-path';
import type { Position } from './source';
import type { CheckState } from './wizard';
import type { GroupPlace } from './check-group';
import type { StepName, WorldName } from './world';

/** A file to hand to kubectl. `path` is relative to the folder of the plan, with `/`. */
export interface ChangeFile {
  readonly path: string;
  readonly text: string;
}

/** One line to type, what it answers when all is well, and the line that takes it back (`''` where it changes nothing). */
export interface PlannedCommand {
  readonly command: string;
  readonly expect: string;
  readonly rollback: string;
}

/** Proved, or not, by the engine. */
export interface MachineCheck {
  /** Stable, e.g. `net.selects-every-endpoint`. */
  readonly id: string;
  readonly title: string;
  readonly state: CheckState;
  /** One or two sentences: what was found. */
  readonly detail: string;
  /** Absent: it stands by itself. */
  readonly group?: GroupPlace;
  /** Proof, one line each: a verdict, an order, a field with its place. */
  readonly evidence: readonly { readonly text: string; readonly position: Position | null }[];
}

/** Only a person can do it. */
export interface HumanCheck {
  readonly id: string;
  /** `before`: the commands of the step are not typed until it is done; `after`: it shows what they did. */
  readonly when: 'before' | 'after';
  readonly title: string;
  /** Absent: it stands by itself. Those of one group share command and expectation. */
  readonly group?: GroupPlace;
  /** What to type; `''` where there is nothing to type. */
  readonly command: string;
  readonly expect: string;
}

/** One piece of traffic that a step treats otherwise than before. */
export interface VerdictChange {
  /** Party labels, or the ends of a protected path. */
  readonly from: string;
  readonly to: string;
  readonly traffic: string;
  readonly before: Verdict;
  readonly after: Verdict;
  /** What decides afterwards. */
  readonly by: string;
  readonly protected: boolean;
  /** Connections of this traffic that exist already live on until they reconnect (conntrack); untracked ones are cut at once. */
  readonly survives: boolean;
  /** Edge of the rehearsal that shows it; `''` where none does. */
  readonly edge: string;
}

/** Exact counts; the list is worst first and may be shorter. */
export interface VerdictChanges {
  readonly compared: number;
  readonly opened: number;
  readonly closed: number;
  readonly becameUndecided: number;
  readonly listed: readonly VerdictChange[];
}

/** What one step applies, checks and waits for. */
export interface StepPlan {
  readonly step: StepName;
  readonly from: WorldName;
  readonly to: WorldName;
  /** In the order in which they are applied. */
  readonly files: readonly ChangeFile[];
  /** Takes the step back, in the order in which they are applied. */
  readonly rollback: readonly ChangeFile[];
  readonly commands: readonly PlannedCommand[];
  readonly machineChecks: readonly MachineCheck[];
  readonly humanChecks: readonly HumanCheck[];
  readonly changes: VerdictChanges;
}

/** Some policies that become enforced together; nearly always one. */
export interface PromotionMove {
  /** Counts from 1. */
  readonly number: number;
  /** `kind namespace/name` of what becomes enforced, is deleted, or stays out. */
  readonly policies: readonly string[];
  /** Why these go together, or `''` for one alone. */
  readonly why: string;
  readonly changes: VerdictChanges;
  /** By id of the protected path. */
  readonly pathVerdicts: Readonly<Record<string, ProtectedVerdict>>;
  readonly files: readonly ChangeFile[];
  readonly rollback: readonly ChangeFile[];
  readonly commands: readonly PlannedCommand[];
}

/** One policy at a time, in an order that cuts nothing on the way that stays open in the end. */
export interface PromotionPlan {
  readonly moves: readonly PromotionMove[];
  /** How the order was found, in one sentence. */
  readonly explanation: string;
}

/** A form of the safety net that can be applied instead. */
export interface NetVariant {
  readonly id: 'tutorial' | 'really-last' | 'apply-on-forward';
  readonly title: string;
  /** What it covers, and what it does not. */
  readonly covers: readonly string[];
  readonly leaves: readonly string[];
  readonly file: ChangeFile;
}

/** The whole rollout as something to do. */
export interface Plan {
  readonly steps: readonly StepPlan[];
  readonly promotion: PromotionPlan;
  readonly net: { readonly found: boolean; readonly name: string; readonly variants: readonly NetVariant[] };
  /** The checklist, Markdown with boxes. */
  readonly checklist: string;
}
