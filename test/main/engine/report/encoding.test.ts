import { describe, expect, it } from 'vitest';
import { EDGE_STATES } from '../../../../main/engine/model/edge';
import {
  STATE_ENCODINGS,
  STATES_WORST_FIRST,
  THEME_COLOURS,
  THEME_NAMES,
  stateRank,
} from '../../../../main/engine/report/encoding';
import { COLOUR_BLINDNESS, contrastOf, distanceFor, distanceInGrey } from './colour-distance';

const STATES_APART = [
  ['live', 'will-be-blocked'],
  ['live', 'blocked'],
  ['will-be-blocked', 'blocked'],
] as const;

describe('the encoding of the states', () => {
  it('gives no two states the same line and end mark, so that colour is never needed', () => {
    const looks = EDGE_STATES.map((state) => `${STATE_ENCODINGS[state].line} ${STATE_ENCODINGS[state].endMark}`);
    expect(new Set(looks).size).toBe(EDGE_STATES.length);
  });

  it('gives no two states the same word or text mark', () => {
    expect(new Set(EDGE_STATES.map((state) => STATE_ENCODINGS[state].word)).size).toBe(EDGE_STATES.length);
    expect(new Set(EDGE_STATES.map((state) => STATE_ENCODINGS[state].textMark)).size).toBe(EDGE_STATES.length);
  });

  it('ranks every state once, and protected traffic that will be blocked before all', () => {
    expect(STATES_WORST_FIRST.toSorted()).toEqual(EDGE_STATES.toSorted());
    expect(stateRank('will-be-blocked', true)).toBe(0);
    expect(stateRank('undecided', true)).toBeLessThan(stateRank('will-be-blocked', false));
  });
});

describe.each(THEME_NAMES)('the palette of the %s theme', (theme) => {
  const surfaces = THEME_COLOURS[theme];

  it.each(EDGE_STATES)('shows %s with at least 4.5:1 on every surface, as text and as a line', (state) => {
    for (const surface of [surfaces.background, surfaces.panel]) {
      expect(contrastOf(STATE_ENCODINGS[state].colour[theme], surface)).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrastOf(STATE_ENCODINGS[state].colour[theme], surfaces.wash[state])).toBeGreaterThanOrEqual(4);
  });

  it('shows texts with 4.5:1 and outlines and focus with 3:1', () => {
    for (const surface of [surfaces.background, surfaces.panel, surfaces.sunk]) {
      expect(contrastOf(surfaces.ink, surface)).toBeGreaterThanOrEqual(4.5);
      expect(contrastOf(surfaces.soft, surface)).toBeGreaterThanOrEqual(4.5);
      expect(contrastOf(surfaces.focus, surface)).toBeGreaterThanOrEqual(3);
    }
    expect(contrastOf(surfaces.outline, surfaces.panel)).toBeGreaterThanOrEqual(3);
    expect(contrastOf(surfaces.outline, surfaces.background)).toBeGreaterThanOrEqual(2.8);
  });

  it.each(STATES_APART)(
    'keeps %s and %s apart for every kind of colour blindness and in grey print',
    (first, second) => {
      const [a, b] = [STATE_ENCODINGS[first].colour[theme], STATE_ENCODINGS[second].colour[theme]];
      for (const kind of Object.keys(COLOUR_BLINDNESS) as (keyof typeof COLOUR_BLINDNESS)[]) {
        expect(distanceFor(kind, a, b), kind).toBeGreaterThanOrEqual(25);
      }
      expect(distanceInGrey(a, b)).toBeGreaterThanOrEqual(12);
    },
  );
});
