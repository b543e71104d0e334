import type { EdgeState, Party } from '../model/edge';

/** The two drawing themes. Exports use `light` unless told otherwise. */
export const THEME_NAMES = ['light', 'dark'] as const;
export type ThemeName = (typeof THEME_NAMES)[number];

type LineStyle = 'solid' | 'double' | 'dashed' | 'dotted' | 'dash-dot';
export type EndMark = 'triangle' | 'hollow-triangle' | 'tee' | 'vee';

/** How one state looks, everywhere: map, table chips, legend, SVG. No two states share line and end mark. */
export interface StateEncoding {
  readonly state: EdgeState;
  /** The word a person reads, in lower case. */
  readonly word: string;
  readonly line: LineStyle;
  /** Lengths of dashes and gaps in pixels; empty for an unbroken line. */
  readonly dash: readonly number[];
  /** Width in pixels; for a double line the width over both strokes. */
  readonly width: number;
  /** Width in pixels of the gap between the strokes of a double line, otherwise 0. */
  readonly gap: number;
  readonly endMark: EndMark;
  /** What stands before the label of an edge; `''` for none. */
  readonly textMark: string;
  readonly colour: Readonly<Record<ThemeName, string>>;
}

const LIVE = { light: '#2B73B8', dark: '#3C8DF0' } as const;
const STAGED = { light: '#4A1259', dark: '#EBD3FB' } as const;
const BLOCKED = { light: '#96280C', dark: '#FFA15D' } as const;
const UNDECIDED = { light: '#5A6472', dark: '#98A2AE' } as const;

/** The one table. Colour comes second: line and mark tell the states apart without it. */
export const STATE_ENCODINGS: Readonly<Record<EdgeState, StateEncoding>> = {
  'will-be-blocked': {
    state: 'will-be-blocked',
    word: 'will be blocked',
    line: 'dashed',
    dash: [8, 4],
    width: 3,
    gap: 0,
    endMark: 'tee',
    textMark: '−',
    colour: STAGED,
  },
  undecided: {
    state: 'undecided',
    word: 'cannot tell',
    line: 'dash-dot',
    dash: [10, 3, 2, 3],
    width: 2,
    gap: 0,
    endMark: 'vee',
    textMark: '?',
    colour: UNDECIDED,
  },
  'only-by-net': {
    state: 'only-by-net',
    word: 'only by the net',
    line: 'double',
    dash: [],
    width: 5.2,
    gap: 2.2,
    endMark: 'triangle',
    textMark: 'net',
    colour: LIVE,
  },
  'will-open': {
    state: 'will-open',
    word: 'will open',
    line: 'dashed',
    dash: [8, 4],
    width: 3,
    gap: 0,
    endMark: 'hollow-triangle',
    textMark: '+',
    colour: STAGED,
  },
  blocked: {
    state: 'blocked',
    word: 'blocked',
    line: 'dotted',
    dash: [2, 4],
    width: 2.5,
    gap: 0,
    endMark: 'tee',
    textMark: '✕',
    colour: BLOCKED,
  },
  live: {
    state: 'live',
    word: 'allowed',
    line: 'solid',
    dash: [],
    width: 1.6,
    gap: 0,
    endMark: 'triangle',
    textMark: '',
    colour: LIVE,
  },
};

/** How much wider a line is by the `weight` of its edge: many connections are seen from afar. */
const WEIGHT_FACTORS = [1, 1.3, 1.7] as const;
/** The weights that an edge can have. */
export const WEIGHTS: readonly number[] = WEIGHT_FACTORS.map((_, weight) => weight);

/** The width of the line of an edge, over both strokes of a double line. */
export function lineWidth(encoding: StateEncoding, weight: number): number {
  return encoding.width * (WEIGHT_FACTORS[weight] ?? 1);
}

/** The text mark of traffic that failsafe ports alone let through; its line also carries a small diamond. */
export const FAILSAFE_MARK = 'fs';

/** The surfaces and inks a drawing needs besides the colours of the states. */
export interface ThemeColours {
  /** Behind everything. */
  readonly background: string;
  /** Inside nodes and labels. */
  readonly panel: string;
  /** Inside namespaces. */
  readonly sunk: string;
  /** Quiet separators and the dots of the background. */
  readonly line: string;
  /** Outlines of nodes: 3:1 on the background. */
  readonly outline: string;
  readonly ink: string;
  /** Second lines and labels. */
  readonly soft: string;
  /** Selection and keyboard focus. */
  readonly focus: string;
  /** Washes behind a state's words: staged, blocked, undecided, live. */
  readonly wash: Readonly<Record<EdgeState, string>>;
}

const LIGHT_WASH = { staged: '#F3EAF6', blocked: '#FBEDE8', live: '#E7F0F8', undecided: '#EEF1F4' } as const;
const DARK_WASH = { staged: '#2F2536', blocked: '#35241B', live: '#1B2A3A', undecided: '#22272E' } as const;

function washByState(
  wash: Readonly<Record<'staged' | 'blocked' | 'live' | 'undecided', string>>,
): Readonly<Record<EdgeState, string>> {
  return {
    'will-be-blocked': wash.staged,
    'will-open': wash.staged,
    'only-by-net': wash.live,
    live: wash.live,
    blocked: wash.blocked,
    undecided: wash.undecided,
  };
}

export const THEME_COLOURS: Readonly<Record<ThemeName, ThemeColours>> = {
  light: {
    background: '#F6F7F9',
    panel: '#FFFFFF',
    sunk: '#EEF1F4',
    line: '#D9DEE4',
    outline: '#8A94A0',
    ink: '#15181C',
    soft: '#4C5661',
    focus: '#0B5CAD',
    wash: washByState(LIGHT_WASH),
  },
  dark: {
    background: '#15181C',
    panel: '#1B1F24',
    sunk: '#22272E',
    line: '#343B44',
    outline: '#6B7682',
    ink: '#E8ECF0',
    soft: '#B4BDC7',
    focus: '#79B8FF',
    wash: washByState(DARK_WASH),
  },
};

/** The outline of a node tells what it is, without colour. */
export type NodeShape = 'round-rectangle' | 'stacked-rectangle' | 'hexagon' | 'barrel' | 'dashed-rectangle';

/** What a node can be: a party, or a whole group drawn as one node. */
export type NodeKind = Party['kind'] | 'collapsed';

export const NODE_SHAPES: Readonly<Record<NodeKind, { readonly shape: NodeShape; readonly word: string }>> = {
  workload: { shape: 'round-rectangle', word: 'workload' },
  host: { shape: 'hexagon', word: 'host endpoint' },
  'network-set': { shape: 'barrel', word: 'network set' },
  external: { shape: 'dashed-rectangle', word: 'outside address' },
  collapsed: { shape: 'stacked-rectangle', word: 'group' },
};

/**
 * Worst first: a list, a badge and an aggregated edge show the first of these that they hold.
 * Protected traffic that will be blocked comes before everything; see `stateRank`.
 */
export const STATES_WORST_FIRST: readonly EdgeState[] = [
  'undecided',
  'will-be-blocked',
  'will-open',
  'blocked',
  'only-by-net',
  'live',
];

/** Smaller is worse: 0 for protected traffic that will be blocked, then the place in `STATES_WORST_FIRST`. */
export function stateRank(state: EdgeState, isProtected: boolean): number {
  if (isProtected && state === 'will-be-blocked') return 0;
  return STATES_WORST_FIRST.indexOf(state) + 1;
}
