import cytoscape from 'cytoscape';
import type { Core, EventObject } from 'cytoscape';
import { describeLine } from '../../main/engine/report/accessible-tree';
import type { Scene, SceneEdge } from '../../main/engine/report/scene';
import type { GraphColours } from './graph-colours';
import type { GraphCursor } from './graph-cursor';
import { touches } from './graph-cursor';
import { badgeId, detailId, diamondId, graphElements } from './graph-elements';
import { graphStylesheet } from './graph-stylesheet';
import type { DrawnElements } from './update-graph';
import { updateGraph } from './update-graph';

export interface MapGraphEvents {
  readonly onEdge: (edge: string) => void;
  readonly onNode: (node: string) => void;
  /** The ground of a frame was clicked. */
  readonly onFrame: (group: string) => void;
  /** A place with nothing on it was clicked. */
  readonly onNothing: () => void;
  /** A group was double-clicked. */
  readonly onGroup: (group: string) => void;
  /** The zoom changed; 1 is 100 %. */
  readonly onZoom: (zoom: number) => void;
}

const ZOOM = { least: 0.15, most: 2.5, step: 1.2, mostWhenFitting: 1.25 } as const;
/** Room around a fitted drawing, besides what covers the bottom. */
const ROOM = { side: 16, top: 8, bottom: 20 } as const;
/** Below this zoom the drawing is styled to be read from afar. */
const FAR = 0.65;

/** The drawing of one scene on a canvas. It owns the Cytoscape instance and nothing of the state of the window. */
export class MapGraph {
  readonly core: Core;
  readonly #container: HTMLElement;
  #drawn: DrawnElements = new Map();
  #scene: Scene | null = null;
  /** The node or the group that is looked at in detail. */
  #focus: string | null = null;
  #revision = 0;
  #look: { readonly colours: GraphColours; readonly font: string };
  #isFar = false;
  /** How much of the bottom the legend covers. */
  #covered = { bottom: 0, right: 0 };
  /** The user chose a zoom or a place: only `fit` overrules it. */
  #isPlaced = false;

  constructor(container: HTMLElement, colours: GraphColours, font: string, events: MapGraphEvents) {
    this.#container = container;
    this.#look = { colours, font };
    this.core = cytoscape({
      container,
      style: graphStylesheet(colours, font),
      layout: { name: 'preset' },
      minZoom: ZOOM.least,
      maxZoom: ZOOM.most,
      textureOnViewport: true,
      boxSelectionEnabled: false,
      autoungrabify: true,
      autounselectify: true,
    });
    this.#listen(events);
  }

