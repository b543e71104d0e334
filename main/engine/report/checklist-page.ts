import type { HumanCheck, PlannedCommand, PromotionMove, StepPlan } from '../model/plan';
import type { Rehearsal } from '../model/rehearsal';
import { html, writePage } from './html-text';
import { PAGE_STYLE } from './page-style';
import { STEP_TEXTS } from './review/words';
import { countChanges } from './review/steps';
import { escapeMarkup } from './svg-text';
import { shortText, visibleLines, visibleText } from './visible-text';

const LONGEST_TITLE = 160;

/**
 * The checklist of a rollout for paper: every command with its expected answer and its rollback, every thing that only a person can do,
 * with a box before it, and a line to sign below each step.
 */
export function writeChecklistPage({ name, inputs, plan }: Rehearsal): string {
  const title = shortText(name, LONGEST_TITLE);
  const digest = inputs.digest === '' ? 'inputs without a digest' : `inputs ${inputs.digest.slice(0, 12)}`;
  return writePage({
    title: `${title}: checklist`,
    style: `${PAGE_STYLE}${CHECKLIST_STYLE}`,
    body: [
      html('header', {}, [
        html('p', { class: 'kind' }, [escapeMarkup(`Checklist of a Calico policy rollout, for ${digest}`)]),
        html('h1', {}, [html('bdi', {}, [escapeMarkup(title)])]),
        html('p', {}, [
          'Work from the top down. Tick a box when the expected answer was seen; where it was not, type the rollback beside it and stop.',
        ]),
      ]),
      html('main', {}, [
        '\n',
        ...(plan.steps.length === 0 ? ['<p>This rehearsal has no plan.</p>'] : []),
        ...plan.steps.map((step) => writeStep(step, step.step === 'promote' ? plan.promotion.moves : [])),
      ]),
    ],
  });
}

const CHECKLIST_STYLE = `.checklist { table-layout: fixed; margin-bottom: 14px; }
.checklist th, .checklist td { min-width: 0; }
.checklist th:first-child, .checklist td:first-child { width: 52px; }
.checklist pre { margin: 4px 0 0; white-space: pre-wrap; overflow-wrap: anywhere; }
@media (max-width: 560px) { .checklist th, .checklist td { padding: 4px; } .checklist pre { padding: 4px; } }
.checklist .box { display: block; width: 18px; height: 18px; }
.checklist th:nth-child(2), .checklist td:nth-child(2) { width: 44%; }
.stop { font-weight: 600; }
.signature { display: flex; gap: 24px; margin: 18px 0 0; }
.signature span { flex: 1; padding-top: 3px; border-top: 1px solid var(--ink); font-size: 12px; }
@media print { main > section { break-before: auto; } .signature { break-inside: avoid; margin-top: 30px; } }
`;

function writeStep(step: StepPlan, moves: readonly PromotionMove[]): string {
  const { title, does } = STEP_TEXTS[step.step];
  const red = step.machineChecks.filter(({ state }) => state === 'red');
  const ownCommands = moves.length === 0 ? step.commands : [];
  const after = humanRows(step, 'after');
  const rows = [...humanRows(step, 'before'), ...ownCommands.map(commandRow), ...(moves.length === 0 ? after : [])];
  return `${html('section', { id: step.step, 'aria-labelledby': `${step.step}-title` }, [
    html('h2', { id: `${step.step}-title` }, [escapeMarkup(`Step ${title}`)]),
    html('p', {}, [escapeMarkup(`${does} Changes: ${countChanges(step.changes)}`)]),
    ...red.map(({ title: check, detail }) =>
      html('p', { class: 'stop' }, [escapeMarkup(visibleText(`✕ Stop: ${check}. ${detail}`))]),
    ),
    writeRows(`Step ${title}`, rows),
    ...moves.map(writeMove),
    ...(moves.length === 0 ? [] : [writeRows('After every move', after)]),
    ...(rows.length + moves.length === 0 ? [html('p', {}, ['Nothing to do by hand.'])] : []),
    SIGNATURE,
  ])}\n`;
}

function writeMove(move: PromotionMove): string {
  const heading = `Move ${move.number}: ${move.policies.map(visibleText).join(', ')}`;
  return [
    html('h3', {}, [escapeMarkup(heading)]),
    html('p', {}, [escapeMarkup(visibleText(`Changes: ${countChanges(move.changes)} ${move.why}`.trim()))]),
    writeRows(heading, move.commands.map(commandRow)),
  ].join('');
}

/** A thing to do, what must come of it, and how it is taken back: HTML. */
type Row = readonly [what: string, expected: string, rollback: string];

function humanRows({ humanChecks }: StepPlan, when: HumanCheck['when']): readonly Row[] {
  return humanChecks.filter((check) => check.when === when).map(humanRow);
}

function humanRow({ title, command, expect }: HumanCheck): Row {
  return [`${escapeMarkup(visibleText(title))}${codeOf(command)}`, escapeMarkup(visibleText(expect)), ''];
}

function commandRow({ command, expect, rollback }: PlannedCommand): Row {
  return [codeOf(command), escapeMarkup(visibleText(expect)), rollback === '' ? 'changes nothing' : codeOf(rollback)];
}

function codeOf(command: string): string {
  return command === '' ? '' : html('pre', {}, [html('code', {}, [escapeMarkup(visibleLines(command))])]);
}

const BOX = html('span', { class: 'box', role: 'img', 'aria-label': 'to be ticked' });

function writeRows(caption: string, rows: readonly Row[]): string {
  if (rows.length === 0) return '';
  const head = ['Done', 'What to do', 'Expected', 'Takes it back'];
  return html('table', { class: 'checklist' }, [
    html('caption', {}, [escapeMarkup(caption)]),
    html('thead', {}, [
      html(
        'tr',
        {},
        head.map((title) => html('th', { scope: 'col' }, [title])),
      ),
    ]),
    html('tbody', {}, [
      '\n',
      ...rows.map(
        ([what, expected, rollback]) =>
          `${html('tr', {}, [html('td', {}, [BOX]), html('td', {}, [what]), html('td', {}, [expected]), html('td', {}, [rollback])])}\n`,
      ),
    ]),
  ]);
}

const SIGNATURE = html(
  'div',
  { class: 'signature' },
  ['Name', 'Date and time', 'Signature'].map((what) => html('span', {}, [what])),
);
