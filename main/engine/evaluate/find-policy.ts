import type { ProgramPolicy, ProgramTier } from '../compile/program';
import type { DecidingHit } from './decide';
import type { Evaluation } from './evaluation';
import type { Stage } from './passage';

/** The policy of a hit as the endpoint has it; `undefined`: a profile, or what is built in. */
export function findPolicy(hit: DecidingHit, stage: Stage, evaluation: Evaluation): ProgramPolicy | undefined {
  return tiersOf(stage, evaluation)
    .flatMap((tier) => tier.policies)
    .find(({ policy }) => policy.kind === hit.kind && policy.namespace === hit.namespace && policy.name === hit.name);
}

/** The tiers that a stage walks. */
export function tiersOf(stage: Stage, { programs }: Evaluation): readonly ProgramTier[] {
  if (stage.endpoint === null || stage.hook === 'host-action' || stage.hook === 'built-in') return [];
  return programs.programOf(stage.endpoint).tiers[stage.hook][stage.direction];
}
