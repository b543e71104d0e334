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
import { createRowRecall } from './recall-rows';
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

/** One row that is being written. */
interface Row {
  readonly end: End;
  readonly name: string;
  /** Its place in the table. */
  readonly source: number;
  /** Where it is written. */
  readonly start: number;
}

/** Equal for ends that nobody tells apart in one direction, also in later sessions of one cluster. */
function nameEnd(peer: Peer, side: Side | null): string {
  return `${peer.index} ${side?.key ?? ''}`;
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
      const width = resolved.length;
      const allPlaces = [...resolved.keys()];
      const columnNames = resolved.map(({ peer, ingress }) => nameEnd(peer, ingress));
      const columns = new Map(columnNames.map((name, place) => [name, place]));
      const recall = sides.earlierRows === null ? null : createRowRecall(sides.earlierRows, columnNames);

      /** One destination after the other, for all rows: what its side knows is at hand then. */
      const fill = (rows: readonly Row[], places: readonly number[], into: Int32Array): void => {
        const senders = rows.map(({ end }) => end.peer);
        const column = new Int32Array(rows.length);
        for (const place of places) {
          const { ingress } = endAt(resolved, place);
          if (ingress === null) column.fill(unpoliced.id);
          else ingress.writeIds(senders, column);
          for (let row = 0; row < rows.length; row += 1) into[(rows[row]?.start ?? 0) + place] = column[row] ?? -1;
        }
        const receivers = places.map((place) => endAt(resolved, place).peer);
        const egressIds = new Int32Array(places.length);
        for (const { end, start } of rows) {
          if (end.egress === null) egressIds.fill(unpoliced.id);
          else end.egress.writeIds(receivers, egressIds);
          for (let index = 0; index < places.length; index += 1) {
            const at = start + (places[index] ?? 0);
            into[at] = join(egressIds[index] ?? -1, into[at] ?? -1);
          }
        }
      };

      const kept = new Int32Array(width * width);
      return (sources, into) => {
        const rows = sources.map((source, index): Row => {
          const end = endAt(resolved, source);
          return { end, name: nameEnd(end.peer, end.egress), source, start: index * width };
        });
        /** By the places that nothing is known about. */
        const open = new Map<readonly number[], Row[]>();
        for (const row of rows) {
          const places = recall?.write(row.name, into, row.start) ?? allPlaces;
          open.set(places, [...(open.get(places) ?? []), row]);
        }
        for (const [places, together] of open) fill(together, places, into);
        for (const { name, source, start } of rows) {
          const ids = kept.subarray(source * width, (source + 1) * width);
          ids.set(into.subarray(start, start + width));
          sides.rows.set(name, { ids, columns });
        }
      };
    },
  };
}
