import { STEPS, STEP_WORLDS, type StepName, type WorldName } from '../../main/engine/model/world';

/** A stop of the step bar: the cluster as the snapshot has it, or the end of one of the five steps. */
export type Stop = 'now' | StepName;

/** All stops, in the order of the rollout. */
export const STOPS: readonly Stop[] = ['now', ...STEPS];

/** What the step bar calls each stop. */
export const STOP_NAMES: Readonly<Record<Stop, string>> = {
  now: 'Today',
  net: 'Safety net',
  stage: 'Stage',
  observe: 'Observe',
  promote: 'Promote',
  'remove-net': 'Remove the net',
};

/** The world that is shown at a stop. */
export function worldAt(stop: Stop): WorldName {
  return stop === 'now' ? 'now' : STEP_WORLDS[stop].to;
}

/** The stop `distance` places further, held at the ends of the bar. */
export function moveStop(stop: Stop, distance: number): Stop {
  const target = Math.min(Math.max(STOPS.indexOf(stop) + distance, 0), STOPS.length - 1);
  return STOPS[target] ?? stop;
}

/** The first stop that shows a world. */
export function stopOfWorld(world: WorldName): Stop {
  return STOPS.find((stop) => worldAt(stop) === world) ?? 'now';
}

/** `today`, `after step 5`: how a sentence names a stop. */
export function phraseOfStop(stop: Stop): string {
  return stop === 'now' ? 'today' : `after step ${STOPS.indexOf(stop)}`;
}
