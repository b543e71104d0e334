import { peerOfEnd } from '../evaluate/connection-end';
import type { Peer } from '../evaluate/peer';
import type { BitSet } from '../net/bit-set';
import { andBits, andNotBits, createBitSet, fullBitSet, isEmptyBitSet, orInto } from '../net/bit-set';
import type { TrafficSpace } from '../net/traffic-space';
import type { AnswerInterner, PairAnswer } from './answers';
import { bothAllow } from './answers';
import { endIn } from './end-in';
import type { PairEnd } from './pairs';
import { endAt } from './pairs';
import type { Cut, NeededPairs, PromotedChanges, PromotionAnswers, Watches } from './promotion-answers';
import type { Watch } from './promotion-search';
import type { PromotionSide, PromotionSides, SideAnswers } from './promotion-sides';
import { visitPlaces } from './promotion-pairs';
import { promotedOf } from './promoted-set';
import type { Rollout } from './worlds';

/** An end as its peers see it, with what its own policies say. */
interface EndSides {
  readonly peer: Peer;
  readonly egress: PromotionSide | null;
  readonly ingress: PromotionSide | null;
}

/**
 * Where policies of pods alone decide. A connection passes when both sides allow it, so what is needed is watched side by side: a side that
 * allows all that is needed of it cuts nothing, whatever the other does.
 */
export function createSideAnswers(
  rollout: Rollout,
  sides: PromotionSides,
  space: TrafficSpace,
  interner: AnswerInterner,
): PromotionAnswers {
  const { cluster, evaluation } = rollout.worlds.staged;
  const everything = interner.intern(fullBitSet(space.length), createBitSet(space.length));
  const ends = new Map<PairEnd, EndSides>();
  const joined = new Map<number, Map<number, PairAnswer>>();

  const endOf = (pairEnd: PairEnd): EndSides => {
    const known = ends.get(pairEnd);
    if (known !== undefined) return known;
    const { family } = pairEnd;
    const end = endIn(cluster, pairEnd.member.end);
    const peer = peerOfEnd(end, family, evaluation.peers);
    const made: EndSides =
      end.tag === 'pod'
        ? {
            peer,
            egress: sides.of(end.workload, peer, 'egress', family),
            ingress: sides.of(end.workload, peer, 'ingress', family),
          }
        : { peer, egress: null, ingress: null };
    ends.set(pairEnd, made);
    return made;
  };

  const joinAnswers = (egress: PairAnswer, ingress: PairAnswer): PairAnswer => {
    const byIngress = joined.get(egress.id) ?? new Map<number, PairAnswer>();
    joined.set(egress.id, byIngress);
    const answer = byIngress.get(ingress.id) ?? bothAllow(egress, ingress, interner);
    byIngress.set(ingress.id, answer);
    return answer;
  };

  const ask = (side: PromotionSide | null, peer: Peer, promoted: BitSet): PairAnswer =>
    side === null ? everything : side.answer(side.classOf(peer), promoted);

  const join = (source: EndSides, destination: EndSides, promoted: BitSet): PairAnswer =>
    joinAnswers(ask(source.egress, destination.peer, promoted), ask(destination.ingress, source.peer, promoted));

  return {
    visitMoved(all, move, visit) {
      const resolved = all.map(endOf);
      const moved = rememberMoves(move);
      const egress = resolved.map((end) => moved(end.egress));
      const ingress = resolved.map((end) => moved(end.ingress));
      visitPlaces(
        egress.map((isMoved) => isMoved !== null),
        ingress.map((isMoved) => isMoved !== null),
        (from, to) => {
          const [source, destination] = [endAt(resolved, from), endAt(resolved, to)];
          if (egress[from]?.(destination.peer) !== true && ingress[to]?.(source.peer) !== true) return;
          const [was, is] = [join(source, destination, move.before), join(source, destination, move.after)];
          if (was !== is) visit(from, to, was, is);
        },
      );
    },
    watch: (needed) => watchSides(needed, endOf, space),
  };
}

