import type { ConnectionResult } from '../evaluate/connection';
import type { DecidingHit } from '../evaluate/decide';
import { decidingHit } from '../evaluate/deciding-hit';
import type { Locate } from '../evaluate/explain-connection';
import type { Stage } from '../evaluate/passage';
import type { Evaluation } from '../evaluate/evaluation';
import { findPolicy } from '../evaluate/find-policy';
import type { Position } from '../model/source';
import { decidingStage } from './decided-by';

/** Where what `decidedBy` names stands; `null` where no file holds it: failsafe ports, profiles, what the files do not tell. */
export function decidedAt(result: ConnectionResult, evaluation: Evaluation, locate: Locate): Position | null {
  const stage = decidingStage(result);
  if (stage === undefined || stage.answer === 'failsafe') return null;
  const hit = decidingHit(stage);
  return hit === undefined ? null : placeOfHit(hit, stage, evaluation, locate);
}

/** The place of the rule that was hit, or of the policy at whose end the tier ended. */
export function placeOfHit(hit: DecidingHit, stage: Stage, evaluation: Evaluation, locate: Locate): Position | null {
  const found = findPolicy(hit, stage, evaluation);
  return found === undefined || hit.path === null ? null : locate(found.policy.resource, hit.path);
}
