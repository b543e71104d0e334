import { countOf } from '../../model/count-words';
import type { Tone } from '../review-block';
import { isAtRisk, isChecked, safetyOf } from '../safety';
import type { ReviewFacts } from './facts';
import { isCutOff } from './facts';

/** What a review comes to, in a headline and its reasons. */
export interface Outcome {
  readonly tone: Tone;
  readonly headline: string;
  /** Phrases without a full stop, worst first; the first finding that blocks is named. */
  readonly reasons: readonly string[];
}

/** Row of the protected paths that asks whether the rollback can be written and take effect (flows-and-lockout B3). */
export const ROLLBACK_ROW = 'L42';

export function judge(facts: ReviewFacts): Outcome {
  const blocking = blockingReasons(facts);
  if (blocking.length > 0) return { tone: 'bad', headline: 'Do not take this rollout as it is', reasons: blocking };
  const warnings = warningReasons(facts);
  return warnings.length > 0
    ? {
        tone: 'warn',
        headline: 'Nothing was found that blocks this rollout, but not everything is proved',
        reasons: warnings,
      }
    : { tone: 'good', headline: 'Every check of this rollout is proved', reasons: [] };
}

function blockingReasons({ rehearsal, wizard }: ReviewFacts): readonly string[] {
  const { findings, protectedPaths, plan } = rehearsal;
  const blocks = findings.filter(({ severity }) => severity === 'blocks');
  const cutOff = protectedPaths.filter(isCutOff).length;
  const red = plan.steps.flatMap(({ machineChecks }) => machineChecks).filter(({ state }) => state === 'red').length;
  const rollback = protectedPaths.filter(
    ({ row, verdicts }) => row === ROLLBACK_ROW && safetyOf(verdicts.final) === 'closed',
  );
  const reopened = (wizard?.gates ?? []).filter(({ state }) => state === 'reopened').length;
  return [
    ...(rollback.length === 0 ? [] : ['in the end the rollback cannot be written']),
    ...phrase(
      cutOff,
      'protected path is open today and blocked on the way',
      'protected paths are open today and blocked on the way',
    ),
    ...phrase(blocks.length, 'finding blocks', 'findings block').map(
      (said) => `${said}, first: ${(blocks[0]?.title ?? '').replace(/\.$/, '')}`,
    ),
    ...phrase(red, 'check of the plan is red', 'checks of the plan are red'),
    ...phrase(
      reopened,
      'step was re-opened because inputs changed after its sign-off',
      'steps were re-opened because inputs changed after their sign-off',
    ),
  ];
}

function warningReasons({ rehearsal, changes }: ReviewFacts): readonly string[] {
  const { findings, protectedPaths, plan, flows } = rehearsal;
  const states = plan.steps.flatMap(({ machineChecks }) => machineChecks.map(({ state }) => state));
  const unknown = protectedPaths.filter((path) => isAtRisk(path.verdicts.final, path)).length;
  const unchecked = protectedPaths.filter((path) => !isChecked(path)).length;
  const warns = findings.filter(({ severity }) => severity === 'warns').length;
  const count = (state: (typeof states)[number]) => states.filter((one) => one === state).length;
  return [
    ...phrase(
      changes.closes.length,
      'connection that is open today is closed in the end',
      'connections that are open today are closed in the end',
    ),
    ...phrase(
      unknown,
      'protected path is not known to be open in the end',
      'protected paths are not known to be open in the end',
    ),
    ...phrase(
      changes.untold.length,
      'connection cannot be told from the files',
      'connections cannot be told from the files',
    ),
    ...phrase(warns, 'finding warns', 'findings warn'),
    ...phrase(count('amber'), 'check of the plan warns', 'checks of the plan warn'),
    ...phrase(unchecked, 'protected path was not checked', 'protected paths were not checked'),
    ...phrase(count('grey'), 'check of the plan has no answer', 'checks of the plan have no answer'),
    ...(flows === null ? ['no recorded flows were given'] : []),
  ];
}

function phrase(count: number, one: string, several: string): readonly string[] {
  if (count === 0) return [];
  return [countOf(count, one, several)];
}

/** `2 findings block; 1 check of the plan is red.` */
export function reasonsSentence(reasons: readonly string[]): string {
  return reasons.length === 0 ? '' : `${reasons.join('; ')}.`;
}
