import { assertNever } from '../model/assert-never';
import { formatPosition } from './format-position';
import { codeBlock, codeSpan, escapeMarkdown, escapeMarkdownLine } from '../plan/markdown-text';
import type { Block, Column, Line, Review, Run } from './review-block';
import { shortText, visibleLines } from './visible-text';

const LONGEST_TITLE = 160;

/**
 * A review as GitHub Markdown: the sections after the first screenful are folded. Pictures are named, not shown: a comment of a pull request
 * cannot hold SVG.
 */
export function writeReviewMarkdown({ title, kind, blocks }: Review): string {
  const head = `## ${escapeMarkdown(kind)}: ${escapeMarkdown(shortText(title, LONGEST_TITLE))}`;
  return `${[head, ...blocks.map(writeFolded)].join('\n\n')}\n`;
}

/** A section of the first level, behind its heading. */
function writeFolded(block: Block): string {
  if (block.tag !== 'section') return writeBlock(block, 3);
  return fold(`<b>${escapeMarkdown(block.title)}</b>`, block.blocks, 3);
}

function fold(summary: string, blocks: readonly Block[], level: number): string {
  return [
    `<details><summary>${summary}</summary>`,
    ...blocks.map((block) => writeBlock(block, level)),
    '</details>',
  ].join('\n\n');
}

/** `level`: of the heading that a section gets here. */
function writeBlock(block: Block, level: number): string {
  switch (block.tag) {
    case 'section':
      return writeSection(block.title, block.blocks, level);
    case 'panels':
      return block.panels.map(({ title, blocks }) => writeSection(title, blocks, level)).join('\n\n');
    case 'paragraph':
      return writeParagraph(block.line);
    case 'list':
      return block.items.map((item) => `- ${writeLine(item)}`).join('\n');
    case 'tasks':
      return block.items.map((item) => `- [ ] ${writeLine(item)}`).join('\n');
    case 'table':
      return writeTable(block.caption, block.columns, block.rows);
    case 'code':
      return codeBlock(visibleLines(block.text), block.language);
    case 'notice':
      return writeNotice(block.title, block.line);
    case 'folded':
      return fold(writeLine(block.summary), block.blocks, level);
    case 'picture':
      return `${codeSpan(block.file)}: ${escapeMarkdown(block.caption)}`;
    default:
      return assertNever(block);
  }
}

function writeNotice(title: string, line: Line): string {
  const said = writeParagraph(line);
  return `> **${escapeMarkdown(title)}**${said === '' ? '' : `\n>\n> ${said}`}`;
}

function writeSection(title: string, blocks: readonly Block[], level: number): string {
  return [
    `${'#'.repeat(Math.min(level, 6))} ${escapeMarkdown(title)}`,
    ...blocks.map((block) => writeBlock(block, level + 1)),
  ].join('\n\n');
}

function writeTable(caption: string, columns: readonly Column[], rows: readonly (readonly Line[])[]): string {
  const lines = [
    columns.map(({ title }) => escapeMarkdown(title)),
    columns.map(({ isFigure }) => (isFigure ? '---:' : '---')),
    ...rows.map((row) => row.map(writeLine)),
  ];
  return `**${escapeMarkdown(caption)}**\n\n${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}`;
}

function writeParagraph(line: Line): string {
  const [first, ...rest] = line;
  if (first === undefined) return '';
  return first.tag === 'text' ? `${escapeMarkdownLine(first.text)}${writeLine(rest)}` : writeLine(line);
}

function writeLine(line: Line): string {
  return line.map(writeRun).join('');
}

function writeRun(run: Run): string {
  switch (run.tag) {
    case 'text':
      return escapeMarkdown(run.text);
    case 'strong':
      return writeStrong(run.text);
    case 'name':
      return codeSpan(run.text);
    case 'place':
      return codeSpan(formatPosition(run.position));
    case 'sign':
      return `${escapeMarkdown(run.sign)} **${escapeMarkdown(run.word)}**`;
    case 'link':
      return `${escapeMarkdown(run.text)} (below)`;
    default:
      return assertNever(run);
  }
}

/** Blanks stand outside: Markdown does not see the end of strong text after one. */
function writeStrong(text: string): string {
  const inner = text.trim();
  if (inner === '') return escapeMarkdown(text);
  const [before = '', after = ''] = text.split(inner);
  return `${before}**${escapeMarkdown(inner)}**${after}`;
}
