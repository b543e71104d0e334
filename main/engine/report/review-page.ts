import { assertNever } from '../model/assert-never';
import { formatPosition } from './format-position';
import { html, writePage } from './html-text';
import type { Block, Column, Line, Panel, Review, Run } from './review-block';
import { PAGE_STYLE } from './page-style';
import { escapeMarkup } from './svg-text';
import { shortText, visibleLines } from './visible-text';

const LONGEST_TITLE = 160;

/** A review as one page: no script, no request, readable on paper and with any colours. */
export function writeReviewPage({ title, kind, blocks }: Review): string {
  const shown = shortText(title, LONGEST_TITLE);
  return writePage({
    title: `${shown}: ${kind}`,
    style: PAGE_STYLE,
    body: [
      html('header', {}, [
        html('p', { class: 'kind' }, [escapeMarkup(kind)]),
        html('h1', {}, [html('bdi', {}, [escapeMarkup(shown)])]),
      ]),
      html('main', {}, [
        '\n',
        ...blocks.filter((block) => block.tag !== 'section').map((block) => writeBlock(block, 2)),
        writeContents(blocks),
        ...blocks.filter((block) => block.tag === 'section').map((block) => writeBlock(block, 2)),
      ]),
    ],
  });
}

/** Links to the sections of the first level. */
function writeContents(blocks: readonly Block[]): string {
  const sections = blocks.filter((block) => block.tag === 'section');
  return html('nav', { 'aria-label': 'Contents' }, [
    html(
      'ul',
      {},
      sections.map(({ id, title }) => html('li', {}, [html('a', { href: `#${id}` }, [escapeMarkup(title)])])),
    ),
  ]);
}

/** `level`: of the heading that a section gets here. */
function writeBlock(block: Block, level: number): string {
  return `${elementOf(block, level)}\n`;
}

function elementOf(block: Block, level: number): string {
  switch (block.tag) {
    case 'section':
      return writeSection(block.id, block.title, block.blocks, level);
    case 'panels':
      return html(
        'div',
        { class: 'panels' },
        block.panels.map((panel) => writePanel(panel, level)),
      );
    case 'paragraph':
      return html('p', {}, writeLine(block.line));
    case 'list':
      return html(
        'ul',
        {},
        block.items.map((item) => html('li', {}, writeLine(item))),
      );
    case 'tasks':
      return html(
        'ul',
        { class: 'tasks' },
        block.items.map((item) => html('li', {}, [BOX, html('span', {}, writeLine(item))])),
      );
    case 'table':
      return writeTable(block.caption, block.columns, block.rows);
    case 'code':
      return html('pre', { tabindex: '0' }, [html('code', {}, [escapeMarkup(visibleLines(block.text))])]);
    case 'notice':
      return html('div', { class: `notice ${block.tone}` }, [
        html('p', { class: 'title' }, [html('strong', {}, [escapeMarkup(block.title)])]),
        ...(block.line.every((run) => run.tag === 'text' && run.text === '')
          ? []
          : [html('p', {}, writeLine(block.line))]),
      ]);
    case 'folded':
      return html('details', {}, [
        html('summary', {}, writeLine(block.summary)),
        '\n',
        ...block.blocks.map((inner) => writeBlock(inner, level)),
      ]);
    case 'picture':
      return html('figure', {}, [
        html('div', { class: 'picture', tabindex: '0', role: 'group', 'aria-label': block.caption }, [block.svg]),
        html('figcaption', {}, [escapeMarkup(`${block.caption} (${block.file})`)]),
      ]);
    default:
      return assertNever(block);
  }
}

/** To be ticked with a pen. */
const BOX = html('span', { class: 'box', 'aria-hidden': 'true' });

function writeSection(id: string, title: string, blocks: readonly Block[], level: number): string {
  return html('section', { id, 'aria-labelledby': `${id}-title` }, [
    html(`h${Math.min(level, 6)}`, { id: `${id}-title` }, [escapeMarkup(title)]),
    '\n',
    ...blocks.map((block) => writeBlock(block, level + 1)),
  ]);
}

function writePanel({ id, title, tone, blocks }: Panel, level: number): string {
  return html('section', { id, class: `panel ${tone}`, 'aria-labelledby': `${id}-title` }, [
    html(`h${Math.min(level, 6)}`, { id: `${id}-title` }, [escapeMarkup(title)]),
    '\n',
    ...blocks.map((block) => writeBlock(block, level + 1)),
  ]);
}

function writeTable(caption: string, columns: readonly Column[], rows: readonly (readonly Line[])[]): string {
  const classOf = (index: number): Readonly<Record<string, string>> =>
    columns[index]?.isFigure === true ? { class: 'figure' } : {};
  const head = columns.map(({ title }, index) =>
    html('th', { scope: 'col', ...classOf(index) }, [escapeMarkup(title)]),
  );
  const body = rows.map((row) =>
    html(
      'tr',
      {},
      row.map((cell, index) =>
        index === 0 ? html('th', { scope: 'row' }, writeLine(cell)) : html('td', classOf(index), writeLine(cell)),
      ),
    ),
  );
  // What is wider than the window is scrolled, also by keyboard.
  return html('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': caption }, [
    html('table', {}, [
      html('caption', {}, [escapeMarkup(caption)]),
      html('thead', {}, [html('tr', {}, head)]),
      html('tbody', {}, ['\n', ...body.map((row) => `${row}\n`)]),
    ]),
  ]);
}

function writeLine(line: Line): readonly string[] {
  return line.map(writeRun);
}

function writeRun(run: Run): string {
  switch (run.tag) {
    case 'text':
      return escapeMarkup(run.text);
    case 'strong':
      return html('strong', {}, [escapeMarkup(run.text)]);
    case 'name':
      return html('code', {}, [escapeMarkup(run.text)]);
    case 'place':
      return html('code', { class: 'place' }, [escapeMarkup(formatPosition(run.position))]);
    case 'sign':
      return html('span', { class: `sign ${run.tone}` }, [
        html('span', { 'aria-hidden': 'true' }, [escapeMarkup(`${run.sign} `)]),
        escapeMarkup(run.word),
      ]);
    case 'link':
      return html('a', { href: `#${run.section}` }, [escapeMarkup(run.text)]);
    default:
      return assertNever(run);
  }
}
