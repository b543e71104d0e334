import type { Course } from './edge-geometry';
import { BARREL_BULGE, HEXAGON_CORNER, roundCorner } from './edge-geometry';
import type { Box, Point } from './scene-model';

/** One element of an SVG. Attributes and content are escaped here and nowhere else. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  children: readonly string[] = [],
): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeMarkup(formatValue(value))}"`);
  return children.length === 0
    ? `<${name}${written.join('')}/>`
    : `<${name}${written.join('')}>${children.join('')}</${name}>`;
}

/** Text for markup, safe in content and in attributes; characters that XML cannot hold are left out. */
export function escapeMarkup(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function formatValue(value: string | number): string {
  return typeof value === 'string' ? value : formatNumber(value);
}

/** At most two decimals, so that a drawing is the same on every machine. */
function formatNumber(value: number): string {
  const rounded = Math.round(value * 100) / 100;
  return String(rounded === 0 ? 0 : rounded);
}

export function formatPoint({ x, y }: Point): string {
  return `${formatNumber(x)} ${formatNumber(y)}`;
}

/** The path of a course, for `d`. */
export function pathOf(course: Course): string {
  const { start, controls, end } = course;
  const corners = controls.map((corner, index) => {
    const { into, out, radius } = roundCorner(controls[index - 1] ?? start, corner, controls[index + 1] ?? end);
    return radius === 0
      ? `L${formatPoint(corner)}`
      : `L${formatPoint(into)}Q${formatPoint(corner)} ${formatPoint(out)}`;
  });
  return `M${formatPoint(course.start)}${corners.join('')}L${formatPoint(course.end)}`;
}

export function hexagonPath({ x, y, width, height }: Box): string {
  const [right, bottom, centre] = [x + width, y + height, y + height / 2];
  const corners: readonly Point[] = [
    { x, y: centre },
    { x: x + HEXAGON_CORNER, y },
    { x: right - HEXAGON_CORNER, y },
    { x: right, y: centre },
    { x: right - HEXAGON_CORNER, y: bottom },
    { x: x + HEXAGON_CORNER, y: bottom },
  ];
  return `M${corners.map(formatPoint).join('L')}z`;
}

export function barrelPath({ x, y, width, height }: Box): string {
  const [right, bottom, centre] = [x + width, y + height, x + width / 2];
  // A quadratic curve reaches half-way to its control.
  const [top, low] = [y + BARREL_BULGE, bottom - BARREL_BULGE];
  return (
    `M${formatPoint({ x, y: top })}Q${formatPoint({ x: centre, y: y - BARREL_BULGE })} ${formatPoint({ x: right, y: top })}` +
    `L${formatPoint({ x: right, y: low })}` +
    `Q${formatPoint({ x: centre, y: bottom + BARREL_BULGE })} ${formatPoint({ x, y: low })}z`
  );
}
