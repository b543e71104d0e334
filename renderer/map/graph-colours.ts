import type { EdgeState } from '../../main/engine/model/edge';
import type { ThemeName } from '../../main/engine/report/encoding';
import { STATE_ENCODINGS, THEME_COLOURS } from '../../main/engine/report/encoding';

/** Every colour that the stylesheet of the graph uses. */
export interface GraphColours {
  readonly background: string;
  readonly panel: string;
  readonly sunk: string;
  readonly line: string;
  readonly outline: string;
  readonly ink: string;
  readonly soft: string;
  readonly focus: string;
  readonly state: Readonly<Record<EdgeState, string>>;
}

function stateColours(colourOf: (state: EdgeState) => string): Readonly<Record<EdgeState, string>> {
  return {
    'will-be-blocked': colourOf('will-be-blocked'),
    undecided: colourOf('undecided'),
    'only-by-net': colourOf('only-by-net'),
    'will-open': colourOf('will-open'),
    blocked: colourOf('blocked'),
    live: colourOf('live'),
  };
}

/** The colours of a theme. */
export function themeColours(theme: ThemeName): GraphColours {
  return { ...THEME_COLOURS[theme], state: stateColours((state) => STATE_ENCODINGS[state].colour[theme]) };
}

/** The user's own colours, while the system forces them: line and mark still tell the states apart. */
export function forcedColours(resolve: (systemColour: string) => string): GraphColours {
  const [canvas, text, highlight] = [resolve('Canvas'), resolve('CanvasText'), resolve('Highlight')];
  return {
    background: canvas,
    panel: canvas,
    sunk: canvas,
    line: text,
    outline: text,
    ink: text,
    soft: text,
    focus: highlight,
    state: stateColours(() => text),
  };
}
