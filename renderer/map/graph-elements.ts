import type { ElementDefinition } from 'cytoscape';
import { NODE_SHAPES, STATE_ENCODINGS, STATES_WORST_FIRST, stateRank } from '../../main/engine/report/encoding';
import { middleOfLongest, midpointOf } from '../../main/engine/report/edge-geometry';
import type { Box, Point, Scene, SceneEdge, SceneGroup, SceneNode } from '../../main/engine/report/scene';
import { isInFrame } from '../../main/engine/report/scene-model';
import { relativeControls } from './control-points';

/** Ids of what Cytoscape draws besides the scene's own elements. */
export const detailId = (node: string): string => `${node}#detail`;
const titleId = (group: string): string => `${group}#title`;
export const badgeId = (node: string): string => `${node}#badge`;
export const diamondId = (edge: string): string => `${edge}#failsafe`;
const anchorId = (edge: string, end: 'from' | 'to'): string => `${edge}#${end}`;

/**
 * The scene as Cytoscape's elements. A frame is a compound parent of exactly its own size. A second line of text is a node
 * of its own, since a Cytoscape label has one font; an end of an edge at a frame, or of a mark, is an invisible anchor node.
 */
export function graphElements(scene: Scene): readonly ElementDefinition[] {
  const nodeById = new Map(scene.nodes.map((node) => [node.id, node]));
  const framed = scene.groups.filter((group) => group.framed);
  const frames = new Set(framed.map(({ id }) => id));
  return [
    ...framed.flatMap((group) =>
      frameElements(
        group,
        group.nodes.flatMap((id) => nodeById.get(id) ?? []),
      ),
    ),
    ...scene.nodes.flatMap((node) =>
      nodeElements(node, node.group !== null && frames.has(node.group) ? node.group : null),
    ),
    ...scene.edges.flatMap((edge) => edgeElements(edge, nodeById, isInFrame(scene, edge.path.label))),
  ];
}

/** Where the title of a frame begins, from its corner. */
const TITLE = { x: 14, y: 18 } as const;

/** Left free beside a name that is shortened to fit. */
const ROOM_BESIDE_NAME = 16;

function centreOf({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

function frameElements(group: SceneGroup, nodes: readonly SceneNode[]): readonly ElementDefinition[] {
  const inner = {
    left: Math.min(...nodes.map(({ x }) => x)),
    right: Math.max(...nodes.map(({ x, width }) => x + width)),
    top: Math.min(...nodes.map(({ y }) => y)),
    bottom: Math.max(...nodes.map(({ y, height }) => y + height)),
  };
  return [
    {
      group: 'nodes',
      data: {
        id: group.id,
        width: group.width,
        height: group.height,
        left: inner.left - group.x,
        right: group.x + group.width - inner.right,
        top: inner.top - group.y,
        bottom: group.y + group.height - inner.bottom,
      },
      position: centreOf(group),
      classes: ['frame', group.kind],
    },
    {
      group: 'nodes',
      data: { id: titleId(group.id), label: group.label },
      position: { x: group.x + TITLE.x, y: group.y + TITLE.y },
      classes: ['title'],
    },
  ];
}

function nodeElements(node: SceneNode, parent: string | null): readonly ElementDefinition[] {
  const centre = centreOf(node);
  const dimmed = node.dimmed ? ['dimmed'] : [];
  return [
    {
      group: 'nodes',
      data: {
        id: node.id,
        label: node.label,
        width: node.width,
        height: node.height,
        room: node.width - ROOM_BESIDE_NAME,
        ...(parent === null ? {} : { parent }),
      },
      position: centre,
      classes: ['party', NODE_SHAPES[node.kind].shape, ...(node.alarm ? ['alarm'] : []), ...dimmed],
    },
    {
      group: 'nodes',
      data: { id: detailId(node.id), label: node.detail },
      position: { x: centre.x, y: centre.y + 10 },
      classes: ['detail', ...dimmed],
    },
    ...(node.alarm
      ? [
          {
            group: 'nodes' as const,
            data: { id: badgeId(node.id), label: '!' },
            position: { x: node.x + node.width - 4, y: node.y + 4 },
            classes: ['badge'],
          },
        ]
      : []),
  ];
}

function edgeElements(
  edge: SceneEdge,
  nodeById: ReadonlyMap<string, SceneNode>,
  inFrame: boolean,
): readonly ElementDefinition[] {
  const { path } = edge;
  const isLoop = edge.from === edge.to;
  const [from, to] = [nodeById.get(edge.from ?? ''), nodeById.get(edge.to)];
  const needsAnchor = { from: isLoop || from === undefined, to: isLoop || to === undefined };
  const anchors = (['from', 'to'] as const)
    .filter((end) => needsAnchor[end])
    .map((end): ElementDefinition => ({
      group: 'nodes',
      data: { id: anchorId(edge.id, end) },
      position: end === 'from' ? { ...path.start } : { ...path.end },
      classes: ['anchor'],
    }));
  const middle = midpointOf(path);
  const { distances, weights } = relativeControls(path);
  const form = path.controls.length === 0 ? 'straight' : 'bent';
  return [
    ...anchors,
    {
      group: 'edges',
      data: {
        id: edge.id,
        source: needsAnchor.from ? anchorId(edge.id, 'from') : (edge.from ?? ''),
        target: needsAnchor.to ? anchorId(edge.id, 'to') : edge.to,
        from: edge.from ?? '',
        to: edge.to,
        state: edge.state,
        word: STATE_ENCODINGS[edge.state].word,
        label: edge.label,
        weight: edge.weight,
        // The worst is drawn last, on top.
        level: STATES_WORST_FIRST.length - stateRank(edge.state, edge.protected),
        member: edge.members[0] ?? '',
        sourceEndpoint: offsetFrom(needsAnchor.from ? undefined : from, path.start),
        targetEndpoint: offsetFrom(needsAnchor.to ? undefined : to, path.end),
        labelX: path.label.x - middle.x,
        labelY: path.label.y - middle.y,
        ...(form === 'bent' ? { distances: [...distances], weights: [...weights] } : {}),
      },
      classes: [
        edge.state,
        form,
        ...(inFrame ? ['in-frame'] : []),
        ...(edge.from === null ? ['mark'] : []),
        ...(path.labelShown ? [] : ['crowded']),
        ...(edge.selected ? ['selected'] : []),
      ],
    },
    ...(edge.failsafe
      ? [
          {
            group: 'nodes' as const,
            data: { id: diamondId(edge.id) },
            position: middleOfLongest(path),
            classes: ['failsafe'],
          },
        ]
      : []),
  ];
}

/** Where an edge meets a node, from the centre of the node, as Cytoscape's endpoint. */
function offsetFrom(node: SceneNode | undefined, point: Point): string {
  if (node === undefined) return '0px 0px';
  const centre = centreOf(node);
  return `${point.x - centre.x}px ${point.y - centre.y}px`;
}
