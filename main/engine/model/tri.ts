/** Kleene's three values as small numbers: hot loops compare them. */
export const NO = 0;
export const YES = 1;
/** The snapshot cannot tell. */
export const MAYBE = 2;
export type Tri = typeof NO | typeof YES | typeof MAYBE;

export function tri(answer: boolean | 'unknown'): Tri {
  if (answer === 'unknown') return MAYBE;
  return answer ? YES : NO;
}

export function not(value: Tri): Tri {
  if (value === MAYBE) return MAYBE;
  return value === YES ? NO : YES;
}
