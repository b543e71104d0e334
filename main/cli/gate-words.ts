import type { Gate } from '../engine/model/wizard';

export const GATE_WORDS: Readonly<Record<Gate['state'], string>> = {
  passed: 'passed',
  open: 'can be passed',
  closed: 'closed',
  reopened: 'passed before, and open again',
};

/** Whether nothing stands in the way of the step any more, or a signature alone. */
export function canBePassed({ state }: Pick<Gate, 'state'>): boolean {
  return state === 'passed' || state === 'open';
}
