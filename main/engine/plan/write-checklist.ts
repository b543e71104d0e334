import type {
  HumanCheck,
  MachineCheck,
  Plan,
  PlannedCommand,
  PromotionMove,
  StepPlan,
  VerdictChanges,
} from '../model/plan';
import type { CheckState } from '../model/wizard';
import { changeLine } from './checks/check';
import { codeBlock, escapeMarkdown } from './markdown-text';
import { STEP_TEXTS } from './step-texts';

/** Of what a step changes the worst are shown; the window and the review pack have all. */
const MOST_CHANGES = 10;
const MOST_LINES = 12;

/** The checklist as Markdown with boxes: for every step what to type, what to expect, and beside it what takes it back. */
export function writeChecklist(plan: Omit<Plan, 'checklist'>): string {
  const steps = plan.steps.flatMap((step, index) => writeStep(step, index + 1, plan));
  return `${[...HEAD, ...steps].join('\n')}\n`;
}

const HEAD = [
  '# Rollout checklist',
  '',
  'Commands are typed in the folder of this file, in the order given. Tick a box when the expected result is there; where it is not, type the rollback beside it and stop.',
  '',
  'Proved by the engine: `[x]`. To be answered or done by a person: `[ ]`. What is marked RED must not be passed without a reason and a name.',
  '',
];

function writeStep(step: StepPlan, number: number, plan: Omit<Plan, 'checklist'>): readonly string[] {
  const { title, does, mind } = STEP_TEXTS[step.step];
  const commands =
    step.step === 'promote'
      ? plan.promotion.moves.flatMap((move) => writeMove(move, plan.promotion.moves.length))
      : section('Do', step.commands.flatMap(writeCommand));
  return [
    `## ${number}. ${title}: from \`${step.from}\` to \`${step.to}\``,
    '',
    does,
    '',
    ...mind.map((line) => `- Mind: ${line}`),
    '',
    ...section('What changes', writeChanges(step.changes)),
    ...section('Proved, or to be answered', step.machineChecks.flatMap(writeMachineCheck)),
    ...section('Before and after, by hand', step.humanChecks.flatMap(writeHumanCheck)),
    ...(step.step === 'promote' ? section('Order', [escapeMarkdown(plan.promotion.explanation)]) : []),
    ...commands,
    ...section('Take the whole step back', writeRollback(step)),
    '### Sign-off',
    '',
    '- [ ] Name, time: ______________________',
    '- [ ] Second person, time: ______________________',
    '',
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`### ${title}`, '', ...lines, ''];
}

function writeMove(move: PromotionMove, count: number): readonly string[] {
  const names = escapeMarkdown(move.policies.join(', '));
  const lines = move.commands.length === 0 ? ['Nothing to type.'] : move.commands.flatMap(writeCommand);
  return [
    `### Move ${move.number} of ${count}: ${names}`,
    '',
    ...(move.why === '' ? [] : [escapeMarkdown(move.why), '']),
    ...writeChanges(move.changes),
    '',
    ...lines,
    ...(move.commands.length === 0 ? [] : ['- [ ] The checks by hand of this step, with new connections']),
    '',
  ];
}

function writeChanges({ compared, opened, closed, becameUndecided, listed }: VerdictChanges): readonly string[] {
  const changed = opened + closed + becameUndecided;
  const total = `${changed} of ${compared} verdicts change: ${closed} close, ${opened} open, ${becameUndecided} cannot be told any more.`;
  const shown = listed.slice(0, MOST_CHANGES).map((change) => `- ${escapeMarkdown(changeLine(change).text)}`);
  const more = changed - shown.length;
  return [
    total,
    ...(shown.length > 0 ? ['', ...shown] : []),
    ...(more > 0 && shown.length > 0 ? [`- and ${more} more`] : []),
  ];
}

const WORDS: Readonly<Record<CheckState, string>> = {
  green: 'proved',
  amber: 'ACKNOWLEDGE',
  red: 'RED',
  grey: 'NOT KNOWN',
};

function writeMachineCheck({ title, state, detail, evidence }: MachineCheck): readonly string[] {
  const lines = evidence.slice(0, MOST_LINES).map(({ text, position }) => {
    const place = position === null ? '' : ` (${position.file}:${position.line})`;
    return `  - ${escapeMarkdown(`${text}${place}`)}`;
  });
  const more = evidence.length - lines.length;
  const told = state === 'green' ? [] : lines;
  return [
    `- [${state === 'green' ? 'x' : ' '}] ${WORDS[state]}: ${escapeMarkdown(title)}. ${escapeMarkdown(detail)}`,
    ...told,
    ...(state !== 'green' && more > 0 ? [`  - and ${more} more`] : []),
  ];
}

function writeHumanCheck({ title, command, expect }: HumanCheck): readonly string[] {
  return [
    `- [ ] ${escapeMarkdown(title)}`,
    ...(command === '' ? [] : writeCode(command)),
    `  - Expect: ${escapeMarkdown(expect)}`,
  ];
}

function writeCommand({ command, expect, rollback }: PlannedCommand): readonly string[] {
  const undo = rollback === '' ? [] : ['  - Rollback:', '', ...writeCode(rollback)];
  return ['- [ ] Type:', '', ...writeCode(command), `  - Expect: ${escapeMarkdown(expect)}`, ...undo];
}

/** A block of code inside a list item. */
function writeCode(command: string): readonly string[] {
  return [
    ...codeBlock(command, 'sh')
      .split('\n')
      .map((line) => `  ${line}`),
    '',
  ];
}

function writeRollback({ rollback }: StepPlan): readonly string[] {
  if (rollback.length === 0) return [];
  return [
    'Files, in this order; the commands stand above, beside what they take back:',
    '',
    ...rollback.map(({ path }) => `- \`${path}\``),
  ];
}
