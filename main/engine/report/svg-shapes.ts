import { assertNever } from '../model/assert-never';
import type { ThemeColours } from './encoding';
import { NODE_SHAPES } from './encoding';
import { centreOf } from './edge-geometry';
import { DETAIL_SIZE, LABEL_SIZE, TITLE_SIZE } from './layout';
import { FRAME_OPACITY, isTinted } from './scene-model';
import type { Box, SceneGroup, SceneNode } from './scene-model';
import { barrelPath, element, escapeMarkup, hexagonPath } from './svg-text';

interface TextStyle {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly fill: string;
  readonly weight?: number;
  readonly anchor?: 'start' | 'middle';
}

export function drawText(content: string, { x, y, size, fill, weight = 400, anchor = 'start' }: TextStyle): string {
  return element('text', { x, y, 'font-size': size, 'font-weight': weight, 'text-anchor': anchor, fill }, [
    escapeMarkup(content),
  ]);
}

export function drawGroup(group: SceneGroup, colours: ThemeColours): string {
  const { x, y, width, height } = group;
  return element('g', { 'data-id': group.id }, [
    element('rect', {
      x,
      y,
      width,
      height,
      rx: 12,
      fill: colours.sunk,
      'fill-opacity': isTinted(group) ? FRAME_OPACITY : 0,
      stroke: colours.line,
    }),
    drawText(group.label, { x: x + 16, y: y + 22, size: TITLE_SIZE, fill: colours.soft, weight: 600 }),
  ]);
}

/** `alarm`: the colour of the mark at a node whose protected traffic will be blocked. */
export function drawNode(node: SceneNode, alarm: string, colours: ThemeColours): string {
  const centre = centreOf(node);
  return element('g', { 'data-id': node.id, opacity: node.dimmed ? 0.35 : 1 }, [
    element('title', {}, [escapeMarkup(`${node.title} (${NODE_SHAPES[node.kind].word})`)]),
    ...drawShape(node, colours),
    drawText(node.label, {
      x: centre.x,
      y: centre.y - 3,
      size: LABEL_SIZE,
      fill: colours.ink,
      weight: 600,
      anchor: 'middle',
    }),
    drawText(node.detail, { x: centre.x, y: centre.y + 14, size: DETAIL_SIZE, fill: colours.soft, anchor: 'middle' }),
    ...(node.alarm ? [drawAlarm(node, alarm, colours)] : []),
  ]);
}

function drawShape(node: SceneNode, colours: ThemeColours): readonly string[] {
  const { shape } = NODE_SHAPES[node.kind];
  const paint = { fill: colours.panel, stroke: colours.outline, 'stroke-width': node.alarm ? 2.4 : 1 };
  const rectangle = ({ x, y, width, height }: Box): Record<string, string | number> => ({
    x,
    y,
    width,
    height,
    rx: 9,
    ...paint,
  });
  switch (shape) {
    case 'round-rectangle':
      return [element('rect', rectangle(node))];
    case 'dashed-rectangle':
      return [element('rect', { ...rectangle(node), 'stroke-dasharray': '4 3' })];
    case 'stacked-rectangle':
      return [element('rect', rectangle({ ...node, x: node.x + 4, y: node.y + 4 })), element('rect', rectangle(node))];
    case 'hexagon':
      return [element('path', { d: hexagonPath(node), ...paint })];
    case 'barrel':
      return [element('path', { d: barrelPath(node), ...paint })];
    default:
      return assertNever(shape);
  }
}

function drawAlarm(node: SceneNode, colour: string, colours: ThemeColours): string {
  return element('g', {}, [
    element('circle', { cx: node.x + node.width - 4, cy: node.y + 4, r: 8, fill: colour }),
    drawText('!', {
      x: node.x + node.width - 4,
      y: node.y + 8,
      size: 12,
      fill: colours.panel,
      weight: 600,
      anchor: 'middle',
    }),
  ]);
}
