import type { Events } from '../../preload/contract';

/** Progress within one phase is told at most once in this many milliseconds. */
const INTERVAL = 50;

/** Passes progress on, and leaves out what nobody could read; the beginning and the end of a phase are always told. */
export function throttleProgress(
  tell: (progress: Events['progress']) => void,
): (phase: string, done: number, total: number) => void {
  let lastPhase = '';
  let lastTold = 0;
  return (phase, done, total) => {
    const now = Date.now();
    if (phase === lastPhase && done < total && now - lastTold < INTERVAL) return;
    lastPhase = phase;
    lastTold = now;
    tell({ phase, done, total });
  };
}
