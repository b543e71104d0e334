import type { PlannedCommand } from '../../model/plan';
import { batchFiles, batchFolders } from '../change-files';
import type { ToolFor } from '../cluster-tool';
import { calicoType } from '../cluster-tool';
import { planCommands } from '../commands';
import type { StepOperations } from '../object-states';
import type { PlanFacts } from '../plan-facts';
import type { StepFiles } from './net-step';

/** First what is no policy and takes effect at once, then every staged policy in a file of its own. */
export function stageFiles(
  { rollout }: PlanFacts,
  others: StepOperations,
  stage: StepOperations,
  toolFor: ToolFor,
): StepFiles {
  const beside = batchFiles('2-stage', 'other-objects', others.forward, toolFor);
  const staged = batchFolders('2-stage', 'staged', stage.forward, toolFor, beside.length + 1);
  const unstaged = batchFiles('2-stage/rollback', 'staged', stage.backward, toolFor);
  const removed = batchFiles('2-stage/rollback', 'other-objects', others.backward, toolFor, unstaged.length + 1);
  const backward = [...unstaged, ...removed];
  const forward = [...beside, ...staged];
  const look: PlannedCommand = {
    command: `kubectl get ${calicoType('stagedglobalnetworkpolicies', rollout)} && kubectl get -A ${calicoType('stagednetworkpolicies', rollout)},${calicoType('stagedkubernetesnetworkpolicies', rollout)}`,
    expect: rollout.changesFromSnapshot
      ? 'the staged policies of the snapshot: they are the change set, nothing is applied'
      : 'every staged policy of the change set, beside those that were staged before',
    rollback: '',
  };
  return { forward, backward, commands: [...planCommands(forward, backward), look] };
}
