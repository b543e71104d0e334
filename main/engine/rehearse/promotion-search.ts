import type { BitSet } from '../net/bit-set';
import { andBits, bitSetKey, createBitSet, forEachBit, hasBit } from '../net/bit-set';
import { withChanges } from './promoted-set';

/** Something that must not be cut on the way. It is not cut before the first change, nor after the last. */
export interface Watch<Cut> {
  /** The only changes that it can depend on, by their numbers. */
  readonly changes: readonly number[];
  /** What is cut while these changes are promoted and no others; `null`: nothing. */
  cut(promoted: BitSet): Cut | null;
}

/** One step of the order: a change, or a group that only goes together. */
export interface SearchedMove<Cut> {
  readonly changes: readonly number[];
  /** For a group: what each of its changes would cut alone; empty for one change. */
  readonly cuts: readonly { readonly change: number; readonly cut: Cut }[];
}

/** Hears of every move that is about to be judged: how many changes have their place before it, and how many moves were judged. */
export type OnJudged = (placed: number, judged: number) => void;

export interface SearchedOrder<Cut> {
  readonly moves: readonly SearchedMove<Cut>[];
  /** False: the search was given up, so there may be an order with smaller groups. */
  readonly exhaustive: boolean;
}

/** States that are looked at before the search settles for what it has. */
const MOST_STATES = 2_000;
/** Groups that are tried at one place. */
const MOST_GROUPS = 5_000;

/**
 * Finds an order of the changes 0 to `count` − 1 in which no watch is cut after any move. Changes come one by one wherever some order allows
 * that: depth first, in the order of their numbers, those first that cut no wish; what a dead end depended on is remembered and never
 * tried again. Where no single change can go next, the smallest group that can.
 */
export function searchOrder<Cut>(
  count: number,
  watches: readonly Watch<Cut>[],
  wishes: readonly Watch<Cut>[],
  tell: OnJudged = () => undefined,
): SearchedOrder<Cut> {
  const told = tellEvery(tell);
  const firm = told(createCutFinder(count, watches));
  const soft = told(createCutFinder(count, wishes));
  const deadEnds = createDeadEnds(count);
  const moves: SearchedMove<Cut>[] = [];
  let promoted = createBitSet(count);
  let exhaustive = true;
  let done = 0;
  while (done < count) {
    const { singles, complete } = descend(count, promoted, firm, soft, deadEnds);
    exhaustive &&= complete;
    for (const change of singles) moves.push({ changes: [change], cuts: [] });
    promoted = withChanges(promoted, singles);
    done += singles.length;
    if (done === count) break;
    const { group, smallest } = findGroup(count, promoted, firm);
    exhaustive &&= smallest;
    moves.push({ changes: group, cuts: group.length === 1 ? [] : cutsOf(group, promoted, watches) });
    promoted = withChanges(promoted, group);
    done += group.length;
  }
  return { moves, exhaustive };
}

/** Finds a watch that is cut among those that some changes can matter to. */
interface CutFinder<Cut> {
  find(promoted: BitSet, added: readonly number[]): Watch<Cut> | null;
}

function createCutFinder<Cut>(count: number, watches: readonly Watch<Cut>[]): CutFinder<Cut> {
  const byChange: Watch<Cut>[][] = Array.from({ length: count }, () => []);
  for (const watch of watches) for (const change of watch.changes) byChange[change]?.push(watch);
  /** What a change cut the last time it is likely to cut again. */
  const last: (Watch<Cut> | undefined)[] = [];
  return {
    find(promoted, added) {
      for (const change of added) {
        const likely = last[change];
        if (likely !== undefined && likely.cut(promoted) !== null) return likely;
        const found = byChange[change]?.find((watch) => watch.cut(promoted) !== null);
        if (found === undefined) continue;
        last[change] = found;
        return found;
      }
      return null;
    },
  };
}

/** Finders that tell of what they are asked; they count together. */
function tellEvery(tell: OnJudged): <Cut>(finder: CutFinder<Cut>) => CutFinder<Cut> {
  let judged = 0;
  return (finder) => ({
    find(promoted, added) {
      let placed = -added.length;
      forEachBit(promoted, () => (placed += 1));
      tell(placed, judged);
      judged += 1;
      return finder.find(promoted, added);
    },
  });
}

/** States from which changes cannot all be promoted one by one. */
interface DeadEnds {
  /** With `promoted` as it is now, no more of `changes` can be finished, whatever becomes of the others. */
  add(changes: ReadonlySet<number>, promoted: BitSet): void;
  /** The changes by which the state is known to be dead. */
  reasonOf(promoted: BitSet): ReadonlySet<number> | null;
}

function createDeadEnds(count: number): DeadEnds {
  const known: { readonly changes: ReadonlySet<number>; readonly mask: BitSet; readonly key: string }[] = [];
  return {
    add(changes, promoted) {
      const mask = withChanges(createBitSet(count), [...changes]);
      known.push({ changes, mask, key: bitSetKey(andBits(promoted, mask)) });
    },
    reasonOf: (promoted) => known.find(({ mask, key }) => bitSetKey(andBits(promoted, mask)) === key)?.changes ?? null,
  };
}

