import { assertNever } from '../engine/model/assert-never';
import type { MachineCheck, Plan, PromotionMove, StepPlan, VerdictChanges } from '../engine/model/plan';
import type { CheckState } from '../engine/model/wizard';
import { positionInBrackets } from '../engine/report/format-position';
import { countOf, groupDigits } from '../engine/report/sentences';
import { listAtMost } from './list-at-most';
import { STEP_TITLES } from './step-titles';
import type { Style } from './style';

/** Lines of proof under one check before the rest is counted. */
const LISTED = 6;
/** Moves of the promotion before the rest is counted. */
const MOVES = 60;

const WORST_FIRST: readonly CheckState[] = ['red', 'grey', 'amber', 'green'];

/** What every step checks: the counts of all states, then each check that is not green with its proof, then what people do. */
export function printChecks(steps: readonly StepPlan[], style: Style): readonly string[] {
  const asked = steps.filter(({ machineChecks, humanChecks }) => machineChecks.length + humanChecks.length > 0);
  if (asked.length === 0) return [];
  return [style.heading('Checks of each step'), ...asked.flatMap((step) => printStep(step, style))];
}

function printStep({ step, machineChecks, humanChecks }: StepPlan, style: Style): readonly string[] {
  const sorted = WORST_FIRST.flatMap((state) => machineChecks.filter((check) => check.state === state));
  const counts = WORST_FIRST.map((state) => ({ state, count: sorted.filter((one) => one.state === state).length }));
  const listed = counts.filter(({ count }) => count > 0).map(({ state, count }) => `${count} ${state}`);
  return [
    `  ${style.heading(STEP_TITLES[step])}: ${listed.length === 0 ? 'nothing to prove' : listed.join(', ')}; ${countOf(humanChecks.length, 'check')} for people`,
    ...sorted.filter(({ state }) => state !== 'green').flatMap((check) => printCheck(check, style)),
    ...humanChecks.map(({ title }) => `    by hand: ${title}`),
  ];
}

function printCheck({ state, title, detail, evidence }: MachineCheck, style: Style): readonly string[] {
  const proof = evidence.map(({ text, position }) => `- ${text}${positionInBrackets(position)}`);
  return [
    `    ${stateStyle(state, style)(state)} ${title}${detail === '' ? '' : `: ${detail}`}`,
    ...listAtMost(proof, LISTED).map((line) => `      ${line}`),
  ];
}

function stateStyle(state: CheckState, style: Style): (text: string) => string {
  switch (state) {
    case 'red':
      return style.bad;
    case 'amber':
      return style.warning;
    case 'green':
      return style.good;
    case 'grey':
      return style.quiet;
    default:
      return assertNever(state);
  }
}

/** The order in which policies become enforced, how it was found, and what each move changes. */
export function printPromotion({ promotion }: Pick<Plan, 'promotion'>, style: Style): readonly string[] {
  const { moves, explanation } = promotion;
  if (moves.length === 0) return [];
  return [
    style.heading('Order of promotion'),
    ...(explanation === '' ? [] : [`  ${explanation}`]),
    ...listAtMost(moves.map(printMove), MOVES).map((line) => `  ${line}`),
  ];
}

function printMove({ number, policies, why, changes }: PromotionMove): string {
  return `${number}. ${policies.join(' and ')}: ${describeChanges(changes)}${why === '' ? '' : ` (together: ${why})`}`;
}

function describeChanges({ closed, becameUndecided, opened }: VerdictChanges): string {
  const parts = [
    closed === 0 ? '' : `closes ${groupDigits(closed)}`,
    becameUndecided === 0 ? '' : `${groupDigits(becameUndecided)} cannot be told`,
    opened === 0 ? '' : `opens ${groupDigits(opened)}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'changes no verdict' : parts.join(', ');
}
