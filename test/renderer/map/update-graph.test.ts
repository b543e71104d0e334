import cytoscape from 'cytoscape';
import { describe, expect, it } from 'vitest';
import { buildScene } from '../../../main/engine/report/scene';
import type { Scene } from '../../../main/engine/report/scene';
import { INITIAL_VIEW } from '../../../main/engine/report/view-state';
import { themeColours } from '../../../renderer/map/graph-colours';
import { graphElements } from '../../../renderer/map/graph-elements';
import { graphStylesheet } from '../../../renderer/map/graph-stylesheet';
import { updateGraph } from '../../../renderer/map/update-graph';
import { shopSample } from '../../main/engine/report/sample-rehearsal';

function emptyGraph(): cytoscape.Core {
  return cytoscape({
    headless: true,
    styleEnabled: true,
    style: graphStylesheet(themeColours('light'), 'sans-serif'),
    layout: { name: 'preset' },
  });
}

function show(scene: Scene, graph = emptyGraph()): cytoscape.Core {
  updateGraph(graph, graphElements(scene), new Map());
  return graph;
}

const now = buildScene(shopSample(), INITIAL_VIEW);
const promoted = buildScene(shopSample(), { ...INITIAL_VIEW, world: 'promoted' });
const closed = buildScene(shopSample(), { ...INITIAL_VIEW, expanded: ['namespace:shop'] });

function contentsOf(graph: cytoscape.Core): readonly unknown[] {
  return graph
    .elements()
    .map((element) => [
      element.data(),
      element.classes().toSorted(),
      element.isNode() && !element.isParent() ? element.position() : null,
    ])
    .toSorted((first, second) => (JSON.stringify(first) < JSON.stringify(second) ? -1 : 1));
}

describe('the graph of a scene', () => {
  it('holds every node and every edge of the scene, with the same ids and labels', () => {
    const graph = show(now);
    expect(
      graph
        .nodes('.party')
        .map((node) => node.id())
        .toSorted(),
    ).toEqual(now.nodes.map(({ id }) => id).toSorted());
    expect(
      graph
        .edges()
        .map((edge) => [edge.id(), edge.data('label')])
        .toSorted(),
    ).toEqual(now.edges.map(({ id, label }) => [id, label]).toSorted());
  });

  it('puts workloads into the compound group of their namespace', () => {
    expect(show(now).getElementById('workload:shop/cart').data('parent')).toBe('namespace:shop');
  });

  it('is the same after changes as when drawn at once, through other worlds and closed groups', () => {
    const graph = emptyGraph();
    let drawn = updateGraph(graph, graphElements(now), new Map());
    for (const scene of [promoted, closed, promoted]) {
      drawn = updateGraph(graph, graphElements(scene), drawn);
      expect(contentsOf(graph)).toEqual(contentsOf(show(scene)));
    }
  });

  it('touches nothing when nothing changed', () => {
    const graph = emptyGraph();
    const drawn = updateGraph(graph, graphElements(now), new Map());
    let touched = 0;
    graph.on('add remove data position', () => {
      touched += 1;
    });
    updateGraph(graph, graphElements(now), drawn);
    expect(touched).toBe(0);
  });
});
