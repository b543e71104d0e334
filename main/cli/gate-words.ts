import type { Gate } from '../engine/model/wizard';

export const GATE_WORDS: Readonly<Record<Gate['state'], string>> = {
  passed: 'passed',
  open: 'open, the step may be taken',
  closed: 'closed',
  reopened: 'passed before, and open again',
};

/** Whether the step may be taken: what is missing then is what people check afterwards, and a signature. */
export function canBePassed({ state }: Pick<Gate, 'state'>): boolean {
  return state === 'passed' || state === 'open';
}
