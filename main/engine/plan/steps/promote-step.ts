import type { PromotionMove, PromotionPlan } from '../../model/plan';
import type { PolicyKind } from '../../model/resource';
import { enforcedKind, stagesOnly } from '../../rehearse/change';
import { describeObject } from '../../rehearse/surprises/evidence';
import { batchFiles } from '../change-files';
import type { ToolFor } from '../cluster-tool';
import { planCommands } from '../commands';
import type { PlanFacts, PlannedMove } from '../plan-facts';
import type { MoveOperations } from '../rollout-operations';
import { numbered, safeName } from '../safe-name';

/** One folder per move: what becomes enforced, then, when the live object is confirmed, what need not stay staged. */
export function planPromotion(
  { promotion }: Pick<PlanFacts, 'promotion'>,
  operations: readonly MoveOperations<PlannedMove>[],
  toolFor: ToolFor,
): PromotionPlan {
  const count = operations.length;
  const moves = operations.map(({ move, live, unstage }, index): PromotionMove => {
    const folder = `4-promote/${numbered(index + 1, count)}-${moveName(move)}`;
    const enforced = batchFiles(folder, 'live', live.forward, toolFor);
    const unstaged = batchFiles(folder, 'staged', unstage.forward, toolFor, enforced.length + 1);
    const backward = batchFiles(`${folder}/rollback`, '', [...unstage.backward, ...live.backward], toolFor);
    const forward = [...enforced, ...unstaged];
    return {
      number: index + 1,
      policies: move.changes.map((change) => describeObject(change.resource)),
      why: move.changes.every(({ action }) => stagesOnly(action)) ? STAYS_OUT : move.why,
      changes: move.verdictChanges,
      pathVerdicts: move.pathVerdicts,
      files: forward.flatMap(({ files }) => files),
      rollback: backward.flatMap(({ files }) => files),
      commands: planCommands(forward, backward),
    };
  });
  return { moves, explanation: promotion.explanation };
}

const STAYS_OUT = 'stagedAction Learn or Ignore: it stays staged, and is not promoted.';

/** Called after its policy; a group after its first, and how many more go along. */
function moveName({ changes }: PlannedMove): string {
  const names = changes.map(({ resource: { kind, namespace, name } }) =>
    [enforcedKind(kind as PolicyKind), namespace, name].filter((word) => word !== '').join('-'),
  );
  const more = names.length === 1 ? '' : `and-${names.length - 1}-more`;
  return safeName([...names.slice(0, 1), more]);
}
