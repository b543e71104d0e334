import { EDGE_STATES } from '../../main/engine/model/edge';
import { STATE_ENCODINGS, THEME_COLOURS, type ThemeName } from '../../main/engine/report/encoding';

/** How much of a state's colour its words have, in percent; the rest is ink, so that they can be read on the state's wash. */
export const COLOUR_OF_WORDS = 82;

/** Puts a theme on the page: the colours of the drawing come from the one table that the map, the chips and the exports share. */
export function applyTheme(root: HTMLElement, theme: ThemeName): void {
  root.dataset['theme'] = theme;
  const colours = THEME_COLOURS[theme];
  for (const name of ['background', 'panel', 'sunk', 'line', 'outline', 'ink', 'soft', 'focus'] as const) {
    root.style.setProperty(`--${name}`, colours[name]);
  }
  for (const state of EDGE_STATES) {
    root.style.setProperty(`--state-${state}`, STATE_ENCODINGS[state].colour[theme]);
    root.style.setProperty(
      `--word-${state}`,
      `color-mix(in srgb, var(--state-${state}) ${COLOUR_OF_WORDS}%, var(--ink))`,
    );
    root.style.setProperty(`--wash-${state}`, colours.wash[state]);
  }
}
