import { assertNever } from '../../model/assert-never';
import { countOf, groupDigits } from '../../model/count-words';
import type { Evidence, Finding } from '../../model/finding';
import type { FlowOutcome, FlowReport, RecordedFlow } from '../../model/flow-report';
import { VERDICT_WORDS } from '../verdict-words';
import type { Block, Line } from '../review-block';
import { WORLD_WORDS, describeDecider } from '../sentences';
import { deciderLine } from './reach';
import type { ReviewFacts } from './facts';
import {
  figureColumns,
  inBrackets,
  listAtMost,
  listNames,
  name,
  paragraph,
  placeCell,
  strong,
  tableAtMost,
  text,
  textColumns,
} from './lines';
import { SEVERITIES, severitySign, verdictSign } from './words';

/** Lines of evidence of a finding before the rest is counted. */
const MOST_EVIDENCE = 6;

/** Every finding with its proof and what to do, worst first. */
export function describeFindings({ rehearsal, most }: ReviewFacts): readonly Block[] {
  const { findings } = rehearsal;
  if (findings.length === 0) return [paragraph(text('None.'))];
  const ordered = SEVERITIES.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
  const rest = ordered.length - most;
  return [
    ...ordered.slice(0, most).flatMap(describeFinding),
    ...(rest > 0 ? [paragraph(text(`… and ${groupDigits(rest)} more, see `), name('rehearsal.json'))] : []),
  ];
}

function describeFinding({ code, severity, title, help, evidence }: Finding): readonly Block[] {
  return [
    paragraph(severitySign(severity), text(' '), name(code), text(' '), strong(title)),
    ...(help === '' ? [] : [paragraph(text(help))]),
    listAtMost(evidence.map(evidenceLine), MOST_EVIDENCE, 'rehearsal.json'),
  ];
}

function evidenceLine(evidence: Evidence): Line {
  switch (evidence.tag) {
    case 'verdicts': {
      const { from, to, traffic, before, after } = evidence;
      const side = ({ world, verdict, by }: typeof before) =>
        `${VERDICT_WORDS[verdict]} ${WORLD_WORDS[world]} by ${describeDecider(by)}`;
      return [
        name(`${from} → ${to}`),
        text(' '),
        name(traffic),
        text(before.world === after.world ? `: ${side(after)}` : `: ${side(before)}, then ${side(after)}`),
      ];
    }
    case 'order':
    case 'field':
      return [text(evidence.text), ...inBrackets(evidence.position)];
    default:
      return assertNever(evidence);
  }
}

/** Recorded flows: whether they agree with the rehearsal, what they cover, and those that the rollout breaks. */
export function describeFlows({ rehearsal, labelOf, most }: ReviewFacts): readonly Block[] {
  const { flows } = rehearsal;
  if (flows === null) {
    return [
      paragraph(
        text(
          'No recorded flows were given. What is said here follows from the files alone, for all traffic, whether it occurs or not.',
        ),
      ),
    ];
  }
  return [
    ...describeRecordings(flows, labelOf),
    ...describeOutcomes(flows, most),
    ...describeDisagreements(flows, most),
  ];
}

function describeRecordings(flows: FlowReport, labelOf: (party: string) => string): readonly Block[] {
  const { window, agreement, coverage, files, counts } = flows;
  const over =
    window.from === ''
      ? ''
      : `, from ${window.from} to ${window.to} (${countOf(window.minutes, 'minute')} of it recorded)`;
  return [
    paragraph(strong(`${countOf(counts.records, 'record')}${over}. `), text(`${agreement}.`)),
    {
      tag: 'list',
      items: [
        [
          text(
            `Protected paths: ${groupDigits(coverage.pathsSeen.length)} seen, ${groupDigits(coverage.pathsNotSeen.length)} not seen, ` +
              `${groupDigits(coverage.pathsNeverSeen.length)} that flow logs can never show.`,
          ),
        ],
        ...(coverage.silentWorkloads.length === 0
          ? []
          : [[text('Workloads without a record: '), ...listNames(coverage.silentWorkloads.map(labelOf), 8)]]),
        ...files.map((file): Line => {
          const read = file.format === null ? 'not read' : `${file.format}, ${countOf(file.records, 'record')}`;
          const [first] = file.rejected;
          const lost =
            first === undefined
              ? ''
              : `; ${countOf(file.rejectedCount, 'line')} not read, first line ${first.line}: ${first.why}`;
          return [name(file.file), text(`: ${read}${lost}`)];
        }),
      ],
    },
  ];
}

const OUTCOME_WORDS: Readonly<Record<FlowOutcome, string>> = {
  breaks: 'breaks',
  'only-by-net': 'lives by the net alone',
  undecided: 'cannot tell',
  opens: 'opens',
  stays: 'stays',
};

function describeOutcomes({ flows }: FlowReport, most: number): readonly Block[] {
  const concerned = flows.filter(({ outcome }) => outcome !== 'stays');
  if (concerned.length === 0) return [paragraph(text('The rollout changes none of the recorded flows.'))];
  return tableAtMost({
    caption: 'Recorded flows that the rollout changes, worst first',
    columns: [
      ...textColumns('Flow', 'What happens', 'In the end'),
      ...figureColumns('Connections'),
      ...textColumns('Announced by flow logs?', 'Recorded in'),
    ],
    rows: concerned.map((flow) => [
      flowLine(flow),
      [text(OUTCOME_WORDS[flow.outcome])],
      [verdictSign(flow.final), text(' by '), ...deciderLine({ by: flow.by, position: flow.byPosition })],
      [text(flow.connections === null ? 'not counted' : groupDigits(flow.connections))],
      [text(flow.unannounced === null ? 'yes, or nobody can tell' : `no: ${flow.unannounced.why}`)],
      placeCell(flow.position),
    ]),
    most,
    elsewhere: 'rehearsal.json',
  });
}

function flowLine({ from, to, traffic }: RecordedFlow): Line {
  return [name(`${from} → ${to}`), text(' '), name(traffic)];
}

function describeDisagreements({ flows }: FlowReport, most: number): readonly Block[] {
  const unexplained = flows.flatMap((flow) => (flow.result.tag === 'mismatch' ? [{ flow, why: flow.result.why }] : []));
  if (unexplained.length === 0) return [];
  return tableAtMost({
    caption: 'Recorded flows that this rehearsal cannot explain: settle them before trusting it',
    columns: textColumns('Flow', 'Recorded', 'Rehearsed', 'Why', 'Recorded in'),
    rows: unexplained.map(({ flow, why }) => [
      flowLine(flow),
      [verdictSign(flow.recordedAction), text(` ${flow.recordedBy}`)],
      [verdictSign(flow.enforced), text(` ${flow.enforcedBy}`)],
      [text(why)],
      placeCell(flow.position),
    ]),
    most,
    elsewhere: 'rehearsal.json',
  });
}
