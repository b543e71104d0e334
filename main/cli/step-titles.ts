import type { StepName } from '../engine/model/world';

/** The steps as the command line calls them. */
export const STEP_TITLES: Readonly<Record<StepName, string>> = {
  net: '1 Safety net',
  stage: '2 Stage',
  observe: '3 Observe',
  promote: '4 Promote',
  'remove-net': '5 Remove the net',
};
