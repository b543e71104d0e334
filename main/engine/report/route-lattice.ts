import type { Side } from './edge-geometry';
import type { Box, Point } from './scene-model';
import { LATTICE } from './scene-model';

/** A place beside a border where a line may begin or end, and the side towards which it leaves the border there. */
export interface Gate {
  readonly at: Point;
  readonly leaves: Side;
  /** How much less it is liked than the best one. */
  readonly dislike: number;
}

/** A way through the lattice, from gate to gate. */
export interface Way {
  readonly from: Gate;
  readonly to: Gate;
  readonly points: readonly Point[];
}

/** What a step costs: more beside its length for what it meets. */
const COST = {
  step: 4,
  turn: 20,
  /** Along another line. */
  along: 60,
  /** Across another line. */
  across: 12,
  /** Beside another line. */
  beside: 1,
  /** Just beside a node. */
  nearNode: 8,
  /** Through a title. */
  title: 48,
  /** Along the border of a frame. */
  border: 24,
  /** Through a frame that is not its own. */
  foreignFrame: 2,
} as const;

const SIDES: readonly Side[] = ['right', 'bottom', 'left', 'top'];
const BLOCKED = 255;
/** The places of the lattice stand so far below its lines: the nodes' middles are on it. */
const OFFSET = LATTICE / 2;

/**
 * The places where lines may run, ten pixels apart: not through nodes and marks, rather not through titles and foreign frames,
 * and with a memory of the lines that are there already. Finds the cheapest way between two sets of gates. Deterministic.
 */
export class RouteLattice {
  readonly #columns: number;
  readonly #rows: number;
  readonly #ground: Int32Array;
  /** Whether a level or an upright line would run along the border of a frame here. */
  readonly #border: readonly [level: Int32Array, upright: Int32Array];
  /** The frame at a place: its index plus one. */
  readonly #frame: Int32Array;
  readonly #frames: readonly string[];
  /** How many lines run at a place, level and upright. */
  readonly #level: Int32Array;
  readonly #upright: Int32Array;
  readonly #price: Int32Array;
  readonly #came: Int32Array;
  readonly #visit: Int32Array;
  #round = 0;

