/** How long a piece of work may take before the window shows that it runs, in milliseconds. */
export const SHOW_AFTER = 400;

/** Work that the window waits for. */
export interface RunningTask {
  /** What is being done, as a sentence begins: `Rehearsing the rollout`. */
  readonly label: string;
  /** False for the first 400 ms, when showing it would only flicker. */
  readonly shown: boolean;
  readonly phase: string;
  /** `total` 0 while nothing is known. */
  readonly done: number;
  readonly total: number;
  /** What else there is to say: `1204 moves judged`. */
  readonly detail: string;
}
