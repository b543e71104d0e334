import type { StylesheetJson } from 'cytoscape';
import { STATE_ENCODINGS, STATES_WORST_FIRST, WEIGHTS } from '../../main/engine/report/encoding';
import { CORNER_RADIUS } from '../../main/engine/report/edge-geometry';
import { DETAIL_SIZE, LABEL_SIZE, TITLE_SIZE } from '../../main/engine/report/layout';
import { mixColours } from '../../main/engine/report/mix-colours';
import { FRAME_OPACITY } from '../../main/engine/report/scene-model';
import type { GraphColours } from './graph-colours';
import type { GraphRule } from './graph-edge-style';
import { fadedDouble, fadedEdge, fadedLabel, markScale, stateStyle, strokeWidth } from './graph-edge-style';

/** What fades while something else is looked at: still there, no longer in the way. */
const FADED = 0.25;
/** Other edges while one is selected. */
const RECEDED = 0.6;

/**
 * The stylesheet of the graph, made from the one table of states. `font` is a CSS font family; from afar names are larger and
 * second lines are left out, so that what is there can be read.
 */
export function graphStylesheet(colours: GraphColours, font: string, isFar = false): StylesheetJson {
  const rules: readonly GraphRule[] = [
    ...frameRules(colours, font),
    ...nodeRules(colours, font),
    ...edgeRules(colours, font),
    ...STATES_WORST_FIRST.map((state) => ({
      selector: `edge.${state}`,
      style: stateStyle(STATE_ENCODINGS[state], colours),
    })),
    ...STATES_WORST_FIRST.flatMap((state) =>
      WEIGHTS.map((weight) => ({
        selector: `edge.${state}[weight = ${weight}]`,
        style: {
          width: strokeWidth(STATE_ENCODINGS[state], weight),
          'arrow-scale': markScale(STATE_ENCODINGS[state], weight),
        },
      })),
    ),
    {
      selector: 'edge.in-frame',
      style: { 'text-background-color': mixColours(colours.sunk, colours.background, FRAME_OPACITY) },
    },
    {
      selector: 'edge.will-be-blocked, edge.will-open',
      style: {
        'text-background-color': colours.panel,
        'text-background-opacity': 1,
        'text-background-padding': '4px',
        'text-border-width': 1,
        'text-border-opacity': 1,
        'font-weight': 600,
        'min-zoomed-font-size': 0,
      },
    },
    { selector: 'edge.live, edge.only-by-net', style: { color: colours.soft } },
    ...(isFar ? FAR_RULES : []),
    { selector: '.dimmed', style: { opacity: 0.4 } },
    { selector: 'edge.receded', style: fadedEdge(RECEDED) },
    { selector: 'node.faded', style: { opacity: FADED } },
    { selector: 'edge.faded', style: fadedEdge(FADED) },
    ...STATES_WORST_FIRST.flatMap((state) => [
      { selector: `edge.${state}.receded`, style: fadedLabel(state, colours, RECEDED) },
      { selector: `edge.${state}.faded`, style: fadedLabel(state, colours, FADED) },
    ]),
    { selector: 'edge.only-by-net.receded', style: fadedDouble(colours, RECEDED) },
    { selector: 'edge.only-by-net.faded', style: fadedDouble(colours, FADED) },
    // What found no room is shown while its line is pointed at, focused or selected.
    { selector: 'edge.crowded', style: { 'text-opacity': 0, 'text-background-opacity': 0, 'text-border-opacity': 0 } },
    {
      selector: 'edge.crowded.selected, edge.crowded.focused, edge.crowded.pointed',
      style: { 'text-opacity': 1, 'text-background-opacity': 1 },
    },
    {
      selector: 'edge.selected',
      style: { 'underlay-color': colours.focus, 'underlay-opacity': 0.28, 'underlay-padding': 5, 'z-index': 10 },
    },
    {
      selector: 'node.selected',
      style: { 'border-color': colours.focus, 'border-width': 2.6, 'border-style': 'solid' },
    },
    {
      selector: 'node.focused',
      style: { 'outline-color': colours.focus, 'outline-width': 3, 'outline-offset': 3, 'outline-opacity': 1 },
    },
    {
      selector: 'edge.focused',
      style: { 'underlay-color': colours.focus, 'underlay-opacity': 0.6, 'underlay-padding': 4, 'z-index': 11 },
    },
  ];
  return rules.map(({ selector, style }) => ({ selector, style }));
}

/** From afar. */
const FAR_RULES: readonly GraphRule[] = [
  {
    selector: 'node.party',
    style: { 'font-size': 17, 'text-margin-y': 0, 'text-wrap': 'ellipsis', 'text-max-width': 'data(room)' },
  },
  { selector: 'node.detail', style: { 'text-opacity': 0 } },
  { selector: 'node.title', style: { 'font-size': 15 } },
  { selector: 'edge', style: { 'font-size': 12.5, 'min-zoomed-font-size': 6.5 } },
  {
    selector: 'edge.will-be-blocked, edge.will-open, edge.mark',
    style: { 'font-size': 14, 'min-zoomed-font-size': 0 },
  },
];

