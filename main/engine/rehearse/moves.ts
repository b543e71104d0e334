import type { Edge } from '../model/edge';
import type { Verdict } from '../model/verdict';
import type { WorldName } from '../model/world';
import { WORLDS } from '../model/world';

/** How much traffic is decided otherwise in one world than in another. */
export interface Moves {
  readonly opened: number;
  readonly closed: number;
  readonly becameUndecided: number;
}

const STEP_PAIRS: readonly (readonly [WorldName, WorldName])[] = [
  ['now', 'net'],
  ['net', 'staged'],
  ['staged', 'staged'],
  ['staged', 'promoted'],
  ['promoted', 'final'],
  ['now', 'final'],
];

/** By `from to`: for every pair of worlds that a step joins, and for the whole rollout. */
export type AllMoves = ReadonlyMap<string, Moves>;

const NONE: Moves = { opened: 0, closed: 0, becameUndecided: 0 };

/** What changes from one world to another; worlds that no step joins are never asked about. */
export function movesBetween(moves: AllMoves, from: WorldName, to: WorldName): Moves {
  return moves.get(`${from} ${to}`) ?? NONE;
}

/** Traffic that is decided alike. */
interface Decided {
  readonly verdicts: Readonly<Record<WorldName, Verdict>>;
  readonly count: number;
}

export function countAllMoves(decided: readonly Decided[]): AllMoves {
  return new Map(STEP_PAIRS.map(([from, to]) => [`${from} ${to}`, countMoves(decided, from, to)]));
}

function countMoves(decided: readonly Decided[], from: WorldName, to: WorldName): Moves {
  const moves = { opened: 0, closed: 0, becameUndecided: 0 };
  for (const { verdicts, count } of decided) {
    if (verdicts[from] === verdicts[to]) continue;
    if (verdicts[to] === 'allow') moves.opened += count;
    else if (verdicts[to] === 'deny') moves.closed += count;
    else moves.becameUndecided += count;
  }
  return moves;
}

/** What is counted of a rollout. */
interface Counted {
  readonly compared: number;
  readonly moves: AllMoves;
}

/** Protected paths that edges show count like the traffic between two parties. */
export function countProtected({ compared, moves }: Counted, edges: readonly Edge[]): Counted {
  const paths = edges.filter((edge) => edge.protected);
  const theirs = countAllMoves(paths.map(({ verdicts }) => ({ verdicts: onlyVerdicts(verdicts), count: 1 })));
  const both = STEP_PAIRS.map(([from, to]) => {
    const [one, other] = [movesBetween(moves, from, to), movesBetween(theirs, from, to)];
    const sum: Moves = {
      opened: one.opened + other.opened,
      closed: one.closed + other.closed,
      becameUndecided: one.becameUndecided + other.becameUndecided,
    };
    return [`${from} ${to}`, sum] as const;
  });
  return { compared: compared + paths.length, moves: new Map(both) };
}

function onlyVerdicts(verdicts: Edge['verdicts']): Decided['verdicts'] {
  return Object.fromEntries(WORLDS.map((world) => [world, verdicts[world].verdict])) as Record<WorldName, Verdict>;
}
