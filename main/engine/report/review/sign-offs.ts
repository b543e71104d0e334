import { assertNever } from '../../model/assert-never';
import type { Plan } from '../../model/plan';
import type { Gate, Wizard, WizardEvent } from '../../model/wizard';
import type { Block, Line, Run } from '../review-block';
import { countOf } from '../sentences';
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
  return [
    ...describeGates(wizard),
    paragraph(
      text(`${countOf(events.length, 'event')}, kept in ${wizard.keptIn}. Times are those of the signer’s machine.`),
    ),
    ...tableAtMost({
      caption: 'What was answered, oldest first; nothing is ever taken out',
      columns: textColumns('Number', 'Step', 'What', 'By', 'When', 'Said', 'For these inputs'),
      rows: events.map((event) => [
        [text(`${event.id}`)],
        [text(STEP_TEXTS[event.step].title)],
        [...whatLine(event, rehearsal.plan), ...(withdrawn.has(event.id) ? [text(' (withdrawn)')] : [])],
        [text(event.by)],
        [text(event.at)],
        [text(event.text)],
        [name(event.inputs.slice(0, 12)), text(event.inputs === rehearsal.inputs.digest ? ' (these)' : ' (others)')],
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

function whatLine(event: WizardEvent, plan: Plan): Line {
  switch (event.tag) {
    case 'done':
      return [text(`done: ${checkTitle(event.check, plan)}`)];
    case 'acknowledged':
      return [text(`acknowledged: ${checkTitle(event.check, plan)}`)];
    case 'overridden':
      return [sign('bad', '!', 'Overridden'), text(`: ${checkTitle(event.check, plan)}`)];
    case 'signed-off':
      return [text('signed off')];
    case 'withdrawn':
      return [text(`withdrew number ${event.event}`)];
    default:
      return assertNever(event);
  }
}

function checkTitle(id: string, { steps }: Plan): string {
  const checks = steps.flatMap(({ machineChecks, humanChecks }) => [...machineChecks, ...humanChecks]);
  return checks.find((check) => check.id === id)?.title ?? id;
}
