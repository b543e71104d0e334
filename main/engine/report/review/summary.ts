import { countOf, groupDigits } from '../../model/count-words';
import type { StepPlan } from '../../model/plan';
import type { Block, Line, Panel, Tone } from '../review-block';
import { countKinds } from './changes';
import type { ReviewFacts } from './facts';
import { isCutOff, isUnchecked } from './facts';
import { figureColumns, listNames, paragraph, strong, text, textColumns } from './lines';
import { ROLLBACK_ROW } from './outcome';
import type { PathRow } from './paths';
import { groupByRow, summariseRow, toneOfPaths, worstRowsFirst } from './paths';
import type { Reach } from './reach';
import { deciderLine, groupReach, targetsLine } from './reach';
import { describeUnknowns } from './unknowns';
import { STEP_TEXTS } from './words';

/** What a panel of the first screenful lists before it points to the section with all. */
const MOST_LISTED = 4;
/** Ends of a line that are named before the rest is counted. */
const MOST_ENDS = 2;

/** The four questions that a reader has, in the order in which they are asked. */
export function summarise(facts: ReviewFacts): readonly Panel[] {
  return [whatChanges(facts), whatBreaks(facts), whoGetsIn(facts), whatIsUnknown(facts)];
}

function whatChanges(facts: ReviewFacts): Panel {
  const { rehearsal, changes } = facts;
  const { closes, untold, opens, isCut } = changes;
  const count = (edges: readonly unknown[]) => `${isCut ? 'at least ' : ''}${groupDigits(edges.length)}`;
  const { steps } = rehearsal.plan;
  const whole: readonly Line[] = [
    [strong('Today → the end')],
    ...[count(closes), count(untold), count(opens)].map((figure) => [strong(figure)]),
    [text(`of ${countOf(steps[0]?.changes.compared ?? 0, 'verdict')}`)],
  ];
  return {
    id: 'what-changes',
    title: 'What changes?',
    tone: closes.length > 0 ? 'warn' : untold.length > 0 ? 'unknown' : 'plain',
    blocks: [
      {
        tag: 'table',
        caption: 'Connections that each step treats otherwise than before',
        columns: [
          ...textColumns('Step'),
          ...figureColumns('Closes', 'Cannot tell', 'Opens'),
          ...textColumns('What it does'),
        ],
        rows: [...steps.map(stepCells), whole],
      },
      paragraph(text('More: '), { tag: 'link', section: 'changes', text: 'everything that changes' }, text(', '), {
        tag: 'link',
        section: 'steps',
        text: 'step by step',
      }),
    ],
  };
}

function stepCells({ step, changes: { closed, becameUndecided, opened } }: StepPlan): readonly Line[] {
  return [
    [text(STEP_TEXTS[step].title)],
    ...[closed, becameUndecided, opened].map((count) => [text(groupDigits(count))]),
    [text(STEP_TEXTS[step].short)],
  ];
}

function whatBreaks(facts: ReviewFacts): Panel {
  const { changes, labelOf, rehearsal } = facts;
  const { closes, isCut } = changes;
  const broken = rehearsal.flows?.counts.wouldBreak ?? 0;
  const seen: readonly Block[] =
    broken === 0
      ? []
      : [
          paragraph(
            strong(`${countOf(broken, 'recorded flow')} would break: `),
            text('traffic that was really seen. '),
            { tag: 'link', section: 'flows', text: 'Which ones' },
          ),
        ];
  const shown: PanelList = {
    items: biggestFirst(groupReach(closes, 'final')).map(({ sources, targets, first, count }): Line => [
      ...(count > 1 ? [strong(groupDigits(count)), text(': ')] : []),
      ...listNames(sources.map(labelOf), MOST_ENDS),
      text(' → '),
      ...(count > 1
        ? listNames(
            targets.map(({ to }) => labelOf(to)),
            MOST_ENDS,
          )
        : targetsLine(targets, labelOf, 1)),
      text(', by '),
      ...deciderLine(first.verdicts.final),
    ]),
    section: 'changes',
    all: 'everything that closes',
  };
  const kinds = countKinds(closes);
  return {
    id: 'what-breaks',
    title: 'What breaks?',
    tone: closes.length > 0 || broken > 0 ? 'bad' : 'plain',
    blocks: [
      ...seen,
      closes.length === 0
        ? paragraph(text('Nothing that is known to be open today is closed in the end.'))
        : paragraph(
            strong(`${isCut ? 'At least ' : ''}${countOf(closes.length, 'connection')} open today, closed in the end`),
            text(`${kinds === '' ? '' : ` (${kinds})`}.`),
          ),
      ...listInPanel(shown),
    ],
  };
}

