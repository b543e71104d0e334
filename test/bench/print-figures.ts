import type { Figure } from './figure';
import { isMet } from './figure';

/** One line per figure, with its goal and whether it is met. */
export function printFigures(figures: readonly Figure[]): string {
  const header = ['what', 'median', 'unit', 'goal', '', 'runs', 'note'];
  const lines = [header, ...figures.map(cells)];
  const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => pad(cell, widths[column] ?? 0, column === 1))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function cells(figure: Figure): readonly string[] {
  const { row, median, unit, goal, runs, note } = figure;
  const met = isMet(figure);
  const wanted = goal === null ? '' : `${goal.tag === 'at-most' ? '≤' : '≥'} ${formatNumber(goal.value)}`;
  return [row, formatNumber(median), unit, wanted, met === null ? '' : met ? 'met' : 'MISSED', `${runs}`, note];
}

/** Three digits that count, and groups of thousands. */
function formatNumber(value: number): string {
  return value >= 1_000 ? Math.round(value).toLocaleString('en-GB') : `${Number(value.toPrecision(3))}`;
}

function pad(cell: string, width: number, right: boolean): string {
  return right ? cell.padStart(width) : cell.padEnd(width);
}
