import type { Plan, StepPlan } from '../model/plan';
import type { StepSummary } from '../model/rehearsal';
import type { StepName } from '../model/world';
import type { FileBatch } from './change-files';
import { checkNet } from './checks/net-checks';
import { checkObserve } from './checks/observe-checks';
import { checkPromote } from './checks/promote-checks';
import { checkRemoveNet } from './checks/remove-net-checks';
import { checkStage } from './checks/stage-checks';
import { chooseTool } from './cluster-tool';
import { netVariants } from './net-variants';
import type { PlanFacts } from './plan-facts';
import { operateRollout } from './rollout-operations';
import { humanChecks } from './steps/human-checks';
import { netFiles, removeNetFiles } from './steps/net-step';
import { observeCommands } from './steps/observe-step';
import { planPromotion } from './steps/promote-step';
import { stageFiles } from './steps/stage-step';
import { writeChecklist } from './write-checklist';

/** The rollout as something to do, step by step: files, commands, checks, and what takes each step back. */
export function buildPlan(facts: PlanFacts): Plan {
  const { rollout, promotion: order } = facts;
  const toolFor = chooseTool(rollout);
  const operations = operateRollout(rollout, order.moves);
  const promotion = planPromotion(facts, operations.moves, toolFor);
  const net = netFiles(facts, operations.net, toolFor);
  const stage = stageFiles(facts, operations.others, operations.stage, toolFor);
  const removal = removeNetFiles(operations.removeNet, toolFor);
  const filesOf: Readonly<Record<StepName, Pick<StepPlan, 'files' | 'rollback' | 'commands'>>> = {
    net: { files: files(net.forward), rollback: files(net.backward), commands: net.commands },
    stage: { files: files(stage.forward), rollback: files(stage.backward), commands: stage.commands },
    observe: { files: [], rollback: [], commands: observeCommands() },
    promote: {
      files: promotion.moves.flatMap((move) => move.files),
      rollback: promotion.moves.toReversed().flatMap((move) => move.rollback),
      commands: promotion.moves.flatMap((move) => move.commands),
    },
    'remove-net': { files: files(removal.forward), rollback: files(removal.backward), commands: removal.commands },
  };
  const planned: Omit<Plan, 'checklist'> = {
    steps: facts.steps.map((summary): StepPlan => ({
      ...placeOf(summary),
      ...filesOf[summary.step],
      machineChecks: MACHINE_CHECKS[summary.step](facts),
      humanChecks: humanChecks(summary.step, facts, removal),
      changes: facts.stepChanges[summary.step],
    })),
    promotion,
    net: { found: rollout.netFound, name: rollout.net.name, variants: netVariants(rollout, toolFor) },
  };
  return { ...planned, checklist: writeChecklist(planned, facts) };
}

const MACHINE_CHECKS: Readonly<Record<StepName, (facts: PlanFacts) => StepPlan['machineChecks']>> = {
  net: checkNet,
  stage: checkStage,
  observe: checkObserve,
  promote: checkPromote,
  'remove-net': checkRemoveNet,
};

function placeOf({ step, from, to }: StepSummary): Pick<StepPlan, 'step' | 'from' | 'to'> {
  return { step, from, to };
}

function files(batches: readonly FileBatch[]): StepPlan['files'] {
  return batches.flatMap((batch) => batch.files);
}
