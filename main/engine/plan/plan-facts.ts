import type { Locate } from '../evaluate/explain-connection';
import type { Accounting } from '../model/accounting';
import type { Diagnostic } from '../model/diagnostic';
import type { Edge, Party } from '../model/edge';
import type { Finding } from '../model/finding';
import type { FlowReport } from '../model/flow-report';
import type { InputState } from '../model/inputs';
import type { VerdictChanges } from '../model/plan';
import type { ProtectedPath, ProtectedVerdict } from '../model/protected-path';
import type { StepSummary } from '../model/rehearsal';
import type { StepName } from '../model/world';
import type { Moves } from '../rehearse/moves';
import type { OrderedMove, PromotionOrder } from '../rehearse/promotion-order';
import type { UnlistedEndings } from '../rehearse/unlisted-endings';
import type { Rollout } from '../rehearse/worlds';

/** A move of the promotion with the verdict of each protected path after it, by id. */
export interface PlannedMove extends Omit<OrderedMove, 'touches'> {
  readonly pathVerdicts: Readonly<Record<string, ProtectedVerdict>>;
}

/** What a plan is made of: everything that the rehearsal proved. */
export interface PlanFacts {
  /** What became of every document of the files. */
  readonly accounting: Accounting;
  readonly diagnostics: readonly Diagnostic[];
  readonly rollout: Rollout;
  readonly steps: readonly StepSummary[];
  /** What changes first: there may be more than are listed. */
  readonly edges: readonly Edge[];
  /** Counted over all edges, listed or not: what differs between `now` and `final`. */
  readonly wholeRollout: Moves;
  readonly parties: readonly Party[];
  readonly protectedPaths: readonly ProtectedPath[];
  readonly findings: readonly Finding[];
  readonly flows: FlowReport | null;
  /** Where operators come from. */
  readonly adminCidrs: readonly string[];
  /** What was rehearsed, so that a checklist can say what it was made for. */
  readonly inputs: InputState;
  readonly promotion: Omit<PromotionOrder, 'moves'> & { readonly moves: readonly PlannedMove[] };
  readonly stepChanges: Readonly<Record<StepName, VerdictChanges>>;
  readonly unlistedEndings: readonly UnlistedEndings[];
  readonly locate: Locate;
}
