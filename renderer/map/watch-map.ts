import type { Core } from 'cytoscape';
import type { ThemeName } from '../../main/engine/report/encoding';
import type { GraphColours } from './graph-colours';
import { forcedColours, themeColours } from './graph-colours';

declare global {
  interface Window {
    /** The graph, for end-to-end tests alone: there with `?e2e=1` in the address. */
    __rehearsal?: { readonly cy: Core };
  }
}

const FORCED = '(forced-colors: active)';

/** The colours for the canvas: the theme's, or the user's own while the system forces them. */
export function coloursFor(theme: ThemeName, container: HTMLElement): GraphColours {
  if (!window.matchMedia(FORCED).matches) return themeColours(theme);
  return forcedColours((systemColour) => {
    const probe = document.createElement('span');
    probe.style.color = systemColour;
    container.append(probe);
    const colour = getComputedStyle(probe).color;
    probe.remove();
    return colour;
  });
}

/** Calls back when the system begins or ends to force colours. Returns the function that ends the watch. */
export function watchForcedColours(onchange: () => void): () => void {
  const query = window.matchMedia(FORCED);
  query.addEventListener('change', onchange);
  return () => query.removeEventListener('change', onchange);
}

/**
 * Calls back with how many pixels of the drawing lie under what stands on it: at the bottom the legend, at the right the controls
 * where they stand upright. Returns the function that ends the watch.
 */
export function watchCover(
  legend: HTMLElement | undefined,
  controls: HTMLElement | undefined,
  oncover: (bottom: number, right: number) => void,
): () => void {
  const observer = new ResizeObserver(() => {
    const { offsetWidth: width = 0, offsetHeight: height = 0 } = controls ?? {};
    oncover(legend?.offsetHeight ?? 0, height > width ? width : 0);
  });
  for (const part of [legend, controls]) if (part !== undefined) observer.observe(part);
  return () => observer.disconnect();
}

/** The font of the window, for the canvas. */
export function fontOf(container: HTMLElement): string {
  return getComputedStyle(container).fontFamily || 'sans-serif';
}

/** Gives the graph to end-to-end tests, if the address asks for it. */
export function exposeGraph(core: Core): void {
  if (new URLSearchParams(window.location.search).get('e2e') === '1') window.__rehearsal = { cy: core };
}
