import { describeProgress } from '../engine/report/progress-words';
import type { Progress } from '../engine/model/progress';

/** Work that is done sooner, in milliseconds, is not told of. */
const SHOW_AFTER = 400;

/** Back to the beginning of the line, and nothing on it. */
const ERASE = '\r\u001b[K';

/** What the line is drawn on: the error output, which holds no results. */
export interface ProgressScreen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** How far long work is, as one line that is drawn over itself. */
export interface ProgressLine {
  readonly tell: Progress;
  /** Takes the line away; to be called before anything else is written. */
  clear(): void;
}

/** Draws on a terminal that can erase a line, and nowhere else: logs and pipes stay as they are. `now` is in milliseconds. */
export function createProgressLine(
  screen: ProgressScreen,
  environment: Readonly<Record<string, string | undefined>>,
  now: () => number,
): ProgressLine {
  if (screen.isTTY !== true || environment['TERM'] === 'dumb') return { tell: () => undefined, clear: () => undefined };
  const started = now();
  // A terminal that does not know its width says 0.
  const width = screen.columns === undefined || screen.columns === 0 ? 80 : screen.columns;
  let drawn = false;
  return {
    tell(phase, done, total, detail = '') {
      if (now() - started < SHOW_AFTER) return;
      const text = `${describeProgress({ phase, done, total, detail })} …`;
      screen.write(`${ERASE}${text.slice(0, width - 1)}`);
      drawn = true;
    },
    clear() {
      if (drawn) screen.write(ERASE);
      drawn = false;
    },
  };
}
