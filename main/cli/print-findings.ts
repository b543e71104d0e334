import { assertNever } from '../engine/model/assert-never';
import type { Evidence, Finding, FindingSeverity } from '../engine/model/finding';
import { VERDICT_WORDS } from '../engine/report/verdict-words';
import { positionInBrackets } from '../engine/report/format-position';
import { listAtMost } from './list-at-most';
import type { Style } from './style';

/** Lines of proof under one finding before the rest is counted. */
const LISTED = 6;

const SEVERITIES: readonly FindingSeverity[] = ['blocks', 'warns', 'informs'];

/** Findings, those that block first, each with its evidence and what to do. */
export function printFindings(findings: readonly Finding[], style: Style): readonly string[] {
  if (findings.length === 0) return [style.heading('Findings'), '  none'];
  return [
    style.heading('Findings'),
    ...SEVERITIES.flatMap((severity) => findings.filter((finding) => finding.severity === severity)).flatMap(
      (finding) => [
        `  ${severityStyle(finding.severity, style)(finding.severity)} ${finding.code}: ${finding.title}`,
        ...listAtMost(
          finding.evidence.map((evidence) => `- ${describeEvidence(evidence)}`),
          LISTED,
        ).map((line) => `    ${line}`),
        `    ${finding.help}`,
      ],
    ),
  ];
}

/** `3 findings block, 4 warn, 2 inform`. */
export function countFindings(findings: readonly Finding[]): string {
  const count = (severity: FindingSeverity) => findings.filter((finding) => finding.severity === severity).length;
  const verb = (severity: FindingSeverity) => (count(severity) === 1 ? severity : severity.slice(0, -1));
  const noun = count('blocks') === 1 ? 'finding' : 'findings';
  return `${count('blocks')} ${noun} ${verb('blocks')}, ${count('warns')} ${verb('warns')}, ${count('informs')} ${verb('informs')}`;
}

function describeEvidence(evidence: Evidence): string {
  switch (evidence.tag) {
    case 'verdicts': {
      const { before, after } = evidence;
      const moment = (at: typeof before) => `${at.world} ${VERDICT_WORDS[at.verdict]} (${at.by})`;
      return `${evidence.from} → ${evidence.to} ${evidence.traffic}: ${moment(before)}, ${moment(after)}`;
    }
    case 'order':
    case 'field':
      return `${evidence.text}${positionInBrackets(evidence.position)}`;
    default:
      return assertNever(evidence);
  }
}

function severityStyle(severity: FindingSeverity, style: Style): (text: string) => string {
  switch (severity) {
    case 'blocks':
      return style.bad;
    case 'warns':
      return style.warning;
    case 'informs':
      return style.quiet;
    default:
      return assertNever(severity);
  }
}
