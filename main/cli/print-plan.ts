import { assertNever } from '../engine/model/assert-never';
import { groupChecks } from '../engine/model/check-group';
import { countOf, groupDigits } from '../engine/model/count-words';
import type { MachineCheck, Plan, PromotionMove, StepPlan, VerdictChanges } from '../engine/model/plan';
import type { CheckState, Gate } from '../engine/model/wizard';
import { positionInBrackets } from '../engine/report/format-position';
import { canBePassed, GATE_WORDS } from './gate-words';
import { listAtMost } from './list-at-most';
import { STEP_TITLES } from './step-titles';
import type { Style } from './style';

/** Lines of proof under one check, and reasons of one gate, before the rest is counted. */
const LISTED = 4;
/** Moves of the promotion before the rest is counted. */
const MOVES = 60;

const WORST_FIRST: readonly CheckState[] = ['red', 'grey', 'amber', 'green'];

/** What every step writes and checks: its gate, the counts of all states, each check that is not green with its proof, what people do. */
export function printChecks(steps: readonly StepPlan[], gates: readonly Gate[], style: Style): readonly string[] {
  if (steps.length === 0) return [];
  const gateOf = ({ step }: StepPlan) => gates.find((gate) => gate.step === step);
  return [
    style.heading('Checks and gate of each step'),
    ...steps.flatMap((step) => printStep(step, gateOf(step), style)),
  ];
}

function printStep(plan: StepPlan, gate: Gate | undefined, style: Style): readonly string[] {
  const { step, machineChecks, humanChecks, files, rollback } = plan;
  const sorted = WORST_FIRST.flatMap((state) => machineChecks.filter((check) => check.state === state));
  const counts = WORST_FIRST.map((state) => ({ state, count: sorted.filter((one) => one.state === state).length }));
  const listed = counts.filter(({ count }) => count > 0).map(({ state, count }) => `${count} ${state}`);
  const proved = listed.length === 0 ? 'nothing to prove' : listed.join(', ');
  return [
    `  ${style.heading(STEP_TITLES[step])}: ${proved}; ${countOf(humanChecks.length, 'check')} for people`,
    ...(gate === undefined ? [] : printGate(gate, style)),
    `    writes ${countOf(files.length, 'file')} to apply and ${groupDigits(rollback.length)} to take it back (rehearse plan)`,
    ...printOpenChecks(
      sorted.filter(({ state }) => state !== 'green'),
      style,
    ),
    ...humanChecks.map(({ title }) => `    by hand: ${title}`),
  ];
}

/** Every check that is not answered is a reason: only those of a gate that was passed before are worth repeating here. */
function printGate({ step, state, reasons, signOffs }: Gate, style: Style): readonly string[] {
  const word = (canBePassed({ state }) ? style.good : style.bad)(GATE_WORDS[state]);
  const left = reasons.length === 0 ? '' : `, ${groupDigits(reasons.length)} left (rehearse check --gate ${step})`;
  const signed = signOffs.length === 0 ? '' : `, signed off by ${countOf(signOffs.length, 'person', 'people')}`;
  const why = state === 'reopened' ? reasons.map((reason) => `- ${reason}`) : [];
  return [
    `    gate ${word}${left}${signed}`,
    ...listAtMost(why, LISTED, 'rehearse check lists all').map((line) => `      ${line}`),
  ];
}

/** Those that may be answered together are counted, and the first of some groups named. */
function printOpenChecks(checks: readonly MachineCheck[], style: Style): readonly string[] {
  const alone = checks.filter(({ group }) => group === undefined);
  const groups = groupChecks(checks.filter(({ group }) => group !== undefined));
  const [first] = groups.flatMap((group) => group.checks);
  if (first === undefined) return alone.flatMap((check) => printCheck(check, style));
  const lines = groups.map(
    ({ title, checks: members }) => `- ${title}: ${members.map(({ group }) => group?.member ?? '').join(', ')}`,
  );
  const total = groups.reduce((sum, group) => sum + group.checks.length, 0);
  return [
    ...alone.flatMap((check) => printCheck(check, style)),
    `    ${stateStyle(first.state, style)(first.state)} ${countOf(total, 'check')} in ${countOf(groups.length, 'group')}, each to be answered: ${first.detail}`,
    ...listAtMost(lines, LISTED).map((line) => `      ${line}`),
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

/** The net, where it comes from, and the forms that it can have: what each covers, and what it leaves. */
export function printNet({ net }: Pick<Plan, 'net'>, style: Style): readonly string[] {
  const { found, name, variants } = net;
  if (variants.length === 0) return [];
  return [
    style.heading('Safety net'),
    `  ${name}, ${found ? 'found in the snapshot' : 'generated'}`,
    ...variants.flatMap(({ title, covers, leaves }) => [
      `  ${title}`,
      ...covers.map((what) => `    covers: ${what}`),
      ...leaves.map((what) => `    leaves: ${what}`),
    ]),
  ];
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
