import type { EdgeState } from '../model/edge';
import type { NodeKind } from './encoding';
import type { ViewState } from './view-state';

/** A place in the drawing, in pixels at 100 %. The origin is the top left corner of the scene. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** `x`, `y` is the top left corner; all four are multiples of `LATTICE`. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** Every box of a scene stands on this lattice. */
export const LATTICE = 10;

export type GroupKind = 'namespace' | 'hosts' | 'sets' | 'outside';

/** A frame around nodes: an open namespace, the hosts, the network sets, what is outside. */
export interface SceneGroup extends Box {
  /** `namespace:prod`, `hosts`, `sets`, `outside`. */
  readonly id: string;
  readonly kind: GroupKind;
  readonly label: string;
  /** Hosts, sets and the outside have a frame when they are several. */
  readonly framed: boolean;
  /** Ids of its nodes, in reading order. */
  readonly nodes: readonly string[];
}

/** One party, or a closed group drawn as one node. */
export interface SceneNode extends Box {
  /** The id of the party, or of the closed group. */
  readonly id: string;
  readonly kind: NodeKind;
  /** What it stands for in full, e.g. `prod/frontend`. */
  readonly title: string;
  /** As drawn, shortened to fit. */
  readonly label: string;
  /** Second line, shortened to fit. */
  readonly detail: string;
  /** The group it belongs to; a closed group belongs to itself and is `null`. */
  readonly group: string | null;
  /** Ids of the parties behind it. */
  readonly parties: readonly string[];
  /** The worst state among the edges drawn at it. */
  readonly worst: EdgeState | null;
  /** Protected traffic at it will be blocked. */
  readonly alarm: boolean;
  /** The find query leaves it out. */
  readonly dimmed: boolean;
}

/** The course of an edge: straight stretches, level and upright in turn, with rounded corners. */
export interface EdgePath {
  readonly start: Point;
  /** The corners. */
  readonly controls: readonly Point[];
  readonly end: Point;
  /** The centre of the label. */
  readonly label: Point;
  readonly labelWidth: number;
  readonly labelHeight: number;
  /** There is room for the label; otherwise it is shown while its line is pointed at or selected. */
  readonly labelShown: boolean;
}

/** Edges of the rehearsal that run between the same two ends in the same state, drawn as one; or all that matters less into one end. */
export interface SceneEdge {
  readonly id: string;
  /** Id of a node, or of an open group when it stands for several of its nodes; `null`: from several groups. */
  readonly from: string | null;
  readonly to: string;
  readonly state: EdgeState;
  /** Ids of the edges of the rehearsal, worst and then lowest id first. */
  readonly members: readonly string[];
  /** e.g. `− tcp 8080`, `tcp 8080, 8443 +3`, `net · tcp 8080`; at a closed group what it holds: `−3  ?2  →41`. */
  readonly label: string;
  /** How many members are in which state, worst first; one entry unless an end is a closed group or it comes from several groups. */
  readonly counts: readonly { readonly state: EdgeState; readonly count: number }[];
  /** 0, 1 or 2: how much heavier the line is than a single one. */
  readonly weight: number;
  /** Failsafe ports alone let every member through. */
  readonly failsafe: boolean;
  /** At least one member must stay open. */
  readonly protected: boolean;
  readonly selected: boolean;
  readonly path: EdgePath;
}

/** What to draw: plain data, the same for the same input. Canvas, SVG and the accessible tree show this and nothing else. */
export interface Scene {
  readonly view: ViewState;
  readonly width: number;
  readonly height: number;
  readonly groups: readonly SceneGroup[];
  readonly nodes: readonly SceneNode[];
  /** Worst first. */
  readonly edges: readonly SceneEdge[];
  /** Edges of the rehearsal that are drawn, by state. */
  readonly counts: Readonly<Record<EdgeState, number>>;
  /** How much stands behind what is drawn. */
  readonly shown: {
    readonly edges: number;
    readonly edgesInAll: number;
    readonly parties: number;
    readonly partiesInAll: number;
    readonly closedGroups: number;
  };
  /** One sentence: what the picture shows. */
  readonly summary: string;
  /** One sentence: which edges are drawn and which are not. */
  readonly rule: string;
  /** A query that could not be read, with the 1-based column; then nothing is left out. */
  readonly findError: { readonly message: string; readonly column: number } | null;
}

/** How strongly (0 to 1) the inside of a tinted frame is coloured. */
export const FRAME_OPACITY = 0.55;

/** Namespaces have a ground of their own. */
export function isTinted(group: SceneGroup): boolean {
  return group.framed && group.kind === 'namespace';
}

/** True when a point stands on the ground of a tinted frame. */
export function isInFrame(scene: Pick<Scene, 'groups'>, { x, y }: Point): boolean {
  return scene.groups.some(
    (group) => isTinted(group) && x > group.x && x < group.x + group.width && y > group.y && y < group.y + group.height,
  );
}
