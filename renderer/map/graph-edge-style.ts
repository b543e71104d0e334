import type { EdgeState } from '../../main/engine/model/edge';
import type { StateEncoding } from '../../main/engine/report/encoding';
import { lineWidth } from '../../main/engine/report/encoding';
import { mixColours } from '../../main/engine/report/mix-colours';
import type { GraphColours } from './graph-colours';

/** Cytoscape's tee is small: drawn larger it tells itself apart from a triangle. */
const TEE_SCALE = 1.8;

/** One rule of the stylesheet: a selector and Cytoscape's properties. */
export interface GraphRule {
  readonly selector: string;
  readonly style: Readonly<Record<string, string | number | readonly number[]>>;
}

/** One state's line and mark. A double line is a line in the colour of the background with an outline. */
export function stateStyle(encoding: StateEncoding, colours: GraphColours): GraphRule['style'] {
  const colour = colours.state[encoding.state];
  const isDouble = encoding.gap > 0;
  return {
    color: colour,
    'text-border-color': colour,
    width: strokeWidth(encoding, 0),
    'line-color': isDouble ? colours.background : colour,
    ...(isDouble ? { 'line-outline-width': (encoding.width - encoding.gap) / 2, 'line-outline-color': colour } : {}),
    ...(encoding.dash.length > 0
      ? { 'line-style': 'dashed', 'line-dash-pattern': [...encoding.dash] }
      : { 'line-style': 'solid' }),
    'target-arrow-shape': encoding.endMark === 'hollow-triangle' ? 'triangle' : encoding.endMark,
    'target-arrow-fill': encoding.endMark === 'hollow-triangle' ? 'hollow' : 'filled',
    'target-arrow-color': colour,
    'arrow-scale': markScale(encoding, 0),
  };
}

/** Marks keep their size on heavier lines, where Cytoscape would let them grow: see `getArrowWidth` in its renderer. */
export function markScale(encoding: StateEncoding, weight: number): number {
  const sizeAt = (width: number): number => Math.max((width * 13.37) ** 0.9, 29);
  const growth = sizeAt(strokeWidth(encoding, weight)) / sizeAt(strokeWidth(encoding, 0));
  return (encoding.endMark === 'tee' ? TEE_SCALE : 1) / growth;
}

/** A double line grows between its strokes. */
export function strokeWidth(encoding: StateEncoding, weight: number): number {
  return lineWidth(encoding, weight) - encoding.width + (encoding.gap > 0 ? encoding.gap : encoding.width);
}

export function fadedEdge(part: number): GraphRule['style'] {
  return { 'line-opacity': part };
}

/** The colours of a label are mixed: were it transparent, its line would strike its text through. */
export function fadedLabel(state: EdgeState, colours: GraphColours, part: number): GraphRule['style'] {
  const isQuiet = state === 'live' || state === 'only-by-net';
  return {
    color: mixColours(isQuiet ? colours.soft : colours.state[state], colours.background, part),
    'text-border-color': mixColours(colours.state[state], colours.background, part),
  };
}

/** A double line cannot be made transparent: the outline would shine through the line. Its colour is mixed instead. */
export function fadedDouble(colours: GraphColours, part: number): GraphRule['style'] {
  const colour = mixColours(colours.state['only-by-net'], colours.background, part);
  return { ...fadedEdge(part), 'line-opacity': 1, 'line-outline-color': colour, 'target-arrow-color': colour };
}
