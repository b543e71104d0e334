import type { Labels } from '../model/resource';
import { compareCodePoints } from '../selector/compare-code-points';

/** The effective labels of an endpoint or set: own, forced and inherited. Equal sets of one interner are the same object. */
export interface LabelSet {
  /** Counts from 0: caches are arrays. */
  readonly index: number;
  readonly labels: Labels;
  /** Labels that start so and are not in `labels` are unknown: their Namespace or ServiceAccount is not in the snapshot. */
  readonly unknownPrefixes: readonly string[];
}

export interface LabelSetInterner {
  intern(labels: Labels, unknownPrefixes: readonly string[]): LabelSet;
}

export function createLabelSetInterner(): LabelSetInterner {
  const known = new Map<string, LabelSet>();
  return {
    intern(labels, unknownPrefixes) {
      const names = Object.keys(labels).toSorted(compareCodePoints);
      const key = JSON.stringify([names.map((name) => [name, labels[name]]), unknownPrefixes]);
      const found = known.get(key);
      if (found !== undefined) return found;
      const labelSet: LabelSet = { index: known.size, labels, unknownPrefixes };
      known.set(key, labelSet);
      return labelSet;
    },
  };
}
