import { countOf, groupDigits } from '../../model/count-words';
import type { Diagnostic } from '../../model/diagnostic';
import type { Block, Line } from '../review-block';
import type { ReviewFacts } from './facts';
import { isUnchecked } from './facts';
import { listNames, name, paragraph, placeCell, strong, tableAtMost, text, textColumns } from './lines';
import { groupByRow } from './paths';

/** Names that a line gives before the rest is counted. */
const MOST_NAMES = 4;

/** What nobody knows after this rehearsal, one line each, worst first. */
export function describeUnknowns(facts: ReviewFacts): readonly Line[] {
  return [
    ...untoldPaths(facts),
    ...untoldEdges(facts),
    ...unreadFiles(facts),
    ...diagnosticCounts(facts),
    ...uncheckedPaths(facts),
    ...silentFlows(facts),
    ...openQuestions(facts),
    ...clusterDoubts(facts),
    ...unreadKinds(facts),
    ...unlisted(facts),
  ];
}

function untoldPaths({ rehearsal }: ReviewFacts): readonly Line[] {
  const untold = rehearsal.protectedPaths.filter(({ verdicts }) => verdicts.final.tag === 'undecided');
  if (untold.length === 0) return [];
  const titles = groupByRow(untold).map(({ row, title }) => `${title} (${row})`);
  return [
    [strong(countOf(untold.length, 'protected path')), text(' cannot be told in the end: '), ...listWords(titles)],
  ];
}

function untoldEdges({ changes, labelOf }: ReviewFacts): readonly Line[] {
  const [first] = changes.untold;
  if (first === undefined) return [];
  const example = `${labelOf(first.from)} → ${labelOf(first.to)} ${first.traffic}`;
  return [
    [
      strong(countOf(changes.untold.length, 'connection')),
      text(' cannot be told from the files, first '),
      name(example),
    ],
  ];
}

function unreadFiles({ rehearsal }: ReviewFacts): readonly Line[] {
  const rejected = rehearsal.accounting.files.filter(({ fate }) => fate === 'rejected');
  const broken = rehearsal.accounting.files.filter(({ documents }) =>
    documents.some((document) => document.fate.tag === 'rejected'),
  );
  const line = (files: typeof rejected, what: string): readonly Line[] =>
    files.length === 0
      ? []
      : [
          [
            strong(countOf(files.length, 'file')),
            text(` ${what}: `),
            ...listNames(
              files.map(({ role, path }) => `${role}/${path}`),
              MOST_NAMES,
            ),
          ],
        ];
  return [...line(rejected, 'could not be read'), ...line(broken, 'with documents that were rejected')];
}

function diagnosticCounts({ rehearsal }: ReviewFacts): readonly Line[] {
  const count = (severity: Diagnostic['severity']) =>
    rehearsal.diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  const [errors, warnings] = [count('error'), count('warning')];
  if (errors + warnings === 0) return [];
  return [
    [
      strong(`${countOf(errors, 'error')} and ${countOf(warnings, 'warning')}`),
      text(' in the files: what they name is missing here, or is not read as its author thinks'),
    ],
  ];
}

function uncheckedPaths({ rehearsal }: ReviewFacts): readonly Line[] {
  const rows = groupByRow(rehearsal.protectedPaths.filter(isUnchecked)).map(({ row, title }) => `${title} (${row})`);
  if (rows.length === 0) return [];
  const phrase =
    rows.length === 1 ? 'was not checked, nothing stands for it' : 'were not checked, nothing stands for them';
  return [[strong(countOf(rows.length, 'protected path')), text(` ${phrase} in the snapshot: `), ...listWords(rows)]];
}

