import { STATE_ENCODINGS } from '../../main/engine/report/encoding';
import type { EdgeState } from '../../main/engine/model/edge';
import type { Position } from '../../main/engine/model/source';
import type { ConnectionTrace, RuleStep } from '../../main/engine/model/verdict';
import { actionWord, outlineTrace, type CheckpointOutline, type OutlineRow, type PolicyOutline } from './trace-outline';

/** One part of a copied explanation: what one world says. */
export interface ExplainedWorld {
  /** `Now, after step 3`. */
  readonly title: string;
  readonly trace: ConnectionTrace;
}

/** An explanation as Markdown, for a ticket or a review: the sentence, then each world's path with file and line. */
export function explanationMarkdown(
  title: string,
  state: EdgeState,
  sentence: string,
  worlds: readonly ExplainedWorld[],
): string {
  const head = [`### ${escape(title)}: ${STATE_ENCODINGS[state].word}`, '', escape(sentence)];
  return [...head, ...worlds.flatMap(printWorld), ''].join('\n');
}

function printWorld({ title, trace }: ExplainedWorld): readonly string[] {
  const outline = outlineTrace(trace);
  const doubts = outline.doubts.map(
    (doubt) => `- Cannot tell: ${escape(doubt.why)} Settle it with ${code(doubt.command)}.`,
  );
  return [
    '',
    `**${escape(title)}**: ${escape(trace.sentence)}`,
    '',
    ...outline.checkpoints.flatMap(printCheckpoint),
    ...doubts,
  ];
}

function printCheckpoint(checkpoint: CheckpointOutline): readonly string[] {
  return [
    `- ${escape(checkpoint.heading)} (${checkpoint.detail}): ${checkpoint.outcome.word}`,
    ...checkpoint.rows.flatMap(printRow).map((line) => `  ${line}`),
    ...checkpoint.assumptions.map((assumption) => `  - Assumed: ${escape(assumption)}`),
  ];
}

function printRow(row: OutlineRow): readonly string[] {
  switch (row.tag) {
    case 'tier':
      return [`- tier ${code(row.name)}${row.note === '' ? '' : `: ${row.note}`}`];
    case 'policy':
      return printPolicy(row.policy);
    case 'end':
      return [`  - ${escape(row.title)}: **${row.outcome.word}**. ${escape(row.text)}`];
  }
}

function printPolicy(policy: PolicyOutline): readonly string[] {
  const outcome = policy.outcome.word === '' ? policy.note : `**${policy.outcome.word}**`;
  const selects = policy.selector === '' ? '' : `, selects it by ${code(policy.selector)}`;
  const head = `  - ${policy.kind} ${code(policy.name)} (${policy.detail})${selects}: ${outcome}${printPlace(policy.position)}`;
  return [head, ...policy.met.flatMap(printRule).map((line) => `    ${line}`)];
}

function printRule(rule: RuleStep): readonly string[] {
  const clauses = rule.clauses.map((clause) => {
    const because = clause.because === '' ? '' : ` (${escape(clause.because)})`;
    return `  - ${{ yes: '✓', no: '✗', unknown: '?' }[clause.answer]} ${escape(clause.text)}${because}`;
  });
  return [`- rule ${rule.index}, ${actionWord(rule.action)}${printPlace(rule.position)}`, ...clauses];
}

function printPlace(position: Position | null): string {
  return position === null || position.file === '' ? '' : ` ${code(`${position.file}:${position.line}`)}`;
}

/** Text from files is not markup. */
function escape(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>#|]/g, (mark) => `\\${mark}`);
}

function code(text: string): string {
  const fence = text.includes('`') ? '``' : '`';
  return fence === '`' ? `\`${text}\`` : `\`\` ${text} \`\``;
}
