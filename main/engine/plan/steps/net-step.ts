import type { PlannedCommand } from '../../model/plan';
import type { FileBatch } from '../change-files';
import { writeFile } from '../change-files';
import type { ToolFor } from '../cluster-tool';
import { calicoType } from '../cluster-tool';
import { planCommands } from '../commands';
import type { Operation, StepOperations } from '../object-states';
import { shellOperand } from '../shell-word';
import type { PlanFacts } from '../plan-facts';

/** What a step hands over, how it is taken back, and what is typed. */
export interface StepFiles {
  readonly forward: readonly FileBatch[];
  readonly backward: readonly FileBatch[];
  readonly commands: readonly PlannedCommand[];
}

/** The net is one object: its file is called after it. */
export function netFiles({ rollout }: PlanFacts, operations: StepOperations, toolFor: ToolFor): StepFiles {
  const forward = operations.forward.map((operation) => netFile('1-net', operation, toolFor));
  const backward = operations.backward.map((operation) => netFile('1-net/rollback', operation, toolFor));
  if (forward.length > 0) return { forward, backward, commands: planCommands(forward, backward) };
  const { net } = rollout;
  const command = `kubectl get ${calicoType('globalnetworkpolicies', rollout)} -o yaml ${shellOperand(net.name)}`;
  return { forward, backward, commands: [{ command, expect: 'the net as the snapshot has it', rollback: '' }] };
}

/** Taking the net away, and putting it back. */
export function removeNetFiles(operations: StepOperations, toolFor: ToolFor): StepFiles {
  const forward = operations.forward.map((operation) => netFile('5-remove-net', operation, toolFor));
  const backward = operations.backward.map((operation) => netFile('5-remove-net/rollback', operation, toolFor));
  return { forward, backward, commands: planCommands(forward, backward) };
}

function netFile(folder: string, { verb, manifest }: Operation, toolFor: ToolFor): FileBatch {
  const target = `${folder}/${verb === 'delete' ? 'delete-net' : 'net'}.yaml`;
  const tool = toolFor(manifest);
  return { verb, tool, target, manifests: [manifest], files: [writeFile(target, verb, tool, [manifest])] };
}
