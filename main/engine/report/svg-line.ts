import { assertNever } from '../model/assert-never';
import type { StateEncoding } from './encoding';
import { lineWidth } from './encoding';
import type { Course } from './edge-geometry';
import { middleOfLongest } from './edge-geometry';
import { arrivalOf, drawEndMark, shortenCourse } from './end-mark';
import { element, formatPoint, pathOf } from './svg-text';

/** How a line is drawn: its shape tells the state, its colour and weight come second. */
export interface LinePaint {
  readonly encoding: StateEncoding;
  readonly colour: string;
  /** As `weight` of an edge. */
  readonly weight: number;
}

/** A line with its end mark: also the swatches of the legend. */
export function drawLine(course: Course, { encoding, colour, weight }: LinePaint, background: string): string[] {
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
        stroke: background,
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
      parts.push(element('path', { d: `${outline}z`, fill: background, stroke: colour, 'stroke-width': 1.6 }));
      break;
    case 'open':
      parts.push(element('path', { d: outline, fill: 'none', stroke: colour, 'stroke-width': 2 }));
      break;
    default:
      assertNever(mark.style);
  }
  return parts;
}

/** The mark of traffic that failsafe ports alone let through. */
export function drawDiamond(course: Course, colour: string): string {
  const { x, y } = middleOfLongest(course);
  return element('path', { d: `M${formatPoint({ x: x - 5, y })}l5 -5l5 5l-5 5z`, fill: colour });
}
