import { groupDigits } from '../../main/engine/model/count-words';
import type { EdgeState } from '../../main/engine/model/edge';
import type { VerdictChange, VerdictChanges } from '../../main/engine/model/plan';
import { VERDICT_WORDS } from '../../main/engine/report/verdict-words';

/** What a step does to a piece of traffic: the mark that the drawing knows, and a word. */
export interface ChangeWords {
  readonly mark: EdgeState;
  readonly word: string;
}

export function describeChange({ before, after }: Pick<VerdictChange, 'before' | 'after'>): ChangeWords {
  if (after === 'undecided') return { mark: 'undecided', word: 'cannot tell' };
  if (after === 'deny') return { mark: 'will-be-blocked', word: before === 'allow' ? 'closes' : 'is closed' };
  return { mark: 'will-open', word: before === 'deny' ? 'opens' : 'is open' };
}

/** What becomes of connections that exist already, in a word for a cell and as a sentence. */
export function describeSessions({ after, survives }: Pick<VerdictChange, 'after' | 'survives'>): {
  readonly word: string;
  readonly meaning: string;
} {
  if (after === 'allow') return { word: '–', meaning: 'Nothing is cut.' };
  return survives
    ? { word: 'live on', meaning: 'Connections that exist already live on until they reconnect.' }
    : { word: 'cut at once', meaning: 'Connections that exist already are cut: this traffic is not tracked.' };
}

/** `allowed → denied`. */
export function describeVerdicts({ before, after }: Pick<VerdictChange, 'before' | 'after'>): string {
  return `${VERDICT_WORDS[before]} → ${VERDICT_WORDS[after]}`;
}

/** `opens 33, closes 2 of 560 compared`; says so where nothing changes. */
export function countChanges(changes: VerdictChanges): string {
  const { compared, opened, closed, becameUndecided } = changes;
  const parts = [
    ...(closed > 0 ? [`closes ${groupDigits(closed)}`] : []),
    ...(becameUndecided > 0 ? [`cannot tell ${groupDigits(becameUndecided)}`] : []),
    ...(opened > 0 ? [`opens ${groupDigits(opened)}`] : []),
  ];
  const all = `of ${groupDigits(compared)} verdicts`;
  return parts.length === 0 ? `changes 0 ${all}` : `${parts.join(', ')} ${all}`;
}

/** How many pieces of traffic a step treats otherwise than before. */
export function sizeOfChanges({ opened, closed, becameUndecided }: VerdictChanges): number {
  return opened + closed + becameUndecided;
}
