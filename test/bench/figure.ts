/** A row of the table. */
export interface Figure {
  readonly row: string;
  readonly unit: string;
  readonly median: number;
  readonly runs: number;
  readonly goal: Goal | null;
  /** What a reader must know to understand the figure; `''`: nothing. */
  readonly note: string;
}

export interface Goal {
  readonly tag: 'at-most' | 'at-least';
  readonly value: number;
}

export function isMet(figure: Figure): boolean | null {
  const { goal } = figure;
  if (goal === null) return null;
  return goal.tag === 'at-most' ? figure.median <= goal.value : figure.median >= goal.value;
}

/** The middle one; of an even number, the lower of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  if (middle === undefined) throw new RangeError('no values to take the median of');
  return middle;
}

export function atMost(value: number): Goal {
  return { tag: 'at-most', value };
}

export function atLeast(value: number): Goal {
  return { tag: 'at-least', value };
}
