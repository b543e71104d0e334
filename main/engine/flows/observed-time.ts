/** Windows of records: the latest end by start, in milliseconds since 1970. */
export type RecordWindows = ReadonlyMap<number, number>;

const MINUTE = 60_000;
/** Goldmane keeps an hour (calico: goldmane/pkg/storage, 242 buckets of 15 s), and sums a record over no more than that. */
const LONGEST_WINDOW = 61 * MINUTE;
/** Recordings are fetched every hour; where nothing was recorded for longer, nobody was looking. */
const LONGEST_PAUSE = 60 * MINUTE;

/** How many minutes were observed, those that were begun included: two short recordings with days between them are two short recordings. */
export function observedMinutes(files: readonly RecordWindows[]): number {
  const windows = files
    .flatMap((file) => [...file])
    .map(([start, end]) => ({ start: Math.max(start, end - LONGEST_WINDOW), end }))
    .toSorted((left, right) => left.start - right.start);
  let observed = 0;
  let reached = Number.NEGATIVE_INFINITY;
  for (const { start, end } of windows) {
    const from = start - reached > LONGEST_PAUSE ? start : reached;
    observed += Math.max(0, end - from);
    reached = Math.max(reached, end);
  }
  return Math.ceil(observed / MINUTE);
}
