import type { ThemeColours, ThemeName } from './encoding';
import { STATE_ENCODINGS, THEME_COLOURS } from './encoding';
import type { Course } from './edge-geometry';
import { DETAIL_SIZE } from './layout';
import { LEGEND } from './legend';
import { mixColours } from './mix-colours';
import { FRAME_OPACITY, isInFrame } from './scene-model';
import type { Point, Scene, SceneEdge } from './scene-model';
import type { LinePaint } from './svg-line';
import { drawDiamond, drawLine } from './svg-line';
import { drawGroup, drawNode, drawText } from './svg-shapes';
import { element, escapeMarkup } from './svg-text';
import { estimateTextWidth } from './text-width';

export interface SvgOptions {
  /** `light` unless told otherwise, whatever the window shows. */
  readonly theme?: ThemeName;
  readonly title: string;
  /** One line below the title. */
  readonly caption: string;
  /** Begins every `id`, so that several drawings can stand in one page; `''` unless told otherwise. */
  readonly idPrefix?: string;
}

/** How the edges of a drawing look, and how its legend explains it. */
export interface EdgePainting {
  paint(edge: SceneEdge): EdgePaint;
  readonly legend: readonly { readonly paint: LinePaint; readonly word: string }[];
}

interface EdgePaint extends LinePaint {
  /** What a pointer over the line is told. */
  readonly word: string;
  readonly labelColour: string;
  /** The label stands in a frame of the line's colour. */
  readonly isLoud: boolean;
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
  return renderPainted(scene, options, paintStates(options.theme ?? 'light'));
}

/** As `renderSvg`, with edges painted otherwise. */
export function renderPainted(scene: Scene, options: SvgOptions, painting: EdgePainting): string {
  const { theme = 'light', idPrefix = '' } = options;
  const colours: ThemeColours =
    theme === 'light' ? { ...THEME_COLOURS.light, background: '#FFFFFF' } : THEME_COLOURS[theme];
  const legend = drawLegend(painting, colours);
  const alarm = STATE_ENCODINGS['will-be-blocked'].colour[theme];
  const width = Math.max(scene.width, legend.width + 2 * MARGIN, estimateTextWidth(options.caption, 12) + 2 * MARGIN);
  const height = HEAD_HEIGHT + scene.height + LEGEND_HEIGHT;
  const drawing = [
    ...scene.groups.filter((group) => group.framed).map((group) => drawGroup(group, colours)),
    ...scene.edges.toReversed().map((edge) => drawEdge(edge, painting, colours)),
    ...scene.nodes.map((node) => drawNode(node, alarm, colours)),
    ...scene.edges
      .filter(({ path }) => path.labelShown)
      .toReversed()
      .map((edge) => drawLabel(edge, groundAt(scene, edge.path.label, colours), painting, colours)),
  ];
  return `${element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      role: 'img',
      'aria-labelledby': `${idPrefix}title ${idPrefix}description`,
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      'font-family': FONT,
    },
    [
      element('title', { id: `${idPrefix}title` }, [escapeMarkup(options.title)]),
      element('desc', { id: `${idPrefix}description` }, [
        escapeMarkup(`${options.caption} ${scene.summary} ${scene.rule}`.trim()),
      ]),
      element('rect', { width, height, fill: colours.background }),
      drawText(options.title, { x: MARGIN, y: 32, size: 17, fill: colours.ink, weight: 600 }),
      drawText(options.caption, { x: MARGIN, y: 52, size: 12, fill: colours.soft }),
      element('g', { transform: `translate(0 ${HEAD_HEIGHT})` }, [...drawing, '']),
      element('g', { transform: `translate(${MARGIN} ${HEAD_HEIGHT + scene.height + 8})` }, legend.elements),
    ],
  )}\n`;
}

/** Every edge as its state looks everywhere. */
function paintStates(theme: ThemeName): EdgePainting {
  const { soft } = THEME_COLOURS[theme];
  return {
    paint({ state, weight }) {
      const encoding = STATE_ENCODINGS[state];
      const colour = encoding.colour[theme];
      return {
        encoding,
        colour,
        weight,
        word: encoding.word,
        labelColour: state === 'live' || state === 'only-by-net' ? soft : colour,
        isLoud: state === 'will-be-blocked' || state === 'will-open',
      };
    },
    legend: LEGEND.map(({ encoding, word }) => ({
      paint: { encoding, colour: encoding.colour[theme], weight: 0 },
      word,
    })),
  };
}

function drawEdge(edge: SceneEdge, painting: EdgePainting, { background }: ThemeColours): string {
  const paint = painting.paint(edge);
  const parts = drawLine(edge.path, paint, background);
  if (edge.failsafe) parts.push(drawDiamond(edge.path, paint.colour));
  return element('g', { 'data-id': edge.id }, [
    element('title', {}, [escapeMarkup(`${edge.label}: ${paint.word}`)]),
    ...parts,
  ]);
}

function groundAt(scene: Scene, point: Point, colours: ThemeColours): string {
  return isInFrame(scene, point) ? mixColours(colours.sunk, colours.background, FRAME_OPACITY) : colours.background;
}

function drawLabel(edge: SceneEdge, ground: string, painting: EdgePainting, { panel }: ThemeColours): string {
  const { label, labelWidth: width, labelHeight: height } = edge.path;
  const { colour, labelColour, isLoud } = painting.paint(edge);
  const box: Record<string, string | number> = {
    x: label.x - width / 2,
    y: label.y - height / 2,
    width,
    height,
    rx: 4,
    fill: isLoud ? panel : ground,
  };
  if (isLoud) box['stroke'] = colour;
  return element('g', {}, [
    element('rect', box),
    drawText(edge.label, {
      x: label.x,
      y: label.y + 4,
      size: DETAIL_SIZE,
      fill: labelColour,
      weight: isLoud ? 600 : 400,
      anchor: 'middle',
    }),
  ]);
}

function drawLegend(
  { legend }: EdgePainting,
  { background, soft }: ThemeColours,
): { readonly elements: readonly string[]; readonly width: number } {
  const elements: string[] = [];
  let x = 0;
  for (const { paint, word } of legend) {
    const course: Course = { start: { x, y: 12 }, controls: [], end: { x: x + SWATCH, y: 12 } };
    elements.push(...drawLine(course, paint, background));
    elements.push(drawText(word, { x: x + SWATCH + 8, y: 16, size: 12, fill: soft }));
    x += SWATCH + 8 + estimateTextWidth(word, 12) + 20;
  }
  return { elements, width: x - 20 };
}
