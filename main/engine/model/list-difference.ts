/** What tells one list from another. */
export interface ListDifference<T> {
  readonly gone: readonly T[];
  readonly added: readonly T[];
}

/**
 * How `now` differs from `earlier`, where no object stands twice in a list. What both have is told as gone and added too where it may stand in
 * another order: all else stands in the same order in both. Its cost is that of the part between the first and the last difference.
 */
export function listDifference<T extends object>(earlier: readonly T[], now: readonly T[]): ListDifference<T> {
  const shorter = Math.min(earlier.length, now.length);
  let start = 0;
  while (start < shorter && earlier[start] === now[start]) start += 1;
  let end = 0;
  while (end < shorter - start && earlier.at(-1 - end) === now.at(-1 - end)) end += 1;
  const [before, after] = [earlier.slice(start, earlier.length - end), now.slice(start, now.length - end)];
  const [had, has] = [new Set(before), new Set(after)];
  const [stayed, stays] = [before.filter((item) => has.has(item)), after.filter((item) => had.has(item))];
  if (stayed.some((item, place) => item !== stays[place])) return { gone: before, added: after };
  return { gone: before.filter((item) => !has.has(item)), added: after.filter((item) => !had.has(item)) };
}
