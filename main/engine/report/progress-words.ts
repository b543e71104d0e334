import { groupDigits } from '../model/count-words';

/** How far something is, in words for the window and the command line: `connectivity · 64 of 1,625`. A single thing is not counted. */
export function describeProgress({
  phase,
  done,
  total,
  detail = '',
}: {
  readonly phase: string;
  readonly done: number;
  readonly total: number;
  readonly detail?: string;
}): string {
  const counted = total > 1 ? `${groupDigits(done)} of ${groupDigits(total)}` : '';
  return [phase, counted, detail].filter((part) => part !== '').join(' · ');
}
