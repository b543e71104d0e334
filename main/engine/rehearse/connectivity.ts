import { peerOfEnd } from '../evaluate/connection-end';
import type { Evaluation } from '../evaluate/evaluation';
import type { Peer } from '../evaluate/peer';
import type { Direction } from '../model/traffic';
import { createBitSet, fullBitSet } from '../net/bit-set';
import type { TrafficSpace } from '../net/traffic-space';
import type { AnswerInterner, AnswerList } from './answers';
import { bothAllow, rememberPairs } from './answers';
import { endIn } from './end-in';
import type { Member } from './member';
import type { PairEnd } from './pairs';
import { endAt } from './pairs';
import type { Side } from './sides';
import { createSides } from './sides';

/** The set form of several worlds, pair by pair. */
export interface Connectivity {
  /** In the order of the worlds. */
  between(from: Member, to: Member, family: 4 | 6): AnswerList;
  /** The same for many pairs of the ends of a table. */
  amongEnds(ends: readonly PairEnd[]): WriteRows;
}

/**
 * Writes what some ends of a table may send, one row after the other: by place of the other end the id of the answers. What stands there
 * of two ends that are no pair means nothing.
 */
export type WriteRows = (sources: readonly number[], into: Int32Array) => void;

/** A member as the other end of its connections sees it, and what its own policies say. */
interface End {
  readonly peer: Peer;
  readonly egress: Side | null;
  readonly ingress: Side | null;
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
  const ends: Readonly<Record<4 | 6, Map<Member, End>>> = { 4: new Map<Member, End>(), 6: new Map<Member, End>() };

  const endOf = (member: Member, family: 4 | 6): End => {
    const known = ends[family].get(member);
    if (known !== undefined) return known;
    const end = endIn(first.cluster, member.end);
    const peer = peerOfEnd(end, family, first.peers);
    const side = (direction: Direction) => (end.tag === 'pod' ? sides.of(end.workload, peer, direction, family) : null);
    const made: End = { peer, egress: side('egress'), ingress: side('ingress') };
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
    amongEnds(table) {
      const resolved = table.map(({ member, family }) => endOf(member, family));
      const peers = resolved.map(({ peer }) => peer);
      const width = resolved.length;
      const egressIds = new Int32Array(width);
      return (sources, into) => {
        const sending = sources.map((source) => endAt(resolved, source));
        const senders = sending.map(({ peer }) => peer);
        // One destination after the other, for all sources: what its side knows is at hand then.
        for (const [place, { ingress }] of resolved.entries()) {
          if (ingress !== null) ingress.writeIds(senders, into, place, width);
          else for (let row = 0; row < sending.length; row += 1) into[row * width + place] = unpoliced.id;
        }
        for (const [row, { egress }] of sending.entries()) {
          if (egress === null) egressIds.fill(unpoliced.id);
          else egress.writeIds(peers, egressIds, 0, 1);
          const start = row * width;
          for (let place = 0; place < width; place += 1) {
            into[start + place] = join(egressIds[place] ?? -1, into[start + place] ?? -1);
          }
        }
      };
    },
  };
}