/** Protected paths before all others. */
function biggestFirst(groups: readonly Reach[]): readonly Reach[] {
  return groups.toSorted(
    (left, right) => Number(right.first.protected) - Number(left.first.protected) || right.count - left.count,
  );
}

function whoGetsIn({ rehearsal }: ReviewFacts): Panel {
  const { protectedPaths } = rehearsal;
  const rows = chooseRows(groupByRow(protectedPaths));
  const cutOff = protectedPaths.filter(isCutOff).length;
  const tone: Tone = cutOff > 0 ? 'bad' : toneOfPaths(rows.flatMap(({ paths }) => paths));
  return {
    id: 'who-gets-in',
    title: 'Who can still get in?',
    tone,
    blocks: [
      paragraph(
        text(
          cutOff === 0
            ? 'No protected path that is open today was found blocked on the way. '
            : `${countOf(cutOff, 'protected path')} open today ${cutOff === 1 ? 'is' : 'are'} blocked on the way. `,
        ),
        ...rollbackLine(rehearsal.protectedPaths),
      ),
      ...(rows.length === 0
        ? [paragraph(text('No protected path was asked.'))]
        : [
            {
              tag: 'table',
              caption: 'Ways in, before, during and after',
              columns: textColumns('Way in', 'Today', 'With the net', 'In the end'),
              rows: rows.map((row) => [
                [
                  text(
                    `${row.title} (${row.row})${row.paths.length === 1 ? '' : ` × ${groupDigits(row.paths.length)}`}`,
                  ),
                ],
                summariseRow(row, 'now'),
                summariseRow(row, 'net'),
                summariseRow(row, 'final'),
              ]),
            } as const,
          ]),
      paragraph(text('More: '), { tag: 'link', section: 'paths', text: 'all protected paths, world by world' }),
    ],
  };
}

/** SSH and the API server are always named; then what is worst of what was checked. The rollback has a line of its own. */
const ALWAYS: readonly string[] = ['L01', 'L05'];
const MOST_ROWS = 6;

function chooseRows(rows: readonly PathRow[]): readonly PathRow[] {
  const first = rows.filter(({ row }) => ALWAYS.includes(row));
  const others = rows.filter(
    ({ row, paths }) => !ALWAYS.includes(row) && row !== ROLLBACK_ROW && !paths.every(isUnchecked),
  );
  return [...first, ...worstRowsFirst(others)].slice(0, MOST_ROWS);
}

function rollbackLine(paths: ReviewFacts['rehearsal']['protectedPaths']): Line {
  const composite = groupByRow(paths.filter(({ row }) => row === ROLLBACK_ROW));
  const [row] = composite;
  if (row === undefined) return [text('Whether the rollback can be written in the end was not asked.')];
  return [strong('Can the rollback be written and take effect in the end? '), ...summariseRow(row, 'final'), text('.')];
}

function whatIsUnknown(facts: ReviewFacts): Panel {
  const items = describeUnknowns(facts);
  return {
    id: 'what-is-unknown',
    title: 'What was not checked?',
    tone: items.length > 0 ? 'unknown' : 'good',
    blocks:
      items.length === 0
        ? [paragraph(text('Every document was read, every path asked, and every verdict told.'))]
        : listInPanel({ items, section: 'unchecked', all: 'what was not read or not told' }),
  };
}

interface PanelList {
  readonly items: readonly Line[];
  readonly section: string;
  readonly all: string;
}

function listInPanel({ items, section, all }: PanelList): readonly Block[] {
  if (items.length === 0) return [];
  const rest = items.length - MOST_LISTED;
  const more: readonly Line[] = [
    [text(rest > 0 ? `and ${groupDigits(rest)} more: ` : 'More: '), { tag: 'link', section, text: all }],
  ];
  return [
    { tag: 'list', items: items.slice(0, MOST_LISTED) },
    ...more.map((line): Block => ({ tag: 'paragraph', line })),
  ];
}
