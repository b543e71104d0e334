import { assertNever } from '../../model/assert-never';
import { countOf } from '../../model/count-words';
import type { Plan } from '../../model/plan';
import type { Gate, Wizard } from '../../model/wizard';
import type { EventRun } from '../event-runs';
import { listEventRuns, numbersOf } from '../event-runs';
import type { Block, Line, Run } from '../review-block';
import { describeRulesChange } from '../rules-words';
import type { ReviewFacts } from './facts';
import { name, paragraph, sign, tableAtMost, text, textColumns } from './lines';
import { STEP_TEXTS } from './words';

/** Who answered for which step, for which inputs; withdrawn events stay in the history. */
export function describeSignOffs({ wizard, rehearsal, most }: ReviewFacts): readonly Block[] {
  if (wizard === null || wizard.events.length === 0) {
    return [...(wizard === null ? [] : describeGates(wizard)), paragraph(text('Nobody has signed anything off yet.'))];
  }
  const { events } = wizard;
  const withdrawn = new Set(events.flatMap((event) => (event.tag === 'withdrawn' ? [event.event] : [])));
  const titles = checkTitles(rehearsal.plan);
  return [
    ...describeGates(wizard),
    paragraph(
      text(`${countOf(events.length, 'event')}, kept in ${wizard.keptIn}. Times are those of the signer’s machine.`),
    ),
    ...tableAtMost({
      caption: 'What was answered, oldest first; nothing is ever taken out',
      columns: textColumns('Number', 'Step', 'What', 'By', 'When', 'Said', 'For these inputs'),
      rows: listEventRuns(events, withdrawn).map((run) => [
        [text(numbersOf(run))],
        [text(run.first.tag === 'rules-changed' ? 'every step' : STEP_TEXTS[run.first.step].title)],
        [...whatLine(run, titles), ...(run.isWithdrawn ? [text(' (withdrawn)')] : [])],
        [text(run.first.by)],
        [text(run.first.at)],
        [text(run.first.text)],
        [
          name(run.first.inputs.slice(0, 12)),
          text(run.first.inputs === rehearsal.inputs.digest ? ' (these)' : ' (others)'),
        ],
      ]),
      most,
      elsewhere: 'wizard.json',
    }),
  ];
}

function describeGates({ gates }: Wizard): readonly Block[] {
  if (gates.length === 0) return [];
  return [
    {
      tag: 'table',
      caption: 'Gates',
      columns: textColumns('Gate after', 'State', 'What is missing'),
      rows: gates.map((gate) => [
        [text(STEP_TEXTS[gate.step].title)],
        [gateSign(gate)],
        [text(gate.reasons.length === 0 ? 'nothing' : gate.reasons.join(' '))],
      ]),
    },
  ];
}

function gateSign({ state }: Gate): Run {
  switch (state) {
    case 'passed':
      return sign('good', '✓', 'Passed');
    case 'reopened':
      return sign('bad', '!', 'Re-opened');
    case 'open':
      return sign('plain', '→', 'Open');
    case 'closed':
      return sign('plain', '–', 'Closed');
    default:
      return assertNever(state);
  }
}

function whatLine({ first: event, count }: EventRun, titles: ReadonlyMap<string, string>): Line {
  const titleOf = (check: string) =>
    `${titles.get(check) ?? check}${count > 1 ? ` and ${countOf(count - 1, 'other check')}` : ''}`;
  switch (event.tag) {
    case 'done':
      return [text(`done: ${titleOf(event.check)}`)];
    case 'acknowledged':
      return [text(`acknowledged: ${titleOf(event.check)}`)];
    case 'overridden':
      return [sign('bad', '!', 'Overridden'), text(`: ${titleOf(event.check)}`)];
    case 'signed-off':
      return [text('signed off')];
    case 'withdrawn':
      return [text(`withdrew number ${event.event}`)];
    case 'rules-changed':
      return [text(`changed the rules of the gates: ${describeRulesChange(event)}`)];
    default:
      return assertNever(event);
  }
}

function checkTitles({ steps }: Plan): ReadonlyMap<string, string> {
  const checks = steps.flatMap(({ machineChecks, humanChecks }) => [...machineChecks, ...humanChecks]);
  return new Map(checks.map(({ id, title }) => [id, title]));
}
