import { groupDigits } from '../../main/engine/model/count-words';
import type { StepPlan } from '../../main/engine/model/plan';
import type { Rehearsal } from '../../main/engine/model/rehearsal';
import { isListCut } from '../../main/engine/report/review/facts';
import type { ViewMode } from '../../main/engine/report/view-state';
import type { Stop } from '../state/stop';
import { countChanges } from '../wizard/change-words';

/** What stands under the name of a stop: what its step changes, counted as the wizard counts it, and for today how much is open. */
export function lineOfStop(rehearsal: Rehearsal, stop: Stop): string {
  if (stop !== 'now') {
    const plan = rehearsal.plan.steps.find(({ step }) => step === stop);
    if (plan === undefined) return '';
    return stop === 'observe' ? lineOfObserve(rehearsal, plan) : countChanges(plan.changes);
  }
  const pairs = rehearsal.pairs.find((summary) => summary.world === 'now');
  return pairs === undefined ? 'the snapshot as it is' : `${pairs.open} of ${pairs.pairs} pairs open`;
}

/** Nothing changes there: what counts is what will be closed in the end. */
function lineOfObserve(rehearsal: Rehearsal, { changes }: StepPlan): string {
  const closing = rehearsal.edges.filter(
    ({ verdicts }) => verdicts.now.verdict === 'allow' && verdicts.final.verdict === 'deny',
  );
  const least = isListCut(rehearsal) ? 'at least ' : '';
  return `${least}${groupDigits(closing.length)} of ${groupDigits(changes.compared)} verdicts will close`;
}

/** The three things that can be drawn. */
export const MODE_WORDS: Readonly<Record<ViewMode, { readonly word: string; readonly meaning: string }>> = {
  now: { word: 'Now', meaning: 'What the shown step decides' },
  next: { word: 'Next', meaning: 'What the end of the rollout decides' },
  compare: { word: 'Compare', meaning: 'The shown step against the end of the rollout' },
};
