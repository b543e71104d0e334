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

/** A plan whose first step asks people for one thing, and nothing else. */
export const CONSOLE_PLAN: Plan = {
  ...NO_PLAN,
  steps: [
    {
      step: 'net',
      from: 'now',
      to: 'net',
      files: [],
      rollback: [],
      commands: [],
      machineChecks: [],
      humanChecks: [
        { id: 'net.console', when: 'before', title: 'A console is open', command: '', expect: 'logged in' },
      ],
      changes: { compared: 0, opened: 0, closed: 0, becameUndecided: 0, listed: [] },
    },
  ],
};
