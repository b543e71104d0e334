import { countOf, groupDigits } from '../model/count-words';
import { FAILSAFE_MARK, NODE_SHAPES, STATE_ENCODINGS } from './encoding';
import type { Scene, SceneEdge, SceneNode } from './scene-model';

/** One line of the picture in words. Ids are those of the scene; each is in the tree exactly once. */
export interface TreeItem {
  readonly id: string;
  readonly tag: 'group' | 'node' | 'edge';
  readonly text: string;
  readonly children: readonly TreeItem[];
}

/** The picture as a tree of groups, nodes and the edges that leave them, or that come to them from several groups: what a screen reader reads. */
export function buildAccessibleTree(scene: Scene): readonly TreeItem[] {
  const titleOf = titlesOf(scene);
  const edgesAt = (id: string): readonly TreeItem[] =>
    scene.edges
      .filter((edge) => edge.from === id || (edge.from === null && edge.to === id))
      .map((edge) => ({
        id: edge.id,
        tag: 'edge',
        text: `${edge.from === null ? 'from several groups' : `to ${titleOf(edge.to)}`}: ${describeEdge(edge)}`,
        children: [],
      }));
  const describe = (node: SceneNode): TreeItem => ({
    id: node.id,
    tag: 'node',
    text: describeNode(node),
    children: edgesAt(node.id),
  });
  const groups = scene.groups.map((group): TreeItem => ({
    id: group.id,
    tag: 'group',
    text: `${group.label}, ${group.kind === 'namespace' ? 'namespace' : 'group'} of ${group.nodes.length}`,
    children: [...scene.nodes.filter((node) => node.group === group.id).map(describe), ...edgesAt(group.id)],
  }));
  return [...groups, ...scene.nodes.filter((node) => node.group === null).map(describe)];
}

/** One line in words: `prod/frontend → prod/backend: will be blocked, tcp 8080`. */
export function describeLine(scene: Scene, edge: SceneEdge): string {
  const titleOf = titlesOf(scene);
  const from = edge.from === null ? 'several groups' : titleOf(edge.from);
  return `${from} → ${titleOf(edge.to)}: ${describeEdge(edge)}`;
}

/** Who an id of the picture stands for, in words. */
function titlesOf(scene: Scene): (id: string) => string {
  const titles = new Map([
    ...scene.groups.map((group) => [group.id, `all of ${group.label}`] as const),
    ...scene.nodes.map((node) => [node.id, node.title] as const),
  ]);
  return (id) => titles.get(id) ?? id;
}

function describeNode(node: SceneNode): string {
  const worst = node.worst === null ? 'no connections drawn' : `worst: ${STATE_ENCODINGS[node.worst].word}`;
  const alarm = node.alarm ? ', a protected path here will be blocked' : '';
  return `${node.title}, ${NODE_SHAPES[node.kind].word}, ${node.detail}, ${worst}${alarm}`;
}

function describeEdge(edge: SceneEdge): string {
  const states =
    edge.counts.length > 1
      ? edge.counts.map(({ state, count }) => `${groupDigits(count)} ${STATE_ENCODINGS[state].word}`).join(', ')
      : `${STATE_ENCODINGS[edge.state].word}, ${plainLabel(edge)}`;
  const more = edge.members.length > 1 ? `, ${countOf(edge.members.length, 'connection')}` : '';
  const isProtected = edge.protected ? ', protected path' : '';
  const failsafe = edge.failsafe ? ', by failsafe ports alone' : '';
  return `${states}${more}${isProtected}${failsafe}`;
}

/** The label without its marks, which a screen reader would read as punctuation. */
function plainLabel(edge: SceneEdge): string {
  const mark = STATE_ENCODINGS[edge.state].textMark;
  const withoutMark = edge.label.startsWith(mark) ? edge.label.slice(mark.length) : edge.label;
  return withoutMark
    .split(' · ')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== FAILSAFE_MARK)
    .join(', ');
}
