import type { Box, Point, Scene, SceneEdge, SceneNode } from '../../main/engine/report/scene';

/** Where the keyboard is in the graph: at a node, and perhaps at one of its edges. */
export interface GraphCursor {
  readonly node: string | null;
  readonly edge: string | null;
}

export const NO_CURSOR: GraphCursor = { node: null, edge: null };

/** What a key does: the cursor moves, something is opened, the graph is left; `null`: the key means nothing here. */
export type CursorAction =
  | { readonly tag: 'move'; readonly cursor: GraphCursor }
  | { readonly tag: 'select-edge'; readonly edge: SceneEdge }
  | { readonly tag: 'select-node'; readonly node: SceneNode }
  | { readonly tag: 'look-at'; readonly group: string }
  | { readonly tag: 'leave' };

type Direction = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

/** Arrows go to the next node in that direction, `o` and `O` through the node's edges worst first, `f` looks at the group around it, Enter inspects, Escape goes back. */
export function pressKey(scene: Scene, cursor: GraphCursor, key: string): CursorAction | null {
  const node = scene.nodes.find(({ id }) => id === cursor.node) ?? null;
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowRight':
    case 'ArrowUp':
    case 'ArrowDown': {
      const next = node === null ? firstNode(scene) : (nodeTowards(scene, node, key) ?? node);
      return next === null ? null : { tag: 'move', cursor: { node: next.id, edge: null } };
    }
    case 'Home': {
      const first = firstNode(scene);
      return first === null ? null : { tag: 'move', cursor: { node: first.id, edge: null } };
    }
    case 'o':
    case 'O':
      return node === null ? null : cycleEdges(scene, node, cursor, key === 'o' ? 1 : -1);
    case 'f':
      return node === null || node.group === null ? null : { tag: 'look-at', group: node.group };
    case 'Enter': {
      const edge = scene.edges.find(({ id }) => id === cursor.edge);
      if (edge !== undefined) return { tag: 'select-edge', edge };
      return node === null ? null : { tag: 'select-node', node };
    }
    case 'Escape':
      return cursor.edge === null ? { tag: 'leave' } : { tag: 'move', cursor: { node: cursor.node, edge: null } };
    default:
      return null;
  }
}

/** The cursor, moved to something that the scene still holds. */
export function keepCursor(scene: Scene, cursor: GraphCursor): GraphCursor {
  const node = scene.nodes.some(({ id }) => id === cursor.node) ? cursor.node : null;
  const edge = node !== null && scene.edges.some(({ id }) => id === cursor.edge) ? cursor.edge : null;
  return { node, edge };
}

/** True when a scene holds a node or a group of that id. */
export function isDrawn(scene: Scene, id: string): boolean {
  return scene.nodes.some((node) => node.id === id) || scene.groups.some((group) => group.id === id);
}

/** True when an edge ends at a node or a group, or at a node of that group. */
export function touches(scene: Scene, edge: SceneEdge, id: string): boolean {
  const inside = new Set([id, ...(scene.groups.find((group) => group.id === id)?.nodes ?? [])]);
  return inside.has(edge.from ?? '') || inside.has(edge.to);
}

/** The node where reading begins: in the first column, at the top. */
export function firstNode(scene: Scene): SceneNode | null {
  return scene.nodes.toSorted((first, second) => first.x - second.x || first.y - second.y)[0] ?? null;
}

/** The edges drawn at a node or at the frame around it, worst first. */
export function edgesAt(scene: Scene, node: SceneNode): readonly SceneEdge[] {
  const ends = new Set([node.id, node.group]);
  return scene.edges.filter(({ from, to }) => (from !== null && ends.has(from)) || ends.has(to));
}

function cycleEdges(scene: Scene, node: SceneNode, cursor: GraphCursor, step: 1 | -1): CursorAction | null {
  const edges = edgesAt(scene, node);
  if (edges.length === 0) return null;
  const at = edges.findIndex(({ id }) => id === cursor.edge);
  const next = at < 0 ? (step === 1 ? 0 : edges.length - 1) : (at + step + edges.length) % edges.length;
  return { tag: 'move', cursor: { node: node.id, edge: edges[next]?.id ?? null } };
}

function nodeTowards(scene: Scene, from: SceneNode, direction: Direction): SceneNode | null {
  let [best, nearest]: [SceneNode | null, number] = [null, Infinity];
  for (const node of scene.nodes) {
    const price = node.id === from.id ? Infinity : reachFrom(from, node, direction);
    if (price < nearest) [best, nearest] = [node, price];
  }
  return best;
}

/** How far a node is in a direction; what lies aside counts more, what lies behind is never reached. */
function reachFrom(from: Box, to: Box, direction: Direction): number {
  const [start, end] = [centreOf(from), centreOf(to)];
  const [x, y] = [end.x - start.x, end.y - start.y];
  const isHorizontal = direction === 'ArrowLeft' || direction === 'ArrowRight';
  const sign = direction === 'ArrowRight' || direction === 'ArrowDown' ? 1 : -1;
  const [ahead, aside] = isHorizontal ? [x * sign, Math.abs(y)] : [y * sign, Math.abs(x)];
  return ahead <= 0 ? Infinity : ahead + aside * 2;
}

function centreOf({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 };
}
