/** Picks one of several possible answers; the first is taken first. */
export type Choose = <T>(options: readonly T[]) => T;

/** More branches than this are not followed: the answer is undecided long before. */
const MOST_BRANCHES = 64;

/**
 * Runs a computation once for every combination of its choices and returns all results. It must be a pure function of the choices.
 */
export function exploreBranches<R>(run: (choose: Choose) => R): readonly R[] {
  const results: R[] = [];
  let path: number[] | null = [];
  while (path !== null && results.length < MOST_BRANCHES) {
    const taken: number[] = [];
    const widths: number[] = [];
    const planned: readonly number[] = path;
    results.push(
      run((options) => {
        const index = options.length === 1 ? 0 : (planned[taken.length] ?? 0);
        if (options.length > 1) {
          taken.push(index);
          widths.push(options.length);
        }
        const option = options[index];
        if (option === undefined) throw new Error('a choice without options');
        return option;
      }),
    );
    path = nextPath(taken, widths);
  }
  return results;
}

function nextPath(taken: readonly number[], widths: readonly number[]): number[] | null {
  for (let depth = taken.length - 1; depth >= 0; depth -= 1) {
    const index = (taken[depth] ?? 0) + 1;
    if (index < (widths[depth] ?? 0)) return [...taken.slice(0, depth), index];
  }
  return null;
}
