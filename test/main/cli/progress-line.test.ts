import { describe, expect, it } from 'vitest';
import { createProgressLine } from '../../../main/cli/progress-line';

const ERASE = '\r\u001b[K';

function drawOn(screen: { readonly isTTY?: boolean; readonly columns?: number }, environment = {}) {
  const written: string[] = [];
  let time = 0;
  const line = createProgressLine({ ...screen, write: (text) => written.push(text) }, environment, () => time);
  return { line, written, wait: (milliseconds: number) => (time += milliseconds) };
}

describe('the line of progress of the command line', () => {
  it('is drawn over itself on a terminal, and is gone before anything else is written', () => {
    const { line, written, wait } = drawOn({ isTTY: true, columns: 80 });
    wait(400);
    line.tell('connectivity', 64, 1625);
    line.tell('promotion: policies placed', 12, 225, '1204 moves judged');
    line.clear();
    line.clear();
    expect(written).toEqual([
      `${ERASE}connectivity · 64 of 1,625 …`,
      `${ERASE}promotion: policies placed · 12 of 225 · 1204 moves judged …`,
      ERASE,
    ]);
  });

  it('keeps within the terminal, and lets short work pass', () => {
    const { line, written, wait } = drawOn({ isTTY: true, columns: 12 });
    wait(399);
    line.tell('loading', 1, 2);
    wait(1);
    line.tell('connectivity', 1, 2);
    expect(written).toEqual([`${ERASE}connectivit`]);
    const unsized = drawOn({ isTTY: true, columns: 0 });
    unsized.wait(400);
    unsized.line.tell('x'.repeat(100), 0, 1);
    expect(unsized.written).toEqual([`${ERASE}${'x'.repeat(79)}`]);
  });

  it('is never written into a file, a pipe or a terminal that cannot erase', () => {
    const drawn = [drawOn({}), drawOn({ isTTY: false }), drawOn({ isTTY: true }, { TERM: 'dumb' })];
    for (const { line, wait } of drawn) {
      wait(1000);
      line.tell('worlds', 0, 1);
      line.clear();
    }
    expect(drawn.map(({ written }) => written)).toEqual([[], [], []]);
  });
});
