import type { Connection } from '../evaluate/connection-end';
import type { VerdictChanges } from '../model/plan';
import type { Verdict } from '../model/verdict';
import { WORLDS } from '../model/world';
import type { BitSet } from '../net/bit-set';
import { firstBit, hasBit } from '../net/bit-set';
import type { TrafficSpace } from '../net/traffic-space';
import type { PairAnswer, WorldAnswers } from './answers';
import { edgeId } from './edges';
import type { PairEnd } from './pairs';
import { arePair, endAt } from './pairs';
import type { PromotedChanges, PromotionAnswers } from './promotion-answers';
import type { PromotionPairs } from './promotion-pairs';
import type { ProtectedFlow } from './promotion-protected';
import type { ChangeTally } from './promotion-tally';
import { createChangeTally } from './promotion-tally';
import { sampleConnection } from './sample-connection';
import type { CutPieces, DeclaredPort, TrafficPieces } from './traffic-pieces';
import { createPieceCutter, createTrafficPieces } from './traffic-pieces';
import type { RolloutWorld } from './worlds';

/** A move from one world of a promotion to the next. */
export interface Move extends PromotedChanges {
  /** In force afterwards. */
  readonly world: RolloutWorld;
}

/** Counts what moves change. They must come in their order. */
export interface MoveCounter {
  /** Pieces are those of the five worlds, cut once more where the move treats parts of one differently. */
  count(move: Move): VerdictChanges;
}

type AnyPiece = ReturnType<CutPieces>[number];

/** What a move does to pairs with the same answers and ports. */
interface PairMove {
  readonly pieces: number;
  readonly changed: readonly AnyPiece[];
}

/** In the answers of a pair the worlds of the rollout come first. */
const BEFORE = WORLDS.length;
const AFTER = WORLDS.length + 1;

export function createMoveCounter(
  pairs: PromotionPairs,
  answers: PromotionAnswers,
  flows: readonly ProtectedFlow[],
  space: TrafficSpace,
): MoveCounter {
  const { ends, answersAt } = pairs;
  const cut = createPieceCutter(space);
  const pieces = createTrafficPieces(space);
  const known = new Map<readonly DeclaredPort[], Map<WorldAnswers, Map<string, PairMove>>>();
  const paths = groupFlows(flows.filter(({ flow }) => !isBetweenParties(flow.connection)));
  const isProtected = findProtected(flows, space);

  const pairMove = (ports: readonly DeclaredPort[], worlds: WorldAnswers, before: PairAnswer, after: PairAnswer) => {
    const ofPorts = known.get(ports) ?? new Map<WorldAnswers, Map<string, PairMove>>();
    known.set(ports, ofPorts);
    const ofWorlds = ofPorts.get(worlds) ?? new Map<string, PairMove>();
    ofPorts.set(worlds, ofWorlds);
    const key = `${before.id} ${after.id}`;
    const found = ofWorlds.get(key);
    if (found !== undefined) return found;
    const all = cut([...WORLDS.map((world) => worlds[world]), before, after], ports);
    const changed = all.filter(({ verdicts }) => verdicts[BEFORE] !== verdicts[AFTER]);
    const made: PairMove = { pieces: all.length, changed };
    ofWorlds.set(key, made);
    return made;
  };

  const edgeOf = (from: PairEnd, to: PairEnd, worlds: WorldAnswers, piece: AnyPiece) => (): string => {
    const whole = pieces
      .toPorts(to.party.ports)(worlds)
      .find(({ atoms }) => hasBit(atoms, firstBit(piece.atoms)));
    if (whole === undefined) throw new Error('a part of no piece');
    return edgeId({
      from: from.party,
      to: to.party,
      fromMember: from.member,
      toMember: to.member,
      family: from.family,
      piece: whole,
    });
  };

  /** All pieces while nothing moves; kept up to date from move to move. */
  let compared = countPieces(pairs, pieces);
  return {
    count(move) {
      const tally = createChangeTally();
      let moved = compared;
      let settled = compared;
      answers.visitMoved(ends, move, (place, other, before, after) => {
        const [from, to] = [endAt(ends, place), endAt(ends, other)];
        const worlds = arePair(from, to) ? answersAt(place, other) : null;
        if (worlds === null) return;
        const { ports } = to.party;
        const pair = pairMove(ports, worlds, before, after);
        const own = pairMove(ports, worlds, before, before).pieces;
        moved += pair.pieces - own;
        settled += pairMove(ports, worlds, after, after).pieces - own;
        for (const piece of pair.changed) {
          tally.add({
            from: from.party.party.label,
            to: to.party.party.label,
            traffic: piece.label,
            before: verdictAt(piece, BEFORE),
            after: verdictAt(piece, AFTER),
            protected: isProtected(from, to, piece),
            other: piece.other,
            connection: sampleConnection(from.member, to.member, from.family, piece.sample),
            edge: edgeOf(from, to, worlds, piece),
          });
        }
      });
      compared = settled;
      for (const path of paths) addPath(tally, path, move);
      return tally.finish(moved + paths.length, move.world);
    },
  };
}

