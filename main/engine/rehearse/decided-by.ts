import type { ConnectionResult } from '../evaluate/connection';
import type { Stage } from '../evaluate/passage';
import { decidingHit } from '../evaluate/deciding-hit';
import { PROFILE_TIER } from '../evaluate/decide';

/** How an edge says that nothing but the absence of policy allowed it. */
export const NO_POLICY = 'no policy';

/** Name of what decided a connection: of what denied it, or of the policy that allowed it. */
export function decidedBy(result: ConnectionResult): string {
  const stage = decidingStage(result);
  if (stage !== undefined) return nameOf(stage);
  switch (result.verdict) {
    case 'undecided':
      return 'what the files do not tell';
    case 'deny':
      return 'answers that do not come back';
    case 'allow':
      return NO_POLICY;
  }
}

/** The checkpoint that denied it, or the last that allowed it by something; `undefined` where none did. */
export function decidingStage(result: ConnectionResult): Stage | undefined {
  const stages = firstStages(result);
  switch (result.verdict) {
    case 'undecided':
      return undefined;
    case 'deny':
      return stages.findLast((stage) => stage.answer === 'deny');
    case 'allow':
      return stages.findLast((stage) => nameOf(stage) !== NO_POLICY);
  }
}

/** The first way through the checkpoints. */
export function firstStages(result: ConnectionResult): readonly Stage[] {
  return result.passages[0]?.stages ?? [];
}

/** Whether some checkpoint let it through by failsafe ports. */
export function usesFailsafe(result: ConnectionResult): boolean {
  return firstStages(result).some((stage) => stage.answer === 'failsafe');
}

function nameOf(stage: Stage): string {
  if (stage.answer === 'failsafe') return 'failsafe ports';
  const hit = decidingHit(stage);
  if (hit === undefined) return stage.why === '' ? NO_POLICY : stage.why;
  if (hit.kind === 'Profile') {
    if (hit.name === PROFILE_TIER) return 'no policy and no profile allowing it';
    return hit.action === 'deny' ? `profile ${hit.name}` : NO_POLICY;
  }
  return hit.rule === -1 ? `${hit.name} · end of tier ${hit.tier}` : hit.name;
}
