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
  const internSorted = (labels: Labels, unknownPrefixes: readonly string[]): LabelSet => {
    const names = Object.keys(labels).toSorted(compareCodePoints);
    const key = JSON.stringify([names.map((name) => [name, labels[name]]), unknownPrefixes]);
    const found = known.get(key) ?? { index: known.size, labels, unknownPrefixes };
    known.set(key, found);
    return found;
  };
  /** The pods of one controller have their labels in the same order: they need not be sorted to be known. */
  const asWritten = new Map<string, LabelSet>();
  return {
    intern(labels, unknownPrefixes) {
      const key = JSON.stringify([labels, unknownPrefixes]);
      const found = asWritten.get(key) ?? internSorted(labels, unknownPrefixes);
      asWritten.set(key, found);
      return found;
    },
  };
}
