import type { InputState } from '../../../../main/engine/model/inputs';
import type { Plan } from '../../../../main/engine/model/plan';

/** For rehearsals whose plan nobody looks at. */
export const NO_PLAN: Plan = {
  steps: [],
  promotion: { moves: [], explanation: '' },
  net: { found: false, name: 'zzz-final-allow-everything', variants: [] },
  checklist: '',
};

export const NO_INPUTS: InputState = { digest: '', files: {} };
