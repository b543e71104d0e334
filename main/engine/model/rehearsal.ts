import type { Accounting } from './accounting';
import type { ClusterProfile } from './profile-of-cluster';
import type { Diagnostic } from './diagnostic';
import type { Edge, Party } from './edge';
import type { Finding } from './finding';
import type { FlowReport } from './flow-report';
import type { InputState } from './inputs';
import type { Plan } from './plan';
import type { EffectiveFailsafe, ProtectedPath } from './protected-path';
import type { StepName, WorldName } from './world';

/** What one step changes, counted in edges. */
export interface StepSummary {
  readonly step: StepName;
  readonly from: WorldName;
  readonly to: WorldName;
  /** One line, e.g. `0 of 84 verdicts change`, `opens 14 closed paths`. */
  readonly line: string;
  readonly compared: number;
  readonly opened: number;
  readonly closed: number;
  readonly becameUndecided: number;
}

/** How much of the cluster is reachable in a world, by ordered pairs of different workloads. */
export interface PairSummary {
  readonly world: WorldName;
  readonly pairs: number;
  readonly open: number;
  readonly onExactlyOnePort: number;
  readonly onAllTraffic: number;
  readonly undecided: number;
}

/** Everything that a rehearsal found: plain data, the same bytes for the same input. */
export interface Rehearsal {
  readonly name: string;
  readonly cluster: ClusterProfile;
  readonly counts: {
    readonly nodes: number;
    readonly pods: number;
    readonly workloads: number;
    readonly policies: number;
    readonly changes: number;
    readonly classes: number;
  };
  readonly accounting: Accounting;
  readonly diagnostics: readonly Diagnostic[];
  readonly parties: readonly Party[];
  /** Worst first; edges that are the same in all worlds and carried by nothing but `no policy` are counted, not listed, when there are too many. */
  readonly edges: readonly Edge[];
  /** Edges that were computed but not listed because all worlds allow them alike. */
  readonly unlistedEdges: number;
  readonly steps: readonly StepSummary[];
  readonly pairs: readonly PairSummary[];
  readonly findings: readonly Finding[];
  readonly protectedPaths: readonly ProtectedPath[];
  /** The failsafe lists of the nodes at the end of the rollout. */
  readonly failsafe: readonly EffectiveFailsafe[];
  readonly plan: Plan;
  /** `null`: no recorded flows were given. */
  readonly flows: FlowReport | null;
  readonly inputs: InputState;
}
