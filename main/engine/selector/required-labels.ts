import type { Selector } from './selector';

export interface LabelValue {
  readonly label: string;
  readonly value: string;
}

/** What every label set that satisfies the selector has; empty where that cannot be said. */
export function requiredLabels(selector: Selector): readonly LabelValue[] {
  if (selector.tag === 'equals') return [selector];
  return selector.tag === 'and' ? selector.operands.flatMap(requiredLabels) : [];
}
