import type { Evidence, Finding } from '../../model/finding';
import type { MachineCheck, VerdictChange } from '../../model/plan';
import type { CheckState } from '../../model/wizard';

export type CheckLine = MachineCheck['evidence'][number];

/** More lines than this are counted, not listed. */
const MOST_LINES = 40;

/** A machine check; of too many lines the first are kept, and the rest counted. */
export function machineCheck(
  id: string,
  title: string,
  state: CheckState,
  detail: string,
  lines: readonly CheckLine[] = [],
): MachineCheck {
  const hidden = lines.length - MOST_LINES;
  const evidence = hidden > 0 ? [...lines.slice(0, MOST_LINES), textLine(`and ${hidden} more`)] : lines;
  return { id, title, state, detail, evidence };
}

export function textLine(text: string): CheckLine {
  return { text, position: null };
}

/** What a check that findings decide says. */
export interface FindingCheck {
  readonly id: string;
  readonly title: string;
  readonly codes: readonly string[];
  /** What was looked at and found to be in order. */
  readonly clear: string;
}

/** Red where a finding blocks, amber where one only warns or informs; green where nothing is found. */
export function checkByFindings(findings: readonly Finding[], { id, title, codes, clear }: FindingCheck): MachineCheck {
  const found = findings.filter(({ code }) => codes.includes(code));
  if (found.length === 0) return machineCheck(id, title, 'green', clear);
  const state = found.some(({ severity }) => severity === 'blocks') ? 'red' : 'amber';
  return machineCheck(id, title, state, tellFindings(found), findingLines(found));
}

export function tellFindings(findings: readonly Finding[]): string {
  return findings.map(({ title, help }) => `${title} ${help}`.trim()).join(' ');
}

export function findingLines(findings: readonly Finding[]): readonly CheckLine[] {
  return findings.flatMap(({ evidence }) => evidence.map(evidenceLine));
}

function evidenceLine(evidence: Evidence): CheckLine {
  switch (evidence.tag) {
    case 'verdicts': {
      const side = ({ world, verdict, by }: typeof evidence.before) => `${world} ${verdict} (${by})`;
      const { from, to, traffic, before, after } = evidence;
      return textLine(`${from} → ${to} ${traffic}: ${side(before)}, ${side(after)}`);
    }
    case 'order':
    case 'field':
      return { text: evidence.text, position: evidence.position };
  }
}

/** `prod/web → prod/db tcp 5432: allow becomes deny (db · end of tier default); open connections live on until they reconnect`. */
export function changeLine({ from, to, traffic, before, after, by, survives, ...change }: VerdictChange): CheckLine {
  const row = change.protected ? 'protected path ' : '';
  const fate = before !== 'allow' || after === 'allow' ? '' : survives ? SURVIVES : CUT;
  return textLine(`${row}${from} → ${to} ${traffic}: ${before} becomes ${after} (${by})${fate}`);
}

const SURVIVES = '; open connections live on until they reconnect';
const CUT = '; open connections are cut at once';
