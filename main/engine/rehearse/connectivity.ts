import { peerOfEnd } from '../evaluate/connection-end';
import type { Evaluation } from '../evaluate/evaluation';
import type { Direction } from '../model/traffic';
import { createBitSet, fullBitSet } from '../net/bit-set';
import type { TrafficSpace } from '../net/traffic-space';
import type { AnswerInterner, AnswerList } from './answers';
import { bothAllow, rememberPairs } from './answers';
import { endIn } from './end-in';
import type { Member } from './member';
import type { PairEnd } from './pairs';
import { createSides } from './sides';
import type { EndSides, TellRows } from './tabulate-answers';
import { tabulateAnswers } from './tabulate-answers';

/** The set form of several worlds, pair by pair. */
export interface Connectivity {
  /** In the order of the worlds. */
  between(from: Member, to: Member, family: 4 | 6): AnswerList;
  /** The same for any two of some ends: row by row the ids of the answers. What stands there of two ends that are no pair means nothing. */
  amongEnds(ends: readonly PairEnd[], tell: TellRows): Int32Array;
}

/**
 * Policies of pods at both ends, in worlds of one cluster; what hosts do to forwarded traffic is the business of `decideConnection`.
 * Cost grows with distinct answers: ends that policies treat alike share a side, peers that a side cannot tell apart share an answer,
 * and pairs with the same two answers share what comes of them.
 */
export function createConnectivity(
  evaluations: readonly Evaluation[],
  space: TrafficSpace,
  interner: AnswerInterner,
): Connectivity {
  const [first] = evaluations;
  if (first === undefined) throw new Error('connectivity of no world');
  const sides = createSides(evaluations, space, interner);
  const size = space.length;
  const everything = interner.intern(fullBitSet(size), createBitSet(size));
  const unpoliced = interner.internList(evaluations.map(() => everything));
  const ends: Readonly<Record<4 | 6, Map<Member, EndSides>>> = {
    4: new Map<Member, EndSides>(),
    6: new Map<Member, EndSides>(),
  };

  const endOf = (member: Member, family: 4 | 6): EndSides => {
    const known = ends[family].get(member);
    if (known !== undefined) return known;
    const end = endIn(first.cluster, member.end);
    const peer = peerOfEnd(end, family, first.peers);
    const side = (direction: Direction) => (end.tag === 'pod' ? sides.of(end.workload, peer, direction, family) : null);
    const made: EndSides = { peer, egress: side('egress'), ingress: side('ingress') };
    ends[family].set(member, made);
    return made;
  };

  const join = rememberPairs(
    (egress, ingress) =>
      interner.internList(
        egress.answers.map((answer, world) => bothAllow(answer, ingress.answers[world] ?? answer, interner)),
      ),
    interner,
  );

  return {
    between(from, to, family) {
      const [source, destination] = [endOf(from, family), endOf(to, family)];
      const egress = source.egress?.answersTo(destination.peer) ?? unpoliced;
      const ingress = destination.ingress?.answersTo(source.peer) ?? unpoliced;
      return interner.listOf(join(egress.id, ingress.id));
    },
    amongEnds(asked, tell) {
      const places = asked.map(({ member, family }) => endOf(member, family));
      const table = tabulateAnswers(places, { unpoliced, join }, sides.takeTable(), tell);
      sides.keepTable(table);
      return table.ids;
    },
  };
}
