import type { StateEncoding } from '../../main/engine/report/encoding';

/** The size of a mark, in pixels. */
export const MARK = { width: 34, height: 12 } as const;

const MIDDLE = MARK.height / 2;

export interface MarkStroke {
  readonly d: string;
  readonly width: number;
  readonly dash: string;
}

export interface MarkGeometry {
  /** The line itself: two strokes for a double line. */
  readonly lines: readonly MarkStroke[];
  /** The mark at its end. */
  readonly end: { readonly d: string; readonly fill: 'full' | 'panel' | 'none'; readonly strokeWidth: number };
}

/** A state's line and end mark, small enough to stand before a word. */
export function markGeometry(encoding: StateEncoding): MarkGeometry {
  const length = lineLength(encoding.endMark);
  const dash = encoding.dash.join(' ');
  if (encoding.gap === 0) {
    return { lines: [{ d: `M0 ${MIDDLE}H${length}`, width: encoding.width, dash }], end: endMark(encoding.endMark) };
  }
  const stroke = (encoding.width - encoding.gap) / 2;
  const away = (encoding.gap + stroke) / 2;
  const lines = [MIDDLE - away, MIDDLE + away].map((y) => ({ d: `M0 ${y}H${length}`, width: stroke, dash }));
  return { lines, end: endMark(encoding.endMark) };
}

function lineLength(mark: StateEncoding['endMark']): number {
  switch (mark) {
    case 'triangle':
      return 25;
    case 'hollow-triangle':
      return 23;
    case 'tee':
      return 29;
    case 'vee':
      return 31;
  }
}

function endMark(mark: StateEncoding['endMark']): MarkGeometry['end'] {
  switch (mark) {
    case 'triangle':
      return { d: 'M24 1.5L33 6L24 10.5z', fill: 'full', strokeWidth: 0 };
    case 'hollow-triangle':
      return { d: 'M23 1.5L32 6L23 10.5z', fill: 'panel', strokeWidth: 1.5 };
    case 'tee':
      return { d: 'M30.5 0V12', fill: 'none', strokeWidth: 3 };
    case 'vee':
      return { d: 'M25 1.5L32.5 6L25 10.5', fill: 'none', strokeWidth: 1.8 };
  }
}
