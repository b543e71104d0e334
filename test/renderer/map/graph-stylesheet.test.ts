import cytoscape from 'cytoscape';
import { describe, expect, it, vi } from 'vitest';
import { EDGE_STATES } from '../../../main/engine/model/edge';
import { STATE_ENCODINGS } from '../../../main/engine/report/encoding';
import { buildScene } from '../../../main/engine/report/scene';
import { INITIAL_VIEW } from '../../../main/engine/report/view-state';
import { mixColours } from '../../../main/engine/report/mix-colours';
import { forcedColours, themeColours } from '../../../renderer/map/graph-colours';
import { graphElements } from '../../../renderer/map/graph-elements';
import { graphStylesheet } from '../../../renderer/map/graph-stylesheet';
import { updateGraph } from '../../../renderer/map/update-graph';
import { threeTierSample } from '../../main/engine/report/sample-rehearsal';

function rgb(colour: string): string {
  const channels = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return `rgb(${channels.join(',')})`;
}

function styledEdge(state: string, colours = themeColours('light')): cytoscape.EdgeSingular {
  const graph = cytoscape({
    headless: true,
    styleEnabled: true,
    style: graphStylesheet(colours, 'sans-serif'),
    elements: [
      { data: { id: 'a' }, classes: 'anchor' },
      { data: { id: 'b' }, classes: 'anchor' },
      {
        data: {
          id: 'ab',
          source: 'a',
          target: 'b',
          label: 'x',
          labelX: 0,
          labelY: 0,
          level: 1,
          sourceEndpoint: '0px 0px',
          targetEndpoint: '0px 0px',
        },
        classes: [state, 'straight'],
      },
    ],
  });
  return graph.edges()[0] as cytoscape.EdgeSingular;
}

describe('the stylesheet of the graph', () => {
  it.each(EDGE_STATES)('draws %s as the table of states says', (state) => {
    const encoding = STATE_ENCODINGS[state];
    const edge = styledEdge(state);
    const isDouble = encoding.line === 'double';
    expect(edge.style('target-arrow-color')).toBe(rgb(encoding.colour.light));
    expect(edge.style(isDouble ? 'line-outline-color' : 'line-color')).toBe(rgb(encoding.colour.light));
    expect(edge.style('line-style')).toBe(encoding.dash.length > 0 ? 'dashed' : 'solid');
    expect(edge.style('target-arrow-fill')).toBe(encoding.endMark === 'hollow-triangle' ? 'hollow' : 'filled');
    expect(edge.style('target-arrow-shape')).toBe(encoding.endMark.replace('hollow-', ''));
    expect(
      Number.parseFloat(edge.style('width')) + 2 * (isDouble ? Number.parseFloat(edge.style('line-outline-width')) : 0),
    ).toBeCloseTo(encoding.width);
  });

  it('keeps lines and marks when the system forces its colours', () => {
    const colours = forcedColours(() => 'rgb(1, 2, 3)');
    const looks = EDGE_STATES.map((state) => {
      const edge = styledEdge(state, colours);
      expect(edge.style('target-arrow-color')).toBe('rgb(1,2,3)');
      return ['line-style', 'line-dash-pattern', 'line-outline-width', 'target-arrow-shape', 'target-arrow-fill']
        .map((name) => String(edge.style(name)))
        .join(' ');
    });
    expect(new Set(looks).size).toBe(EDGE_STATES.length);
  });

  it('reads every rule without a complaint', () => {
    const complaint = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const graph = cytoscape({
      headless: true,
      styleEnabled: true,
      style: graphStylesheet(themeColours('dark'), 'sans-serif'),
    });
    updateGraph(graph, graphElements(buildScene(threeTierSample(), INITIAL_VIEW)), new Map());
    expect(complaint.mock.calls).toEqual([]);
    complaint.mockRestore();
  });

  it('mixes colours of both notations', () => {
    expect(mixColours('#ff0000', '#000000', 0.5)).toBe('rgb(128, 0, 0)');
    expect(mixColours('rgb(255, 255, 255)', 'rgb(0, 0, 0)', 0.25)).toBe('rgb(64, 64, 64)');
  });
});
