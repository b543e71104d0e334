import type { CheckGroup } from '../model/check-group';
import type { HumanCheck, MachineCheck, PlannedCommand, VerdictChanges } from '../model/plan';
import type { CheckState } from '../model/wizard';
import { changeLine } from './checks/check';
import { codeBlock, escapeMarkdown } from './markdown-text';

/** Of what a step changes the worst are shown; the window and the review pack have all. */
const MOST_CHANGES = 10;
const MOST_LINES = 12;

/** A heading and what stands below it; nothing where there is nothing below. */
export function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`### ${title}`, '', ...lines, ''];
}

export function writeChanges({ compared, opened, closed, becameUndecided, listed }: VerdictChanges): readonly string[] {
  const changed = opened + closed + becameUndecided;
  if (compared === 0) return ['Nothing was compared.'];
  const total = `${changed} of ${compared} verdicts change: ${closed} close, ${opened} open, ${becameUndecided} cannot be told any more.`;
  const shown = listed.slice(0, MOST_CHANGES).map((change) => `- ${escapeMarkdown(changeLine(change).text)}`);
  const more = changed - shown.length;
  return [
    total,
    ...(shown.length > 0 ? ['', ...shown] : []),
    ...(more > 0 && shown.length > 0 ? [`- and ${more} more`] : []),
  ];
}

const WORDS: Readonly<Record<CheckState, string>> = {
  green: 'proved',
  amber: 'TO ACKNOWLEDGE',
  red: 'RED',
  grey: 'NOT KNOWN',
};

/** Of checks that share their ends so many lines of proof are shown: what decides, and who was seen to use it. */
const MOST_SHARED_LINES = 3;

/** One check, or all that share two ends: a box for each. */
export function writeMachineChecks(
  { title, checks }: CheckGroup<MachineCheck>,
  changes: VerdictChanges,
): readonly string[] {
  if (title === '') return checks.flatMap((check) => writeMachineCheck(check, changes));
  const boxes = checks.map(({ state, title: held, group, detail, evidence }) => {
    const known = `${title} ${group?.member ?? ''}: `;
    const lines = evidence.slice(0, MOST_SHARED_LINES).map(({ text }) => text.replace(known, ''));
    const found = lines.length === 0 ? detail : lines.join('. ');
    const must = escapeMarkdown(`${held.replace(`${title} `, '')}. Found: ${found}`);
    return `  - [ ] ${WORDS[state]}. Must hold: ${must}`;
  });
  return [`- ${escapeMarkdown(title)}, one by one or together`, ...boxes];
}

/** What was found, below what must hold. Changes of verdicts that `changes` has are not told twice. */
function writeMachineCheck(
  { title, state, detail, evidence }: MachineCheck,
  { listed }: VerdictChanges,
): readonly string[] {
  if (state === 'green') return [`- [x] ${WORDS[state]}: ${escapeMarkdown(title)}. ${escapeMarkdown(detail)}`];
  const told = new Set(listed.map((change) => changeLine(change).text));
  const others = evidence.filter(({ text }) => !told.has(text));
  const lines = others.slice(0, MOST_LINES).map(({ text, position }) => {
    const place = position === null ? '' : ` (${position.file}:${position.line})`;
    return `  - ${escapeMarkdown(`${text}${place}`)}`;
  });
  const more = others.length - lines.length;
  return [
    `- [ ] ${WORDS[state]}. Must hold: ${escapeMarkdown(title)}. Found: ${escapeMarkdown(detail)}`,
    ...lines,
    ...(more > 0 ? [`  - and ${more} more`] : []),
  ];
}

export function writeHumanCheck({ title, command, expect }: HumanCheck): readonly string[] {
  return [
    `- [ ] ${escapeMarkdown(title)}`,
    ...(command === '' ? [] : writeCode(command)),
    `  - Expect: ${escapeMarkdown(expect)}`,
  ];
}

export function writeCommand({ command, expect, rollback }: PlannedCommand): readonly string[] {
  const undo = rollback === '' ? [] : ['  - Rollback:', '', ...writeCode(rollback)];
  return ['- [ ] Type:', '', ...writeCode(command), `  - Expect: ${escapeMarkdown(expect)}`, ...undo];
}

/** A block of code inside a list item. */
function writeCode(command: string): readonly string[] {
  return [
    ...codeBlock(command, 'sh')
      .split('\n')
      .map((line) => `  ${line}`),
    '',
  ];
}
