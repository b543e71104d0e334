import { assertNever } from '../model/assert-never';
import type { StateEncoding, ThemeColours, ThemeName } from './encoding';
import { NODE_SHAPES, STATE_ENCODINGS, THEME_COLOURS, lineWidth } from './encoding';
import type { Course } from './edge-geometry';
import { centreOf, middleOfLongest } from './edge-geometry';
import { arrivalOf, drawEndMark, shortenCourse } from './end-mark';
import { DETAIL_SIZE, LABEL_SIZE, TITLE_SIZE } from './layout';
import { LEGEND } from './legend';
import { mixColours } from './mix-colours';
import { FRAME_OPACITY, isInFrame, isTinted } from './scene-model';
import type { Box, Point, Scene, SceneEdge, SceneGroup, SceneNode } from './scene-model';
import { barrelPath, element, escapeMarkup, formatPoint, hexagonPath, pathOf } from './svg-text';
import { estimateTextWidth } from './text-width';

export interface SvgOptions {
  /** `light` unless told otherwise, whatever the window shows. */
  readonly theme?: ThemeName;
  readonly title: string;
  /** One line below the title. */
  readonly caption: string;
}

const FONT = "Inter, 'Segoe UI', 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif";
const HEAD_HEIGHT = 64;
const LEGEND_HEIGHT = 48;
const MARGIN = 40;
const SWATCH = 44;

/**
 * Writes a scene as one self-contained SVG document with title, caption and legend; text stays text. The same scene and
 * options give the same bytes. Nothing in it comes from anywhere else, and everything that was written by others is escaped.
 */
export function renderSvg(scene: Scene, options: SvgOptions): string {
  const theme = options.theme ?? 'light';
  const colours: ThemeColours =
    theme === 'light' ? { ...THEME_COLOURS.light, background: '#FFFFFF' } : THEME_COLOURS[theme];
  const legend = drawLegend(theme, colours);
  const width = Math.max(scene.width, legend.width + 2 * MARGIN, estimateTextWidth(options.caption, 12) + 2 * MARGIN);
  const height = HEAD_HEIGHT + scene.height + LEGEND_HEIGHT;
  const drawing = [
    ...scene.groups.filter((group) => group.framed).map((group) => drawGroup(group, colours)),
    ...scene.edges.toReversed().map((edge) => drawEdge(edge, theme, colours)),
    ...scene.nodes.map((node) => drawNode(node, theme, colours)),
    ...scene.edges
      .filter(({ path }) => path.labelShown)
      .toReversed()
      .map((edge) => drawLabel(edge, groundAt(scene, edge.path.label, colours), theme, colours)),
  ];
  return `${element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      role: 'img',
      'aria-labelledby': 'title description',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      'font-family': FONT,
    },
    [
      element('title', { id: 'title' }, [escapeMarkup(options.title)]),
      element('desc', { id: 'description' }, [
        escapeMarkup(`${options.caption} ${scene.summary} ${scene.rule}`.trim()),
      ]),
      element('rect', { width, height, fill: colours.background }),
      text(options.title, { x: MARGIN, y: 32, size: 17, fill: colours.ink, weight: 600 }),
      text(options.caption, { x: MARGIN, y: 52, size: 12, fill: colours.soft }),
      element('g', { transform: `translate(0 ${HEAD_HEIGHT})` }, [...drawing, '']),
      element('g', { transform: `translate(${MARGIN} ${HEAD_HEIGHT + scene.height + 8})` }, legend.elements),
    ],
  )}\n`;
}

interface TextStyle {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly fill: string;
  readonly weight?: number;
  readonly anchor?: 'start' | 'middle';
}

function text(content: string, { x, y, size, fill, weight = 400, anchor = 'start' }: TextStyle): string {
  return element('text', { x, y, 'font-size': size, 'font-weight': weight, 'text-anchor': anchor, fill }, [
    escapeMarkup(content),
  ]);
}

function drawGroup(group: SceneGroup, colours: ThemeColours): string {
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
    text(group.label, { x: x + 16, y: y + 22, size: TITLE_SIZE, fill: colours.soft, weight: 600 }),
  ]);
}

function drawEdge(edge: SceneEdge, theme: ThemeName, colours: ThemeColours): string {
  const encoding = STATE_ENCODINGS[edge.state];
  const parts = drawLine(edge.path, encoding, edge.weight, theme, colours);
  if (edge.failsafe) parts.push(drawDiamond(edge.path, encoding.colour[theme]));
  return element('g', { 'data-id': edge.id }, [
    element('title', {}, [escapeMarkup(`${edge.label}: ${encoding.word}`)]),
    ...parts,
  ]);
}

