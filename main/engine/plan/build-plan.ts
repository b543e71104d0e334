import type { Edge, Party } from '../model/edge';
import type { Finding } from '../model/finding';
import type { FlowReport } from '../model/flow-report';
import type { Plan, StepPlan } from '../model/plan';
import type { ProtectedPath } from '../model/protected-path';
import type { StepSummary } from '../model/rehearsal';
import type { Rollout } from '../rehearse/worlds';

/** What a plan is made of: everything that the rehearsal proved. */
export interface PlanFacts {
  readonly rollout: Rollout;
  readonly steps: readonly StepSummary[];
  readonly edges: readonly Edge[];
  readonly parties: readonly Party[];
  readonly protectedPaths: readonly ProtectedPath[];
  readonly findings: readonly Finding[];
  readonly flows: FlowReport | null;
}

/** The rollout as something to do, step by step. */
export function buildPlan(facts: PlanFacts): Plan {
  const { rollout } = facts;
  return {
    steps: facts.steps.map((summary): StepPlan => {
      const { step, from, to, compared, opened, closed, becameUndecided } = summary;
      return {
        step,
        from,
        to,
        files: [],
        rollback: [],
        commands: [],
        machineChecks: [],
        humanChecks: [],
        changes: { compared, opened, closed, becameUndecided, listed: [] },
      };
    }),
    promotion: { moves: [], explanation: '' },
    net: { found: rollout.netFound, name: rollout.net.name, variants: [] },
    checklist: '',
  };
}
