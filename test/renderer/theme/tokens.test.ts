import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EDGE_STATES } from '../../../main/engine/model/edge';
import { STATE_ENCODINGS, THEME_COLOURS, THEME_NAMES, type ThemeName } from '../../../main/engine/report/encoding';
import { COLOUR_OF_WORDS } from '../../../renderer/theme/apply-theme';
import { markGeometry } from '../../../renderer/theme/mark-geometry';

const CSS = readFileSync('renderer/theme/tokens.css', 'utf8');

/** The tokens of a theme: the dark block stands over the light one. */
function tokensOf(theme: ThemeName): Readonly<Record<string, string>> {
  const blocks = [...CSS.matchAll(/:root(\[data-theme='dark'\])? \{([^}]*)\}/g)];
  const bodies = blocks.filter((block) => block[1] === undefined || theme === 'dark').map((block) => block[2] ?? '');
  const pairs = bodies.join('').matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g);
  return Object.fromEntries([...pairs].map((pair) => [pair[1], pair[2]]));
}

/** WCAG 2.2 relative luminance contrast. */
function contrast(first: string, second: string): number {
  const [light, dark] = [luminance(first), luminance(second)].toSorted((left, right) => right - left);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

/** The colour of a state's words: `color-mix(in srgb, …)` over its colour and the ink. */
function mix(colour: string, ink: string): string {
  const part = (text: string, at: number) => Number.parseInt(text.slice(at, at + 2), 16);
  const mixed = [1, 3, 5].map((at) =>
    Math.round((part(colour, at) * COLOUR_OF_WORDS + part(ink, at) * (100 - COLOUR_OF_WORDS)) / 100),
  );
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

function luminance(colour: string): number {
  const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  const [red = 0, green = 0, blue = 0] = parts.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe.each(THEME_NAMES)('the %s theme', (theme) => {
  const tokens = tokensOf(theme);
  const surfaces = THEME_COLOURS[theme];

  it('has text that can be read on every surface', () => {
    const words = ['faint', 'good', 'warn', 'bad', 'accent'].map((name) => [name, tokens[name] ?? ''] as const);
    const worst = words.flatMap(([name, colour]) =>
      [surfaces.background, surfaces.panel].map((surface) => ({ name, ratio: contrast(colour, surface) })),
    );
    expect(worst.filter(({ ratio }) => ratio < 4.5)).toEqual([]);
    for (const name of ['faint', 'accent']) {
      expect(contrast(tokens[name] ?? '', surfaces.sunk)).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(tokens['accent-ink'] ?? '', tokens['accent'] ?? '')).toBeGreaterThanOrEqual(4.5);
  });

  it('has text that can be read on its wash', () => {
    for (const name of ['good', 'warn', 'bad']) {
      expect(contrast(tokens[name] ?? '', tokens[`${name}-wash`] ?? '')).toBeGreaterThanOrEqual(4.5);
    }
    for (const state of EDGE_STATES) {
      const ratio = contrast(mix(STATE_ENCODINGS[state].colour[theme], surfaces.ink), surfaces.wash[state]);
      expect({ state, readable: ratio >= 4.5 || ratio.toFixed(2) }).toEqual({ state, readable: true });
    }
  });
});

describe('the small marks', () => {
  it('tell the states apart without colour', () => {
    const drawn = EDGE_STATES.map((state) => JSON.stringify(markGeometry(STATE_ENCODINGS[state])));
    expect(new Set(drawn).size).toBe(EDGE_STATES.length);
  });
});
