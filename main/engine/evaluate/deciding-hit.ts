import type { DecidingHit } from './decide';
import type { Stage } from './passage';

/** The hit that gave a stage its answer; where the snapshot cannot tell, the one of the branch that this passage takes. */
export function decidingHit(stage: Stage): DecidingHit | undefined {
  const hits = stage.decision?.hits ?? [];
  return hits.findLast((hit) => hit.action === stage.answer) ?? hits.at(-1);
}
