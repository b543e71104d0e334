import type { Case, Question, Reply } from './case';

/** How the engine did on one kind of question of one folder. */
export interface Row {
  readonly folder: string;
  readonly ask: string;
  agree: number;
  disagree: number;
  notAsked: number;
  skipped: number;
}

export function countReply(rows: Map<string, Row>, folder: string, ask: string, reply: Reply | 'skipped'): void {
  const key = `${folder} ${ask}`;
  const row = rows.get(key) ?? { folder, ask, agree: 0, disagree: 0, notAsked: 0, skipped: 0 };
  rows.set(key, row);
  if (reply === 'skipped') row.skipped += 1;
  else if (reply.tag === 'agree') row.agree += 1;
  else if (reply.tag === 'disagree') row.disagree += 1;
  else row.notAsked += 1;
}

export function rowsOf(rows: ReadonlyMap<string, Row>): readonly Row[] {
  return [...rows.entries()].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([, row]) => row);
}

export function printTable(rows: readonly Row[], seconds: number): string {
  const header = ['folder', 'question', 'agree', 'disagree', 'not asked', 'skipped'];
  const total = (pick: (row: Row) => number) => rows.reduce((sum, row) => sum + pick(row), 0);
  const cells = (row: Row) => [
    row.folder,
    row.ask,
    ...[row.agree, row.disagree, row.notAsked, row.skipped].map(String),
  ];
  const sums = [
    total((row) => row.agree),
    total((row) => row.disagree),
    total((row) => row.notAsked),
    total((row) => row.skipped),
  ];
  const lines = [header, ...rows.map(cells), ['all', '', ...sums.map(String)]];
  const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const printed = lines.map((line) =>
    line
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
  const asked = (sums[0] ?? 0) + (sums[1] ?? 0);
  const rate = Math.round(asked / Math.max(seconds, 0.001));
  return [...printed, `${asked} questions decided in ${seconds.toFixed(1)} s, ${rate} a second, loading included`].join(
    '\n',
  );
}

export function printDisagreement(asked: Case, question: Question, reply: Extract<Reply, { tag: 'disagree' }>): string {
  const { answer: _answer, ...rest } = question;
  return [
    `${asked.id}${asked.title === undefined ? '' : `: ${asked.title}`}`,
    `  asked  ${JSON.stringify(rest).slice(0, 900)}`,
    `  ours   ${reply.ours.slice(0, 900)}`,
    `  theirs ${reply.theirs.slice(0, 900)}`,
  ].join('\n');
}
