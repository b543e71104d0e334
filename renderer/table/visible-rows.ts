/** The height of every row, in pixels. */
export const ROW_HEIGHT = 28;
/** Up to so many rows are all in the page; above, only those in sight. */
export const WHOLE_UP_TO = 500;
/** Rows kept beyond both edges of what is in sight. */
const MARGIN = 12;

/** Which rows are in the page: `[first, end)`, and the height of what is left out above and below. */
export interface VisibleRows {
  readonly first: number;
  readonly end: number;
  readonly above: number;
  readonly below: number;
}

export function visibleRows(count: number, scrollTop: number, height: number): VisibleRows {
  if (count <= WHOLE_UP_TO) return { first: 0, end: count, above: 0, below: 0 };
  const inSight = Math.ceil(height / ROW_HEIGHT);
  const top = Math.min(Math.floor(scrollTop / ROW_HEIGHT), count - inSight);
  const first = Math.max(0, top - MARGIN);
  const end = Math.min(count, top + inSight + MARGIN);
  return { first, end, above: first * ROW_HEIGHT, below: (count - end) * ROW_HEIGHT };
}

/** The row that a key leads to from row `index`; `null` when the key is not one that walks. */
export function rowOfKey(index: number, key: string, count: number, page: number): number | null {
  const last = count - 1;
  switch (key) {
    case 'ArrowDown':
      return Math.min(index + 1, last);
    case 'ArrowUp':
      return Math.max(index - 1, 0);
    case 'PageDown':
      return Math.min(index + page, last);
    case 'PageUp':
      return Math.max(index - page, 0);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}