  /** Shows a scene in which a node or a group is looked at in detail, or none. What did not change stays as it is. */
  show(scene: Scene, focus: string | null): void {
    const isSameSize = this.#scene?.width === scene.width && this.#scene.height === scene.height;
    this.#scene = scene;
    this.#focus = focus;
    this.#drawn = updateGraph(this.core, graphElements(scene), this.#drawn);
    this.#markSelection();
    this.#fadeAllBut(null);
    if (!isSameSize) this.fit();
    this.#revision += 1;
    const revision = this.#revision;
    this.core.one('render', () => this.#container.setAttribute('data-scene-revision', String(revision)));
  }

  /** Puts on other colours. */
  restyle(colours: GraphColours, font: string): void {
    this.#look = { colours, font };
    this.core.style(graphStylesheet(colours, font, this.#isFar));
  }

  /** Keeps so many pixels at the bottom and at the right free when the scene is fitted. */
  cover(bottom: number, right: number): void {
    this.#covered = { bottom, right };
    if (!this.#isPlaced) this.fit();
  }

  /** Shows where the keyboard is; without a cursor nothing is marked. */
  showCursor(cursor: GraphCursor): void {
    this.core.batch(() => {
      this.core.elements('.focused').removeClass('focused');
      const id = cursor.edge ?? cursor.node;
      if (id !== null) this.core.getElementById(id).addClass('focused');
    });
    this.#fadeAllBut(cursor.edge);
    if (cursor.node !== null) this.#bringIntoView(cursor.node);
  }

  /** Makes the whole scene visible. */
  fit(): void {
    const scene = this.#scene;
    if (scene === null) return;
    const width = this.core.width() - 2 * ROOM.side - this.#covered.right;
    const height = this.core.height() - ROOM.top - ROOM.bottom - this.#covered.bottom;
    if (width <= 0 || height <= 0) return;
    const wanted = Math.min(width / scene.width, height / scene.height, ZOOM.mostWhenFitting);
    const zoom = Math.max(wanted, ZOOM.least);
    this.core.viewport({
      zoom,
      pan: {
        x: ROOM.side + (width - scene.width * zoom) / 2,
        y: ROOM.top + Math.max(0, (height - scene.height * zoom) / 2),
      },
    });
    this.#isPlaced = false;
  }

  zoomIn(): void {
    this.#zoomBy(ZOOM.step);
  }

  zoomOut(): void {
    this.#zoomBy(1 / ZOOM.step);
  }

  /** To be called when the size of the container changed. */
  resize(): void {
    this.core.resize();
    if (!this.#isPlaced) this.fit();
  }

  destroy(): void {
    this.core.destroy();
  }

  #styleForZoom(): void {
    const isFar = this.core.zoom() < FAR;
    if (isFar === this.#isFar) return;
    this.#isFar = isFar;
    this.restyle(this.#look.colours, this.#look.font);
  }

  #zoomBy(factor: number): void {
    this.#isPlaced = true;
    const centre = { x: this.core.width() / 2, y: this.core.height() / 2 };
    this.core.zoom({ level: this.core.zoom() * factor, renderedPosition: centre });
  }

  #listen(events: MapGraphEvents): void {
    this.core.on('tap', 'edge', (event: EventObject) => events.onEdge(event.target.id()));
    this.core.on('tap', 'node.party', (event: EventObject) => events.onNode(event.target.id()));
    this.core.on('tap', 'node.frame', (event: EventObject) => {
      if (event.target.hasClass('frame')) events.onFrame(event.target.id());
    });
    this.core.on('tap', (event: EventObject) => {
      if (event.target === this.core) events.onNothing();
    });
    this.core.on('dbltap', 'node.frame, node.stacked-rectangle, node.hexagon', (event: EventObject) =>
      events.onGroup(event.target.id()),
    );
    this.core.on('zoom', () => {
      events.onZoom(this.core.zoom());
      this.#styleForZoom();
    });
    this.core.on('dragpan scrollzoom pinchzoom', () => {
      this.#isPlaced = true;
    });
    this.core.on('mouseover', 'edge, node.party', (event: EventObject) => {
      this.#fadeAllBut(event.target.id());
      event.target.addClass('pointed');
      this.#container.title = this.#tipFor(event.target.id());
      this.#container.classList.add('pointing');
    });
    this.core.on('mouseout', 'edge, node.party', (event: EventObject) => {
      this.#fadeAllBut(null);
      event.target.removeClass('pointed');
      this.#container.title = '';
      this.#container.classList.remove('pointing');
    });
  }

  /** What the mouse points at, in words. */
  #tipFor(id: string): string {
    const scene = this.#scene;
    const edge = scene?.edges.find((candidate) => candidate.id === id);
    if (scene === null || edge === undefined) return scene?.nodes.find((node) => node.id === id)?.title ?? '';
    const line = describeLine(scene, edge);
    return edge.from === null ? `${line}. Click to see each line.` : line;
  }

  /** Fades what has nothing to do with a node or an edge; with `null`, with what is looked at in detail, if anything is. */
  #fadeAllBut(pointed: string | null): void {
    const scene = this.#scene;
    if (scene === null) return;
    this.core.batch(() => {
      this.core.elements('.faded').removeClass('faded');
      const id = pointed ?? this.#focus;
      if (id === null) return;
      const kept = id === this.#focus ? keptInDetail(scene, id) : keptWith(scene, id);
      this.core.elements('edge, node.party, node.detail, node.badge, node.failsafe').forEach((element) => {
        if (!kept.has(element.id())) element.addClass('faded');
      });
    });
  }

  /** Marks the ends of the selected edge and lets the other edges recede. */
  #markSelection(): void {
    const selected = this.#scene?.edges.find((edge) => edge.selected);
    this.core.batch(() => {
      this.core.nodes('.selected').removeClass('selected');
      this.core.edges().toggleClass('receded', selected !== undefined);
      if (this.#focus !== null) this.core.getElementById(this.#focus).addClass('selected');
      if (selected === undefined) return;
      this.core.getElementById(selected.id).removeClass('receded');
      for (const end of [selected.from, selected.to]) {
        if (end !== null) this.core.getElementById(end).addClass('selected');
      }
    });
  }

  #bringIntoView(id: string): void {
    const box = this.core.getElementById(id).renderedBoundingBox();
    const isVisible = box.x1 >= 0 && box.y1 >= 0 && box.x2 <= this.core.width() && box.y2 <= this.core.height();
    if (!isVisible) this.core.center(this.core.getElementById(id));
  }
}

/** A node with its edges and their other ends, or an edge with its two ends; frames count for all their nodes. */
function keptWith(scene: Scene, id: string): ReadonlySet<string> {
  const group = scene.nodes.find((node) => node.id === id)?.group ?? null;
  const edges = scene.edges.filter(
    (edge) =>
      edge.id === id ||
      edge.from === id ||
      edge.to === id ||
      (group !== null && (edge.from === group || edge.to === group)),
  );
  return withEnds(scene, id, edges);
}

/** A node or a group that is looked at in detail: the edges that end at it or at its nodes, with their other ends. */
function keptInDetail(scene: Scene, id: string): ReadonlySet<string> {
  return withEnds(
    scene,
    id,
    scene.edges.filter((edge) => edge.selected || touches(scene, edge, id)),
  );
}

function withEnds(scene: Scene, id: string, edges: readonly SceneEdge[]): ReadonlySet<string> {
  const ends = new Set([id, ...edges.flatMap(({ from, to }) => [from ?? to, to])]);
  const nodes = scene.nodes.filter((node) => ends.has(node.id) || (node.group !== null && ends.has(node.group)));
  return new Set([
    ...edges.flatMap((edge) => [edge.id, diamondId(edge.id)]),
    ...nodes.flatMap((node) => [node.id, detailId(node.id), badgeId(node.id)]),
  ]);
}