/** Of all pairs, in the five worlds: before the first move the changes stand staged, and that is one of them. */
function countPieces({ ends, answersAt }: PromotionPairs, pieces: TrafficPieces): number {
  const cutTo = ends.map(({ party }) => pieces.toPorts(party.ports));
  let sum = 0;
  for (const [place, from] of ends.entries()) {
    for (const [other, cutPieces] of cutTo.entries()) {
      const worlds = arePair(from, endAt(ends, other)) ? answersAt(place, other) : null;
      if (worlds !== null) sum += cutPieces(worlds).length;
    }
  }
  return sum;
}

function verdictAt({ verdicts }: AnyPiece, place: number): Verdict {
  const verdict = verdicts[place];
  if (verdict === undefined) throw new Error(`a piece without verdict ${place}`);
  return verdict;
}

/** Protected flows with the same words are one path. */
function groupFlows(flows: readonly ProtectedFlow[]): readonly (readonly ProtectedFlow[])[] {
  const groups = new Map<string, ProtectedFlow[]>();
  for (const one of flows) {
    const { from, to, traffic } = one.flow;
    const key = `${from} > ${to} > ${traffic}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

/** Edges show the others. */
function isBetweenParties({ from, to }: Connection): boolean {
  return from.tag !== 'node' && to.tag !== 'node' && (from.tag === 'pod' || to.tag === 'pod');
}

const WORST_FIRST: readonly Verdict[] = ['deny', 'undecided', 'allow'];

/** Of the connections that stand for a path the worst counts. */
function worstOf(
  path: readonly ProtectedFlow[],
  promoted: BitSet,
): { readonly flow: ProtectedFlow; verdict: Verdict } | undefined {
  return path
    .map((flow) => ({ flow, verdict: flow.verdict(promoted) }))
    .toSorted((left, right) => WORST_FIRST.indexOf(left.verdict) - WORST_FIRST.indexOf(right.verdict))[0];
}

function addPath(tally: ChangeTally, path: readonly ProtectedFlow[], { changes, before, after }: Move): void {
  if (!path.some((flow) => flow.changes.some((change) => changes.includes(change)))) return;
  const [was, is] = [worstOf(path, before), worstOf(path, after)];
  if (was === undefined || is === undefined || was.verdict === is.verdict) return;
  const { from, to, traffic, connection } = is.flow.flow;
  tally.add({
    from,
    to,
    traffic,
    before: was.verdict,
    after: is.verdict,
    protected: true,
    other: false,
    connection,
    edge: () => '',
  });
}

/** Whether a piece between two parties holds traffic of a protected flow between them. */
function findProtected(flows: readonly ProtectedFlow[], space: TrafficSpace) {
  const byPair = new Map<string, Set<number>>();
  for (const { flow } of flows) {
    const { from, to, connection } = flow;
    const index = space.findIndex(
      ({ protocol, destination }) =>
        protocol === connection.protocol &&
        (destination === null || (destination.first <= connection.port && connection.port <= destination.last)),
    );
    const key = `${from} > ${to}`;
    byPair.set(key, (byPair.get(key) ?? new Set()).add(index));
  }
  return (from: PairEnd, to: PairEnd, piece: AnyPiece): boolean => {
    const indexes = byPair.get(`${from.party.party.label} > ${to.party.party.label}`);
    return indexes !== undefined && [...indexes].some((index) => hasBit(piece.atoms, index));
  };
}
