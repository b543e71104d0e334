import { listDifference } from './list-difference';

/** A list with its order. */
export interface Sorted<T> {
  readonly given: readonly T[];
  readonly sorted: readonly T[];
}

/**
 * `given.toSorted(compare)`, where no object stands twice: items are inserted into what was sorted `earlier` by the same comparison. `earlier`
 * itself where it is the same list.
 */
export function sortAgain<T extends object>(
  given: readonly T[],
  compare: (left: T, right: T) => number,
  earlier: Sorted<T> = { given: [], sorted: [] },
): Sorted<T> {
  const { gone, added } = listDifference(earlier.given, given);
  if (gone.length + added.length === 0) return earlier;
  const left = new Set(gone);
  const stay = gone.length === 0 ? earlier.sorted : earlier.sorted.filter((item) => !left.has(item));
  return { given, sorted: insert(stay, added.toSorted(compare), compare) ?? given.toSorted(compare) };
}

/** `null` where one of `added` ties with one that stays: then their order is that in which they were given. */
function insert<T>(
  stay: readonly T[],
  added: readonly T[],
  compare: (left: T, right: T) => number,
): readonly T[] | null {
  if (stay.length === 0) return added;
  const sorted: T[] = [];
  let start = 0;
  for (const item of added) {
    const place = firstNotBefore(stay, item, compare);
    const next = stay[place];
    if (next !== undefined && compare(next, item) === 0) return null;
    for (const before of stay.slice(start, place)) sorted.push(before);
    sorted.push(item);
    start = place;
  }
  for (const after of stay.slice(start)) sorted.push(after);
  return sorted;
}

function firstNotBefore<T>(sorted: readonly T[], item: T, compare: (left: T, right: T) => number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const found = sorted[middle];
    if (found !== undefined && compare(found, item) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