  constructor(
    size: { readonly width: number; readonly height: number },
    nodes: readonly Box[],
    marks: readonly Box[],
    titles: readonly Box[],
    frames: ReadonlyMap<string, Box>,
  ) {
    this.#columns = Math.floor(size.width / LATTICE) + 1;
    this.#rows = Math.floor(size.height / LATTICE);
    const places = this.#columns * this.#rows;
    this.#ground = new Int32Array(places).fill(COST.step);
    this.#border = [new Int32Array(places), new Int32Array(places)];
    this.#frame = new Int32Array(places);
    this.#frames = [...frames.keys()];
    this.#level = new Int32Array(places);
    this.#upright = new Int32Array(places);
    this.#price = new Int32Array(places * 4);
    this.#came = new Int32Array(places * 4);
    this.#visit = new Int32Array(places * 4);
    for (const [index, box] of [...frames.values()].entries()) {
      this.#eachPlace(box, 0, (place) => (this.#frame[place] = index + 1));
      for (const y of [box.y, box.y + box.height]) {
        this.#eachPlace({ ...box, y, height: 0 }, OFFSET, (place) => (this.#border[0][place] = 1));
      }
      for (const x of [box.x, box.x + box.width]) {
        this.#eachPlace({ ...box, x, width: 0 }, 0, (place) => (this.#border[1][place] = 1));
      }
    }
    for (const box of titles) this.#eachPlace(box, 0, (place) => (this.#ground[place] = COST.step + COST.title));
    for (const box of nodes) {
      this.#eachPlace(box, LATTICE + 1, (place) => {
        this.#ground[place] = Math.max(valueAt(this.#ground, place), COST.step + COST.nearNode);
      });
    }
    for (const box of nodes) this.#eachPlace(box, 0, (place) => (this.#ground[place] = BLOCKED));
    for (const box of marks) this.#eachPlace(box, 2, (place) => (this.#ground[place] = BLOCKED));
    for (let place = 0; place < places; place += 1) {
      const [column, row] = [place % this.#columns, Math.floor(place / this.#columns)];
      const isRim = column === 0 || row === 0 || column === this.#columns - 1 || row === this.#rows - 1;
      if (isRim) this.#ground[place] = BLOCKED;
    }
  }

  /** The cheapest way, or nothing where there is none. Lines may run through the `own` frames at no extra cost. */
  find(from: readonly Gate[], to: readonly Gate[], own: ReadonlySet<string>): Way | null {
    this.#round += 1;
    const round = this.#round;
    const goals = new Map<number, Gate>();
    for (const gate of to) {
      const place = this.#placeOf(gate.at);
      // A line arrives against the side towards which it would leave.
      if (place !== null) goals.set(place * 4 + ((SIDES.indexOf(gate.leaves) + 2) % 4), gate);
    }
    const [left, right] = [Math.min(...to.map(({ at }) => at.x)), Math.max(...to.map(({ at }) => at.x))];
    const [top, bottom] = [Math.min(...to.map(({ at }) => at.y)), Math.max(...to.map(({ at }) => at.y))];
    const remaining = (place: number): number => {
      const x = (place % this.#columns) * LATTICE;
      const y = Math.floor(place / this.#columns) * LATTICE + OFFSET;
      return ((Math.max(left - x, x - right, 0) + Math.max(top - y, y - bottom, 0)) / LATTICE) * COST.step;
    };
    const free = this.#frames.map((id) => own.has(id));
    const queue: number[][] = [];
    const starts = new Map<number, Gate>();
    const reach = (state: number, price: number, came: number): void => {
      if (this.#visit[state] === round && valueAt(this.#price, state) <= price) return;
      this.#visit[state] = round;
      this.#price[state] = price;
      this.#came[state] = came;
      const total = price + remaining(state >> 2);
      (queue[total] ??= []).push(state);
    };
    for (const gate of from) {
      const place = this.#placeOf(gate.at);
      if (place === null) continue;
      const state = place * 4 + SIDES.indexOf(gate.leaves);
      starts.set(state, gate);
      reach(state, gate.dislike + valueAt(this.#ground, place) + this.#crowd(place, state & 3), -1);
    }
    let [best, lowest]: [number | null, number] = [null, Infinity];
    for (let total = 0; total < queue.length && total < lowest; total += 1) {
      // A step that costs nothing more adds to the list that is being read.
      for (const state of queue[total] ?? []) {
        const price = valueAt(this.#price, state);
        if (price + remaining(state >> 2) !== total) continue;
        const goal = goals.get(state);
        if (goal !== undefined && price + goal.dislike < lowest) [best, lowest] = [state, price + goal.dislike];
        this.#walk(state, price, free, reach);
      }
    }
    return best === null ? null : this.#retrace(best, starts, goals);
  }

  /** Remembers that a line runs here (`by` 1), or forgets it (-1). */
  occupy(points: readonly Point[], by: 1 | -1): void {
    for (const [index, end] of points.entries()) {
      const start = points[index - 1];
      if (start === undefined) continue;
      const uses = start.y === end.y ? this.#level : this.#upright;
      const box = {
        x: Math.min(start.x, end.x),
        y: Math.min(start.y, end.y),
        width: Math.abs(end.x - start.x),
        height: Math.abs(end.y - start.y),
      };
      this.#eachPlace(box, 0.5, (place) => (uses[place] = valueAt(uses, place) + by));
    }
  }

  #walk(
    state: number,
    price: number,
    free: readonly boolean[],
    reach: (state: number, price: number, came: number) => void,
  ): void {
    const place = state >> 2;
    const heading = state & 3;
    for (const turn of [0, 1, 3]) {
      const direction = (heading + turn) % 4;
      const next = place + this.#stepTowards(direction);
      const ground = valueAt(this.#ground, next);
      if (ground === BLOCKED) continue;
      const frame = valueAt(this.#frame, next);
      const foreign = frame > 0 && free[frame - 1] !== true ? COST.foreignFrame : 0;
      const corner = turn === 0 ? 0 : COST.turn + this.#crowd(place, direction);
      reach(next * 4 + direction, price + ground + foreign + corner + this.#crowd(next, direction), heading);
    }
  }

  /** What the lines and borders that are there already cost a line that runs through a place. */
  #crowd(place: number, direction: number): number {
    const isLevel = direction % 2 === 0;
    const [same, other] = isLevel ? [this.#level, this.#upright] : [this.#upright, this.#level];
    const side = isLevel ? this.#columns : 1;
    const beside = valueAt(same, place - side) > 0 || valueAt(same, place + side) > 0;
    return (
      (valueAt(same, place) > 0 ? COST.along : 0) +
      (valueAt(other, place) > 0 ? COST.across : 0) +
      (beside ? COST.beside : 0) +
      (valueAt(this.#border[isLevel ? 0 : 1], place) > 0 ? COST.border / (isLevel ? 4 : 1) : 0)
    );
  }

  #retrace(best: number, starts: ReadonlyMap<number, Gate>, goals: ReadonlyMap<number, Gate>): Way | null {
    const points: Point[] = [];
    let state = best;
    for (;;) {
      const place = state >> 2;
      points.push({ x: (place % this.#columns) * LATTICE, y: Math.floor(place / this.#columns) * LATTICE + OFFSET });
      const came = valueAt(this.#came, state);
      if (came < 0) break;
      state = (place - this.#stepTowards(state & 3)) * 4 + came;
    }
    const [from, to] = [starts.get(state), goals.get(best)];
    return from === undefined || to === undefined ? null : { from, to, points: points.toReversed() };
  }

  /** From a place to the next one in a direction: to the right, down, to the left, up. */
  #stepTowards(direction: number): number {
    const places = direction % 2 === 0 ? 1 : this.#columns;
    return direction < 2 ? places : -places;
  }

  #placeOf({ x, y }: Point): number | null {
    const [column, row] = [Math.round(x / LATTICE), Math.round((y - OFFSET) / LATTICE)];
    if (column < 0 || row < 0 || column >= this.#columns || row >= this.#rows) return null;
    const place = row * this.#columns + column;
    return this.#ground[place] === BLOCKED ? null : place;
  }

  #eachPlace(box: Box, margin: number, act: (place: number) => void): void {
    const [firstColumn, lastColumn] = [
      Math.max(0, Math.ceil((box.x - margin) / LATTICE)),
      Math.min(this.#columns - 1, Math.floor((box.x + box.width + margin) / LATTICE)),
    ];
    const [firstRow, lastRow] = [
      Math.max(0, Math.ceil((box.y - margin - OFFSET) / LATTICE)),
      Math.min(this.#rows - 1, Math.floor((box.y + box.height + margin - OFFSET) / LATTICE)),
    ];
    for (let row = firstRow; row <= lastRow; row += 1) {
      for (let column = firstColumn; column <= lastColumn; column += 1) act(row * this.#columns + column);
    }
  }
}

/** What stands at a place; nought beside the lattice. */
function valueAt(cells: Int32Array, place: number): number {
  return cells[place] ?? 0;
}