function frameRules(colours: GraphColours, font: string): readonly GraphRule[] {
  return [
    {
      selector: 'node.frame',
      style: {
        shape: 'round-rectangle',
        'corner-radius': '12px',
        'background-color': colours.sunk,
        'background-opacity': FRAME_OPACITY,
        'border-width': 1,
        'border-color': colours.line,
        'compound-sizing-wrt-labels': 'exclude',
        'min-width': 'data(width)',
        'min-height': 'data(height)',
        'min-width-bias-left': 'data(left)',
        'min-width-bias-right': 'data(right)',
        'min-height-bias-top': 'data(top)',
        'min-height-bias-bottom': 'data(bottom)',
        padding: '0px',
        'z-compound-depth': 'bottom',
      },
    },
    {
      selector: 'node.title',
      style: {
        width: 1,
        height: 1,
        'background-opacity': 0,
        events: 'no',
        label: 'data(label)',
        color: colours.soft,
        'font-family': font,
        'font-size': TITLE_SIZE,
        'font-weight': 600,
        'text-halign': 'right',
        'text-valign': 'center',
      },
    },
    { selector: 'node.hosts, node.sets, node.outside', style: { 'background-opacity': 0 } },
  ];
}

function nodeRules(colours: GraphColours, font: string): readonly GraphRule[] {
  return [
    {
      selector: 'node.party',
      style: {
        width: 'data(width)',
        height: 'data(height)',
        'background-color': colours.panel,
        'border-width': 1,
        'border-color': colours.outline,
        label: 'data(label)',
        color: colours.ink,
        'font-family': font,
        'font-size': LABEL_SIZE,
        'font-weight': 600,
        'text-halign': 'center',
        'text-valign': 'center',
        'text-margin-y': -8,
        'overlay-opacity': 0,
      },
    },
    { selector: 'node.round-rectangle', style: { shape: 'round-rectangle', 'corner-radius': '9px' } },
    {
      selector: 'node.dashed-rectangle',
      style: {
        shape: 'round-rectangle',
        'corner-radius': '9px',
        'border-style': 'dashed',
        'border-dash-pattern': [4, 3],
      },
    },
    {
      selector: 'node.stacked-rectangle',
      style: {
        shape: 'round-rectangle',
        'corner-radius': '9px',
        ghost: 'yes',
        'ghost-offset-x': 4,
        'ghost-offset-y': 4,
        'ghost-opacity': 1,
      },
    },
    {
      selector: 'node.hexagon',
      style: { shape: 'polygon', 'shape-polygon-points': [-1, 0, -0.8, -1, 0.8, -1, 1, 0, 0.8, 1, -0.8, 1] },
    },
    { selector: 'node.barrel', style: { shape: 'barrel' } },
    {
      selector: 'node.alarm',
      style: { 'border-width': 2.4, 'border-color': colours.state['will-be-blocked'] },
    },
    {
      selector: 'node.detail',
      style: {
        width: 1,
        height: 1,
        'background-opacity': 0,
        events: 'no',
        label: 'data(label)',
        color: colours.soft,
        'font-family': font,
        'font-size': DETAIL_SIZE,
        'text-halign': 'center',
        'text-valign': 'center',
        'z-compound-depth': 'top',
      },
    },
    {
      selector: 'node.badge',
      style: {
        shape: 'ellipse',
        width: 16,
        height: 16,
        events: 'no',
        'background-color': colours.state['will-be-blocked'],
        label: 'data(label)',
        color: colours.panel,
        'font-family': font,
        'font-size': 12,
        'font-weight': 700,
        'text-halign': 'center',
        'text-valign': 'center',
        'z-compound-depth': 'top',
      },
    },
    {
      selector: 'node.failsafe',
      style: { shape: 'diamond', width: 10, height: 10, events: 'no', 'background-color': colours.state.live },
    },
    { selector: 'node.anchor', style: { width: 1, height: 1, 'background-opacity': 0, events: 'no' } },
  ];
}

function edgeRules(colours: GraphColours, font: string): readonly GraphRule[] {
  return [
    {
      selector: 'edge',
      style: {
        'source-endpoint': 'data(sourceEndpoint)',
        'target-endpoint': 'data(targetEndpoint)',
        'line-cap': 'butt',
        label: 'data(label)',
        'font-family': font,
        'font-size': DETAIL_SIZE,
        'text-margin-x': 'data(labelX)',
        'text-margin-y': 'data(labelY)',
        'text-background-color': colours.background,
        'text-background-opacity': 1,
        'text-background-padding': '2px',
        'text-background-shape': 'roundrectangle',
        'min-zoomed-font-size': 5,
        'overlay-opacity': 0,
        'z-index': 'data(level)',
      },
    },
    { selector: 'edge.straight', style: { 'curve-style': 'straight' } },
    {
      selector: 'edge.bent',
      style: {
        'curve-style': 'round-segments',
        'radius-type': 'arc-radius',
        'segment-radii': [CORNER_RADIUS],
        'edge-distances': 'endpoints',
        'segment-distances': 'data(distances)',
        'segment-weights': 'data(weights)',
      },
    },
  ];
}
