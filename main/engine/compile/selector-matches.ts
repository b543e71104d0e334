import type { LabelSet } from '../cluster/label-set';
import type { Tri } from '../model/tri';
import { MAYBE, NO, YES, tri } from '../model/tri';
import { compileSelector } from '../selector/compile-selector';
import type { LabelMatcher } from '../selector/compile-selector';
import { UNKNOWN, matchSelectorTri } from '../selector/match-selector';
import { readLabel } from '../selector/read-label';
import type { IndexedSelector } from './policy';

/** Whether label sets satisfy selectors; every pair is answered once. */
export interface SelectorMatches {
  matches(selector: IndexedSelector, labels: LabelSet): Tri;
}

const NOT_ASKED = 255;

export function createSelectorMatches(): SelectorMatches {
  /** By selector index, then by label set index. */
  const answers: Uint8Array[] = [];
  const matchers: LabelMatcher[] = [];

  function row(selector: IndexedSelector, atLeast: number): Uint8Array {
    const known = answers[selector.index];
    if (known !== undefined && known.length > atLeast) return known;
    const grown = new Uint8Array(Math.max(64, (atLeast + 1) * 2)).fill(NOT_ASKED);
    if (known !== undefined) grown.set(known);
    answers[selector.index] = grown;
    return grown;
  }

  function ask(selector: IndexedSelector, labels: LabelSet): Tri {
    if (labels.unknownPrefixes.length > 0) return matchPartlyKnown(selector, labels);
    const matcher = (matchers[selector.index] ??= compileSelector(selector.selector));
    return matcher(labels.labels) ? YES : NO;
  }

  return {
    matches(selector, labels) {
      const known = row(selector, labels.index);
      const answer = known[labels.index];
      if (answer === NO || answer === YES || answer === MAYBE) return answer;
      const asked = ask(selector, labels);
      known[labels.index] = asked;
      return asked;
    },
  };
}

function matchPartlyKnown(selector: IndexedSelector, labels: LabelSet): Tri {
  return tri(
    matchSelectorTri(selector.selector, (name) => {
      const value = readLabel(labels.labels, name);
      if (value !== undefined) return value;
      return labels.unknownPrefixes.some((prefix) => name.startsWith(prefix)) ? UNKNOWN : undefined;
    }),
  );
}
