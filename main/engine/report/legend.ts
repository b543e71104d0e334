import type { EdgeState } from '../model/edge';
import type { StateEncoding } from './encoding';
import { STATE_ENCODINGS } from './encoding';
import { describeState } from './sentences';

/** One line of the legend: how a state looks and what it means. */
export interface LegendEntry {
  readonly encoding: StateEncoding;
  readonly word: string;
  readonly meaning: string;
}

const LEGEND_ORDER: readonly EdgeState[] = [
  'live',
  'will-be-blocked',
  'will-open',
  'only-by-net',
  'blocked',
  'undecided',
];

/** All states, in the order a person learns them: what is open, what changes, what is closed, what is not known. */
export const LEGEND: readonly LegendEntry[] = LEGEND_ORDER.map((state) => ({
  encoding: STATE_ENCODINGS[state],
  word: STATE_ENCODINGS[state].word,
  meaning: describeState(state),
}));
