/** Where a check stands among those that may be answered together. */
export interface GroupPlace {
  /** What they share, e.g. `prod/web → prod/db`. */
  readonly title: string;
  /** What tells it from the others, e.g. `tcp 5432`. */
  readonly member: string;
}

/** Checks that may be answered together; `title` is `''` for one that stands by itself. */
export interface CheckGroup<Check> {
  readonly title: string;
  readonly checks: readonly Check[];
}

/** Checks in their order, one by one; those of one group stand together, where the first of them stood. */
export function groupChecks<Check extends { readonly group?: GroupPlace }>(
  checks: readonly Check[],
): readonly CheckGroup<Check>[] {
  const groups: CheckGroup<Check>[] = [];
  const known = new Map<string, Check[]>();
  for (const check of checks) {
    const title = check.group?.title ?? '';
    const found = known.get(title);
    if (found !== undefined) {
      found.push(check);
      continue;
    }
    const started = [check];
    groups.push({ title, checks: started });
    if (title !== '') known.set(title, started);
  }
  return groups;
}
