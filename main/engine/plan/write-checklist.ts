import { groupChecks } from '../model/check-group';
import { countOf } from '../model/count-words';
import type { NetVariant, Plan, PromotionMove, StepPlan } from '../model/plan';
import type { PathStanding, ProtectedPath } from '../model/protected-path';
import { standingOf } from '../model/protected-path';
import type { StepName } from '../model/world';
import { isExposed, nameOfPath, verdictAfter } from './checks/path-checks';
import { section, writeChanges, writeCommand, writeHumanCheck, writeMachineChecks } from './checklist-parts';
import { codeBlock, escapeMarkdown } from './markdown-text';
import type { PlanFacts } from './plan-facts';
import { STEP_TEXTS } from './step-texts';

/** Protected paths that a move breaks are named up to this many. */
const MOST_BROKEN = 10;

/**
 * The checklist as Markdown with boxes: for every step what was proved, what people do before, what to type, what to expect, what takes it
 * back, and what people do after.
 */
export function writeChecklist(
  plan: Omit<Plan, 'checklist'>,
  { protectedPaths, inputs }: Pick<PlanFacts, 'protectedPaths' | 'inputs'>,
): string {
  const steps = plan.steps.flatMap((step, index) => writeStep(step, index + 1, plan, protectedPaths));
  const madeFor =
    inputs.digest === ''
      ? []
      : [
          `Made for inputs \`${inputs.digest}\`. Where a file changed since, rehearse again: this list is not for it.`,
          '',
        ];
  return `${['# Rollout checklist', '', ...madeFor, ...HEAD, ...steps].join('\n')}\n`;
}

const HEAD = [
  'Commands are typed in the folder that holds the change files, in the order given. Tick a box when the expected result is there; where it is not, type the rollback beside it and stop.',
  '',
  'Proved by the engine: `[x]`. To be answered or done by a person: `[ ]`. What is marked RED must not be passed without a reason and a name.',
  '',
];

function writeStep(
  step: StepPlan,
  number: number,
  plan: Omit<Plan, 'checklist'>,
  paths: readonly ProtectedPath[],
): readonly string[] {
  const { title, does, mind } = STEP_TEXTS[step.step];
  const { moves, explanation } = plan.promotion;
  const isPromotion = step.step === 'promote';
  const by = (when: 'before' | 'after') => step.humanChecks.filter((check) => check.when === when);
  return [
    `## ${number}. ${title}: from \`${step.from}\` to \`${step.to}\``,
    '',
    does,
    '',
    ...mind.map((line) => `- Mind: ${line}`),
    '',
    ...section('What changes', writeChanges(step.changes)),
    ...section(
      'Proved, or to be answered',
      groupChecks(step.machineChecks).flatMap((group) => writeMachineChecks(group, step.changes)),
    ),
    ...(step.step === 'net' ? section('Forms of the net', writeVariants(plan.net.variants)) : []),
    ...section('Before, by hand', by('before').flatMap(writeHumanCheck)),
    ...(isPromotion ? section('Order', [escapeMarkdown(explanation)]) : []),
    ...(isPromotion
      ? moves.flatMap((move) => writeMove(move, moves.length, paths))
      : section('Do', step.commands.flatMap(writeCommand))),
    ...section(AFTER[step.step], by('after').flatMap(writeHumanCheck)),
    ...section('Take the whole step back', writeRollback(step, moves)),
    '### Sign-off',
    '',
    '- [ ] Name, time: ______________________',
    '- [ ] Second person, time: ______________________',
    '',
  ];
}

const AFTER: Readonly<Record<StepName, string>> = {
  net: 'After, by hand',
  stage: 'After, by hand',
  observe: 'After, by hand',
  promote: 'After every move, by hand',
  'remove-net': 'After, by hand, at once',
};

function writeVariants(variants: readonly NetVariant[]): readonly string[] {
  const use =
    'To use another form, apply it instead, take a new snapshot, and rehearse again: the snapshot has the net then.';
  return [use, '', ...variants.flatMap(writeVariant)];
}

function writeVariant({ title, covers, leaves, file }: NetVariant): readonly string[] {
  return [
    `- ${escapeMarkdown(title)} (\`${file.path}\`)`,
    ...covers.map((text) => `  - Covers: ${escapeMarkdown(text)}`),
    ...leaves.map((text) => `  - Leaves: ${escapeMarkdown(text)}`),
  ];
}

function writeMove(move: PromotionMove, moves: number, paths: readonly ProtectedPath[]): readonly string[] {
  const names = escapeMarkdown(move.policies.join(', '));
  return [
    `### Move ${move.number} of ${moves}: ${names}`,
    '',
    ...(move.why === '' ? [] : [escapeMarkdown(move.why), '']),
    ...writeChanges(move.changes),
    '',
    ...writePaths(move, paths),
    ...(move.commands.length === 0 ? ['Nothing to type.'] : move.commands.flatMap(writeCommand)),
    ...(move.commands.length === 0 ? [] : ['- [ ] What is to be done by hand after every move, with new connections']),
    '',
  ];
}

/** How protected paths stand after a move; those that are broken by name. */
function writePaths(move: PromotionMove, paths: readonly ProtectedPath[]): readonly string[] {
  const standings = paths.map((path) => {
    const verdict = verdictAfter(move, path);
    return { path, standing: standingOf(path, verdict), exposed: isExposed({ path, verdict }) };
  });
  if (standings.length === 0) return [];
  const having = (...wanted: readonly PathStanding[]) => standings.filter(({ standing }) => wanted.includes(standing));
  const broken = having('broken');
  const named = broken
    .slice(0, MOST_BROKEN)
    .map(({ path }) => `- not as it must be: ${escapeMarkdown(nameOfPath(path))}`);
  const more = broken.length - named.length;
  const exposed = standings.filter((standing) => standing.exposed).length;
  const open = exposed === 0 ? '' : `${exposed} open that must be closed, `;
  return [
    `Protected paths after it: ${having('safe').length} as they must be, ${having('weak').length - exposed} by the net or failsafe ports alone, ${open}${broken.length} broken, ${having('unknown', 'absent').length} not known.`,
    '',
    ...named,
    ...(more > 0 ? [`- and ${countOf(more, 'more path')}`] : []),
    ...(named.length > 0 ? [''] : []),
  ];
}

/** The commands beside the single ones once more, in the order in which the step as a whole is taken back. */
function writeRollback({ step, commands }: StepPlan, moves: readonly PromotionMove[]): readonly string[] {
  const inOrder = step === 'promote' ? moves.toReversed().flatMap((move) => move.commands) : commands;
  const lines = new Set(inOrder.flatMap(({ rollback }) => (rollback === '' ? [] : [rollback])));
  return lines.size === 0 ? [] : [codeBlock([...lines].join('\n'), 'sh')];
}
