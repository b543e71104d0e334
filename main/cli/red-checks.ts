import type { Plan } from '../engine/model/plan';

/** How many checks of a plan are red: they block the rollout as findings do. */
export function redChecks({ steps }: Plan): number {
  return steps.flatMap(({ machineChecks }) => machineChecks).filter(({ state }) => state === 'red').length;
}