/** One state of the search. */
interface State {
  readonly promoted: BitSet;
  /** How it was reached, one change after the other. */
  readonly path: readonly number[];
  readonly candidates: readonly number[];
  next: number;
  /** All that the failure of the candidates so far depended on. */
  reason: ReadonlySet<number>;
}

/** The changes that can go one by one: all of them, or as many as were reached on any way. `complete`: all ways were looked at. */
function descend<Cut>(
  count: number,
  start: BitSet,
  firm: CutFinder<Cut>,
  soft: CutFinder<Cut>,
  deadEnds: DeadEnds,
): { readonly singles: readonly number[]; readonly complete: boolean } {
  const enter = (promoted: BitSet, path: readonly number[]): State => {
    const left = Array.from({ length: count }, (_, change) => change).filter((change) => !hasBit(promoted, change));
    const harmless = left.filter((change) => soft.find(withChanges(promoted, [change]), [change]) === null);
    const others = left.filter((change) => !harmless.includes(change));
    return { promoted, path, candidates: [...harmless, ...others], next: 0, reason: new Set() };
  };
  const states: State[] = [enter(start, [])];
  let deepest: readonly number[] = [];
  for (let looked = 1; looked <= MOST_STATES;) {
    const state = states.at(-1);
    if (state === undefined) return { singles: deepest, complete: true };
    if (state.candidates.length === 0) return { singles: state.path, complete: true };
    if (state.path.length > deepest.length) deepest = state.path;
    const next = nextState(state, firm, deadEnds);
    if (next === null) {
      deadEnds.add(state.reason, state.promoted);
      states.pop();
      continue;
    }
    states.push(enter(next.promoted, next.path));
    looked += 1;
  }
  return { singles: deepest, complete: false };
}

/** The first candidate that cuts nothing and is not known to lead nowhere. */
function nextState<Cut>(
  state: State,
  firm: CutFinder<Cut>,
  deadEnds: DeadEnds,
): Pick<State, 'promoted' | 'path'> | null {
  for (; state.next < state.candidates.length; state.next += 1) {
    const change = state.candidates[state.next];
    if (change === undefined) break;
    const promoted = withChanges(state.promoted, [change]);
    const cut = firm.find(promoted, [change]);
    const reason = cut === null ? deadEnds.reasonOf(promoted) : new Set(cut.changes);
    if (reason === null) return { promoted, path: [...state.path, change] };
    if (!reason.has(change)) {
      // A dead end that does not depend on this change was one before it, too: no other candidate can help.
      state.reason = reason;
      return null;
    }
    state.reason = new Set([...state.reason, ...reason]);
  }
  return null;
}

/**
 * The smallest group that cuts nothing. Of changes that are watched, whatever mends a cut is among those that the watch depends on: groups
 * grow by these alone. `smallest`: none smaller was left untried.
 */
function findGroup<Cut>(
  count: number,
  promoted: BitSet,
  firm: CutFinder<Cut>,
): { readonly group: readonly number[]; readonly smallest: boolean } {
  const left = Array.from({ length: count }, (_, change) => change).filter((change) => !hasBit(promoted, change));
  const groups = left.map((change): readonly number[] => [change]);
  const seen = new Set<string>();
  for (let tried = 0; tried < Math.min(groups.length, MOST_GROUPS); tried += 1) {
    const group = groups[tried] ?? [];
    const together = withChanges(promoted, group);
    const cut = firm.find(together, group);
    if (cut === null) return { group, smallest: true };
    for (const change of cut.changes) {
      if (hasBit(together, change)) continue;
      const larger = [...group, change].toSorted((one, other) => one - other);
      const key = larger.join(' ');
      if (!seen.has(key)) groups.push(larger);
      seen.add(key);
    }
  }
  return { group: closure(promoted, left, firm), smallest: false };
}

/** A group that cuts nothing: the first change, with all that any cut depends on. */
function closure<Cut>(promoted: BitSet, left: readonly number[], firm: CutFinder<Cut>): readonly number[] {
  let group = left.slice(0, 1);
  for (;;) {
    const together = withChanges(promoted, group);
    const cut = firm.find(together, group);
    const more = cut?.changes.filter((change) => !hasBit(together, change)) ?? [];
    if (more.length === 0) return cut === null ? group : left;
    group = [...group, ...more].toSorted((one, other) => one - other);
  }
}

function cutsOf<Cut>(
  group: readonly number[],
  promoted: BitSet,
  watches: readonly Watch<Cut>[],
): SearchedMove<Cut>['cuts'] {
  return group.flatMap((change) => {
    const alone = withChanges(promoted, [change]);
    for (const watch of watches) {
      const cut = watch.changes.includes(change) ? watch.cut(alone) : null;
      if (cut !== null) return [{ change, cut }];
    }
    return [];
  });
}