/** Which peers get another answer of a side when some changes are promoted; `null`: none, whoever it is. */
function rememberMoves({ changes, before, after }: PromotedChanges) {
  const known = new Map<PromotionSide, (peer: Peer) => boolean>();
  return (side: PromotionSide | null): ((peer: Peer) => boolean) | null => {
    if (side === null || !dependsOn(side, changes)) return null;
    /** By class of the peer. */
    const moved: boolean[] = [];
    const isMoved =
      known.get(side) ??
      ((peer: Peer): boolean => {
        const peerClass = side.classOf(peer);
        return (moved[peerClass] ??= side.answer(peerClass, before) !== side.answer(peerClass, after));
      });
    known.set(side, isMoved);
    return isMoved;
  };
}

function dependsOn(side: PromotionSide, changes: readonly number[]): boolean {
  return side.changes.some((change) => changes.includes(change));
}

function mayChange(side: PromotionSide | null): side is PromotionSide {
  return side !== null && side.changes.length > 0;
}

/** What is needed of a side, by the class of the peer at the other end. */
type SideNeeds = (BitSet | undefined)[];

function watchSides(needed: NeededPairs, endOf: (end: PairEnd) => EndSides, space: TrafficSpace): Watches {
  const needs = new Map<PromotionSide, SideNeeds>();
  /** Equal needs of many pairs are added once. */
  const added = new Map<PromotionSide, Set<BitSet>[]>();
  const add = (side: PromotionSide | null, peer: Peer, bits: BitSet): void => {
    if (!mayChange(side)) return;
    const peerClass = side.classOf(peer);
    const seen = added.get(side) ?? [];
    added.set(side, seen);
    const ofClass = (seen[peerClass] ??= new Set());
    if (ofClass.has(bits)) return;
    ofClass.add(bits);
    const classes = needs.get(side) ?? [];
    needs.set(side, classes);
    orInto((classes[peerClass] ??= createBitSet(space.length)), bits);
  };
  const sides = needed.ends.map(endOf);
  visitPlaces(
    sides.map(({ egress }) => mayChange(egress)),
    sides.map(({ ingress }) => mayChange(ingress)),
    (from, to) => {
      const bits = needed.neededAt(from, to);
      if (bits === null) return;
      const [source, destination] = [endAt(sides, from), endAt(sides, to)];
      add(source.egress, destination.peer, bits);
      add(destination.ingress, source.peer, bits);
    },
  );
  const watchesBy = (answersOf: (side: PromotionSide) => SideAnswers) =>
    [...needs].map(([side, classes]) => watchSide(side, classes, answersOf(side), needed, endOf));
  return {
    watches: watchesBy((side) => side.answer),
    wishes: watchesBy((side) => side.answerWithoutNet),
  };
}

function watchSide(
  side: PromotionSide,
  needs: SideNeeds,
  answer: SideAnswers,
  needed: NeededPairs,
  endOf: (end: PairEnd) => EndSides,
): Watch<Cut> {
  const known = new Map<string, Cut | null>();
  const find = (promoted: BitSet): Cut | null => {
    for (const [peerClass, need] of needs.entries()) {
      if (need === undefined) continue;
      const lost = andNotBits(need, answer(peerClass, promoted).allow);
      if (!isEmptyBitSet(lost)) return { flow: () => needed.find(pairs(peerClass, lost)) };
    }
    return null;
  };
  const pairs = (peerClass: number, lost: BitSet) => (from: PairEnd, to: PairEnd, bits: BitSet) => {
    const [source, destination] = [endOf(from), endOf(to)];
    const isHere =
      (source.egress === side && side.classOf(destination.peer) === peerClass) ||
      (destination.ingress === side && side.classOf(source.peer) === peerClass);
    if (!isHere) return null;
    const own = andBits(bits, lost);
    return isEmptyBitSet(own) ? null : own;
  };
  return {
    changes: side.changes,
    cut(promoted) {
      const key = promotedOf(side.changes, promoted);
      const found = known.get(key);
      if (found !== undefined) return found;
      const cut = find(promoted);
      known.set(key, cut);
      return cut;
    },
  };
}
