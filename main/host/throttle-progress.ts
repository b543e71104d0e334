import type { Events } from '../../preload/contract';
import type { Progress } from '../engine/model/progress';

/** Progress within one phase is told at most once in this many milliseconds. */
const INTERVAL = 50;

/** Passes progress on, and leaves out what nobody could read; the beginning and the end of a phase are always told. */
export function throttleProgress(tell: (progress: Events['progress']) => void): Progress {
  let lastPhase = '';
  let lastTold = 0;
  return (phase, done, total, detail) => {
    const now = Date.now();
    if (phase === lastPhase && done < total && now - lastTold < INTERVAL) return;
    lastPhase = phase;
    lastTold = now;
    tell({ phase, done, total, ...(detail === undefined ? {} : { detail }) });
  };
}