/** A line with its end mark: also the swatches of the legend. */
function drawLine(
  course: Course,
  encoding: StateEncoding,
  weight: number,
  theme: ThemeName,
  colours: ThemeColours,
): string[] {
  const colour = encoding.colour[theme];
  const mark = drawEndMark(encoding.endMark, course.end, arrivalOf(course));
  const d = pathOf(shortenCourse(course, mark.length));
  const line: Record<string, string | number> = {
    d,
    fill: 'none',
    stroke: colour,
    'stroke-width': lineWidth(encoding, weight),
  };
  if (encoding.dash.length > 0) line['stroke-dasharray'] = encoding.dash.join(' ');
  const parts = [element('path', line)];
  if (encoding.gap > 0) {
    parts.push(
      element('path', {
        d,
        fill: 'none',
        stroke: colours.background,
        'stroke-width': lineWidth(encoding, weight) - encoding.width + encoding.gap,
      }),
    );
  }
  const outline = `M${mark.points.map(formatPoint).join('L')}`;
  switch (mark.style) {
    case 'filled':
      parts.push(element('path', { d: `${outline}z`, fill: colour }));
      break;
    case 'hollow':
      parts.push(element('path', { d: `${outline}z`, fill: colours.background, stroke: colour, 'stroke-width': 1.6 }));
      break;
    case 'open':
      parts.push(element('path', { d: outline, fill: 'none', stroke: colour, 'stroke-width': 2 }));
      break;
    default:
      assertNever(mark.style);
  }
  return parts;
}

function drawDiamond(course: Course, colour: string): string {
  const { x, y } = middleOfLongest(course);
  return element('path', { d: `M${formatPoint({ x: x - 5, y })}l5 -5l5 5l-5 5z`, fill: colour });
}

function groundAt(scene: Scene, point: Point, colours: ThemeColours): string {
  return isInFrame(scene, point) ? mixColours(colours.sunk, colours.background, FRAME_OPACITY) : colours.background;
}

function drawLabel(edge: SceneEdge, ground: string, theme: ThemeName, colours: ThemeColours): string {
  const { label, labelWidth: width, labelHeight: height } = edge.path;
  const encoding = STATE_ENCODINGS[edge.state];
  const isLoud = edge.state === 'will-be-blocked' || edge.state === 'will-open';
  const box: Record<string, string | number> = {
    x: label.x - width / 2,
    y: label.y - height / 2,
    width,
    height,
    rx: 4,
    fill: isLoud ? colours.panel : ground,
  };
  if (isLoud) box['stroke'] = encoding.colour[theme];
  return element('g', {}, [
    element('rect', box),
    text(edge.label, {
      x: label.x,
      y: label.y + 4,
      size: DETAIL_SIZE,
      fill: edge.state === 'live' || edge.state === 'only-by-net' ? colours.soft : encoding.colour[theme],
      weight: isLoud ? 600 : 400,
      anchor: 'middle',
    }),
  ]);
}

function drawNode(node: SceneNode, theme: ThemeName, colours: ThemeColours): string {
  const centre = centreOf(node);
  return element('g', { 'data-id': node.id, opacity: node.dimmed ? 0.35 : 1 }, [
    element('title', {}, [escapeMarkup(`${node.title} (${NODE_SHAPES[node.kind].word})`)]),
    ...drawShape(node, colours),
    text(node.label, {
      x: centre.x,
      y: centre.y - 3,
      size: LABEL_SIZE,
      fill: colours.ink,
      weight: 600,
      anchor: 'middle',
    }),
    text(node.detail, { x: centre.x, y: centre.y + 14, size: DETAIL_SIZE, fill: colours.soft, anchor: 'middle' }),
    ...(node.alarm ? [drawAlarm(node, theme, colours)] : []),
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

function drawAlarm(node: SceneNode, theme: ThemeName, colours: ThemeColours): string {
  const colour = STATE_ENCODINGS['will-be-blocked'].colour[theme];
  return element('g', {}, [
    element('circle', { cx: node.x + node.width - 4, cy: node.y + 4, r: 8, fill: colour }),
    text('!', {
      x: node.x + node.width - 4,
      y: node.y + 8,
      size: 12,
      fill: colours.panel,
      weight: 600,
      anchor: 'middle',
    }),
  ]);
}

function drawLegend(
  theme: ThemeName,
  colours: ThemeColours,
): { readonly elements: readonly string[]; readonly width: number } {
  const elements: string[] = [];
  let x = 0;
  for (const { encoding, word } of LEGEND) {
    const course: Course = { start: { x, y: 12 }, controls: [], end: { x: x + SWATCH, y: 12 } };
    elements.push(...drawLine(course, encoding, 0, theme, colours));
    elements.push(text(word, { x: x + SWATCH + 8, y: 16, size: 12, fill: colours.soft }));
    x += SWATCH + 8 + estimateTextWidth(word, 12) + 20;
  }
  return { elements, width: x - 20 };
}