function silentFlows({ rehearsal }: ReviewFacts): readonly Line[] {
  const { flows } = rehearsal;
  if (flows === null)
    return [[strong('No recorded flows'), text(' were given: nothing here was compared with real traffic')]];
  const { unexplained } = flows.counts;
  const silent = flows.coverage.silentWorkloads.length;
  return [
    ...(unexplained === 0
      ? []
      : [
          [
            strong(countOf(unexplained, 'recorded flow')),
            text(` ${unexplained === 1 ? 'disagrees' : 'disagree'} with this rehearsal and nothing explains it`),
          ],
        ]),
    ...(silent === 0
      ? []
      : [[strong(countOf(silent, 'workload')), text(' without a recorded flow: jobs that run rarely are among them')]]),
  ];
}

function openQuestions({ rehearsal }: ReviewFacts): readonly Line[] {
  const grey = rehearsal.plan.steps
    .flatMap(({ machineChecks }) => machineChecks)
    .filter(({ state }) => state === 'grey');
  if (grey.length === 0) return [];
  return [
    [
      strong(countOf(grey.length, 'check')),
      text(' without an answer: '),
      ...listWords([...new Set(grey.map(({ title }) => title))]),
    ],
  ];
}

function clusterDoubts({ rehearsal }: ReviewFacts): readonly Line[] {
  const { version, dataplane, complete } = rehearsal.cluster;
  return [
    ...(version === ''
      ? [[strong('The Calico version'), text(' is not in the snapshot; the rules of the newest known are taken')]]
      : []),
    ...(dataplane === 'unknown'
      ? [
          [
            strong('The dataplane'),
            text(' is not in the snapshot; where iptables and nftables differ, the verdict is left open'),
          ],
        ]
      : []),
    ...(complete
      ? []
      : [[strong('The snapshot'), text(' is not known to be complete: what is not in it may still exist')]]),
  ];
}

function unreadKinds({ rehearsal }: ReviewFacts): readonly Line[] {
  const { notRead } = rehearsal.accounting;
  if (notRead.length === 0) return [];
  const objects = notRead.reduce((sum, { count }) => sum + count, 0);
  return [
    [
      strong(countOf(objects, 'object')),
      text(' of kinds that decide nothing or are not known: '),
      ...listNames(
        notRead.map(({ kind }) => kind),
        MOST_NAMES,
      ),
    ],
  ];
}

function unlisted({ rehearsal }: ReviewFacts): readonly Line[] {
  if (rehearsal.unlistedEdges === 0) return [];
  return [
    [
      strong(countOf(rehearsal.unlistedEdges, 'verdict')),
      text(
        rehearsal.unlistedEdges === 1
          ? ' was computed and counted, but is not listed'
          : ' were computed and counted, but are not listed one by one',
      ),
    ],
  ];
}

function listWords(titles: readonly string[]): Line {
  const rest = titles.length - MOST_NAMES;
  return [text(`${titles.slice(0, MOST_NAMES).join(', ')}${rest > 0 ? ` and ${groupDigits(rest)} more` : ''}`)];
}

/** All that is not known, and every diagnostic with its place. */
export function describeUnchecked(facts: ReviewFacts): readonly Block[] {
  const { rehearsal, most } = facts;
  const items = describeUnknowns(facts);
  const diagnostics = SEVERITIES.flatMap((severity) =>
    rehearsal.diagnostics.filter((diagnostic) => diagnostic.severity === severity),
  );
  return [
    items.length === 0 ? paragraph(text('Nothing was left out.')) : { tag: 'list', items },
    ...(diagnostics.length === 0
      ? []
      : tableAtMost({
          caption: 'Diagnostics: what is wrong in the files',
          columns: textColumns('Code', 'Severity', 'Place', 'What', 'What to do'),
          rows: diagnostics.map(({ code, severity, position, message, help }) => [
            [name(code)],
            [text(severity)],
            placeCell(position),
            [text(message)],
            [text(help)],
          ]),
          most,
          elsewhere: 'rehearsal.json',
        })),
  ];
}

/** Worst first. */
const SEVERITIES: readonly Diagnostic['severity'][] = ['error', 'warning', 'information'];
