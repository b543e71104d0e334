import { countOf, groupDigits } from '../../model/count-words';
import type {
  ChangeFile,
  HumanCheck,
  MachineCheck,
  PlannedCommand,
  PromotionMove,
  StepPlan,
  VerdictChange,
  VerdictChanges,
} from '../../model/plan';
import { groupChecks } from '../../model/check-group';
import type { ProtectedPath } from '../../model/protected-path';
import { WORLD_WORDS } from '../sentences';
import type { Block, Line } from '../review-block';
import { isAtRisk } from '../safety';
import { deciderLine } from './reach';
import type { ReviewFacts } from './facts';
import { figureColumns, inBrackets, listNames, name, paragraph, strong, tableAtMost, text, textColumns } from './lines';
import { CHECK_STATES, STEP_TEXTS, checkSign, verdictSign } from './words';

/** Lines of evidence of one check before the rest is counted. */
const MOST_EVIDENCE = 4;

/** Every step: what it does, what was proved, what a person must do, what changes, what to type, and how to take it back. */
export function describeSteps(facts: ReviewFacts): readonly Block[] {
  const { steps } = facts.rehearsal.plan;
  if (steps.length === 0) return [paragraph(text('This rehearsal has no plan.'))];
  return steps.map((step): Block => ({
    tag: 'section',
    id: `step-${step.step}`,
    title: `Step ${STEP_TEXTS[step.step].title}`,
    blocks: describeStep(step, facts.most),
  }));
}

function describeStep(step: StepPlan, most: number): readonly Block[] {
  const between =
    step.from === step.to ? WORLD_WORDS[step.from] : `${WORLD_WORDS[step.from]} → ${WORLD_WORDS[step.to]}`;
  return [
    paragraph(text(`${STEP_TEXTS[step.step].does} Worlds: ${between}.`)),
    paragraph(strong('Changes: '), text(countChanges(step.changes))),
    ...describeMachineChecks(step.machineChecks, most),
    ...describeHumanChecks(step.humanChecks),
    ...describeVerdictChanges(step.changes, most),
    ...describeCommands(step.commands, `Commands of step ${STEP_TEXTS[step.step].title}`, most),
    ...describeFiles(step, most),
  ];
}

/** `closes 2, opens 33 of 560 verdicts`. */
export function countChanges({ compared, opened, closed, becameUndecided }: VerdictChanges): string {
  const parts = [
    closed === 0 ? '' : `closes ${groupDigits(closed)}`,
    becameUndecided === 0 ? '' : `cannot tell ${groupDigits(becameUndecided)}`,
    opened === 0 ? '' : `opens ${groupDigits(opened)}`,
  ].filter((part) => part !== '');
  const all = `of ${countOf(compared, 'verdict')}`;
  return parts.length === 0 ? `0 ${all}.` : `${parts.join(', ')} ${all}.`;
}

function describeMachineChecks(checks: readonly MachineCheck[], most: number): readonly Block[] {
  if (checks.length === 0) return [];
  const ordered = CHECK_STATES.flatMap((state) => checks.filter((check) => check.state === state));
  return tableAtMost({
    caption: 'Checked by machine, worst first',
    columns: textColumns('Check', 'State', 'What was found'),
    rows: groupChecks(ordered).flatMap(({ title, checks: members }) => {
      const [first] = members;
      return first === undefined ? [] : [members.length === 1 ? checkRow(first) : groupRow(title, first, members)];
    }),
    most,
    elsewhere: 'rehearsal.json',
  });
}

function checkRow({ title, state, detail, evidence }: MachineCheck): readonly Line[] {
  return [
    [text(title)],
    [checkSign(state)],
    [
      text(detail),
      ...evidence
        .slice(0, MOST_EVIDENCE)
        .flatMap((one): Line => [text(' · '), text(one.text), ...inBrackets(one.position)]),
      ...countRest(evidence.length - MOST_EVIDENCE),
    ],
  ];
}

/** Checks that may be answered together share a row; their answers stand one by one below the gate. */
function groupRow(title: string, { state, detail }: MachineCheck, members: readonly MachineCheck[]): readonly Line[] {
  return [
    [text(`${title}: ${countOf(members.length, 'check')}`)],
    [checkSign(state)],
    [
      text(detail),
      ...members.slice(0, MOST_EVIDENCE).flatMap((one): Line => [text(' · '), text(one.title)]),
      ...countRest(members.length - MOST_EVIDENCE),
    ],
  ];
}

function countRest(rest: number): Line {
  return rest > 0 ? [text(` · and ${groupDigits(rest)} more`)] : [];
}

function describeHumanChecks(checks: readonly HumanCheck[]): readonly Block[] {
  if (checks.length === 0) return [];
  return [
    paragraph(strong('To be done by a person')),
    {
      tag: 'tasks',
      items: checks.map(({ when, title, command, expect }) => [
        text(`${when === 'before' ? 'Before' : 'After'}: ${title}`),
        ...(command === '' ? [] : [text(': '), name(command)]),
        ...(expect === '' ? [] : [text(' — expected: '), text(expect)]),
      ]),
    },
  ];
}

function describeVerdictChanges({ listed }: VerdictChanges, most: number): readonly Block[] {
  if (listed.length === 0) return [];
  return tableAtMost({
    caption: 'Verdicts that this step changes, worst first',
    columns: textColumns('Connection', 'Before', 'After', 'Decided by', 'Open sessions'),
    rows: listed.map((change) => [
      [
        name(`${change.from} → ${change.to}`),
        text(' '),
        name(change.traffic),
        ...(change.protected ? [text(' (protected path)')] : []),
      ],
      [verdictSign(change.before)],
      [verdictSign(change.after)],
      deciderLine({ by: change.by, position: null }),
      [text(sessions(change))],
    ]),
    most,
    elsewhere: 'differences.csv',
  });
}

function sessions({ after, survives }: VerdictChange): string {
  if (after === 'allow') return 'nothing is cut';
  return survives ? 'live on until they reconnect' : 'cut at once';
}

function describeCommands(commands: readonly PlannedCommand[], caption: string, most: number): readonly Block[] {
  if (commands.length === 0) return [];
  return tableAtMost({
    caption,
    columns: textColumns('Type', 'Answers', 'Takes it back'),
    rows: commands.map(({ command, expect, rollback }) => [
      [name(command)],
      [text(expect)],
      rollback === '' ? [text('changes nothing')] : [name(rollback)],
    ]),
    most,
    elsewhere: 'change-files',
  });
}

/** Characters of a file that are shown before the pack has to be opened. */
const LONGEST_FILE = 3_000;
/** Files that are shown in full. */
const MOST_FILES = 12;

function describeFiles({ files, rollback }: Pick<StepPlan, 'files' | 'rollback'>, most: number): readonly Block[] {
  return [
    ...foldFiles(files, 'Change files', Math.min(most, MOST_FILES)),
    ...foldFiles(rollback, 'Rollback files', Math.min(most, MOST_FILES)),
  ];
}

function foldFiles(files: readonly ChangeFile[], title: string, most: number): readonly Block[] {
  if (files.length === 0) return [];
  const rest = files.length - most;
  return [
    {
      tag: 'folded',
      summary: [strong(`${title} (${groupDigits(files.length)})`)],
      blocks: [
        ...files
          .slice(0, most)
          .flatMap((file): readonly Block[] => [
            paragraph(name(`change-files/${file.path}`)),
            { tag: 'code', language: 'yaml', text: beginningOf(file.text) },
          ]),
        ...(rest > 0 ? [paragraph(text(`… and ${groupDigits(rest)} more, see `), name('change-files'))] : []),
      ],
    },
  ];
}

function beginningOf(content: string): string {
  if (content.length <= LONGEST_FILE) return content;
  const lines = content.slice(0, LONGEST_FILE).split('\n').slice(0, -1);
  return [...lines, '# … the file in the pack goes on', ''].join('\n');
}

/** The order in which policies become enforced, with what each does. */
export function describePromotion({ rehearsal, most }: ReviewFacts): readonly Block[] {
  const { moves, explanation } = rehearsal.plan.promotion;
  const said: readonly Block[] = explanation === '' ? [] : [paragraph(text(explanation))];
  if (moves.length === 0) return [...said, paragraph(text('Nothing is promoted.'))];
  return [
    ...said,
    ...tableAtMost({
      caption: 'One policy after the other, and what changes with each',
      columns: [
        ...textColumns('Move', 'Becomes enforced'),
        ...figureColumns('Closes', 'Cannot tell', 'Opens'),
        ...textColumns('Protected paths after it'),
      ],
      rows: moves.map((move) => [
        [text(`${move.number}`)],
        [...listNames(move.policies, 6), ...(move.why === '' ? [] : [text(` together: ${move.why}`)])],
        ...[move.changes.closed, move.changes.becameUndecided, move.changes.opened].map((count) => [
          text(groupDigits(count)),
        ]),
        pathsAfter(move, rehearsal.protectedPaths),
      ]),
      most,
      elsewhere: 'rehearsal.json',
    }),
    ...moves
      .slice(0, most)
      .filter(({ commands, files }) => commands.length + files.length > 0)
      .map((move): Block => ({
        tag: 'folded',
        summary: [strong(`Move ${move.number}: `), ...listNames(move.policies, 2)],
        blocks: [
          ...describeVerdictChanges(move.changes, most),
          ...describeCommands(move.commands, `Commands of move ${move.number}`, most),
        ],
      })),
  ];
}

function pathsAfter({ pathVerdicts }: PromotionMove, paths: readonly ProtectedPath[]): Line {
  const pathOf = new Map(paths.map((path) => [path.id, path]));
  const all = Object.entries(pathVerdicts);
  const risky = all.filter(([id, verdict]) => isAtRisk(verdict, pathOf.get(id))).map(([id]) => id);
  if (all.length === 0) return [text('none asked')];
  if (risky.length === 0) return [text(`none of ${groupDigits(all.length)} at risk`)];
  return [text(`${groupDigits(risky.length)} of ${groupDigits(all.length)} at risk: `), ...listNames(risky, 2)];
}
