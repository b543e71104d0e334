import type { WorldAnswers } from './answers';
import type { CountedPairs } from './count-pairs';
import type { Cut, Cuts, DraftKind } from './draft-cuts';
import { DRAFT_KINDS, createCuts } from './draft-cuts';
import type { PartyEnds } from './end-table';
import { NO_PAIR } from './end-table';
import type { Member, PartyMembers } from './member';
import type { AllMoves } from './moves';
import { countAllMoves } from './moves';
import { endAt } from './pairs';
import type { TrafficPiece, TrafficPieces } from './traffic-pieces';
import type { UnlistedEndings } from './unlisted-endings';
import { countUnlistedEndings } from './unlisted-endings';

/** One piece of traffic between two members, before anybody asked who decided it. */
export interface EdgeDraft {
  readonly from: PartyMembers;
  readonly to: PartyMembers;
  readonly fromMember: Member;
  readonly toMember: Member;
  readonly family: 4 | 6;
  readonly piece: TrafficPiece;
}

/** More edges than this are not listed one by one: those that never change and are allowed are counted. */
const MOST_LISTED = 5_000;

/** What all drafts of a rehearsal come to. */
export interface DraftSummary {
  readonly drafts: readonly EdgeDraft[];
  readonly compared: number;
  readonly unlisted: number;
  /** For every pair of worlds that a step joins, and for the whole rollout, how many pieces changed. */
  readonly moves: AllMoves;
  /** What ends with the net beside the drafts. */
  readonly unlistedEndings: readonly UnlistedEndings[];
}

/** What is sent between any two parties, piece by piece. */
export function draftEdges(
  counted: CountedPairs,
  answersOf: (id: number) => WorldAnswers,
  pieces: TrafficPieces,
): DraftSummary {
  const cuts = createCuts(counted, answersOf, pieces);
  const drafts = listDrafts(counted, cuts);
  const compared = cuts.all.reduce((sum, cut) => sum + cut.pairs * cut.pieces.length, 0);
  const unlisted = compared - drafts.length;
  const unlistedEndings = unlisted === 0 ? [] : countUnlistedEndings(counted, cuts, drafts);
  return { drafts, compared, unlisted, moves: countMoves(cuts.all), unlistedEndings };
}

/** The first drafts of every kind. */
function listDrafts({ table, ids }: CountedPairs, cuts: Cuts): readonly EdgeDraft[] {
  const { ends, parties, partyAt } = table;
  const lists: Readonly<Record<DraftKind, EdgeDraft[]>> = { changing: [], blocked: [], open: [] };
  const rooms = roomsOf(cuts.all);
  const hasRoom = (kind: DraftKind) => lists[kind].length < rooms[kind];

  /** In ascending order the parties to which there is something of a kind with room. */
  const findReceivers = (from: PartyEnds): readonly number[] => {
    const wanted = DRAFT_KINDS.reduce((bits, kind, bit) => (hasRoom(kind) ? bits | (1 << bit) : bits), 0);
    if (wanted === 0) return [];
    const found = new Set<number>();
    for (const place of from.places) {
      for (let other = 0; other < ends.length; other += 1) {
        const id = ids[place * ends.length + other] ?? NO_PAIR;
        if (id !== NO_PAIR && (cuts.kindsAt(other, id) & wanted) !== 0) found.add(partyAt[other] ?? 0);
      }
    }
    return [...found].toSorted((left, right) => left - right);
  };

  const addParty = (from: PartyEnds, to: PartyEnds): void => {
    for (const { member: fromMember, places } of from.members) {
      for (const { member: toMember, places: others } of to.members) {
        for (const { family, place } of places) {
          for (const other of others) {
            const id = ids[place * ends.length + other.place] ?? NO_PAIR;
            if (id === NO_PAIR) continue;
            for (const { piece, kind } of cuts.piecesAt(other.place, id)) {
              if (hasRoom(kind))
                lists[kind].push({ from: from.party, to: to.party, fromMember, toMember, family, piece });
            }
          }
        }
      }
    }
  };

  for (const from of parties) {
    for (const to of findReceivers(from)) addParty(from, endAt(parties, to));
  }
  return DRAFT_KINDS.flatMap((kind) => lists[kind]);
}

/** How many of each kind are listed: what those before it leave. */
function roomsOf(cuts: readonly Cut[]): Readonly<Record<DraftKind, number>> {
  const rooms = { changing: 0, blocked: 0, open: 0 };
  for (const { pieces, pairs } of cuts) for (const { kind } of pieces) rooms[kind] += pairs;
  let left = MOST_LISTED;
  for (const kind of DRAFT_KINDS) {
    rooms[kind] = Math.min(rooms[kind], left);
    left -= rooms[kind];
  }
  return rooms;
}

function countMoves(cuts: readonly Cut[]): AllMoves {
  return countAllMoves(
    cuts.flatMap(({ pieces, pairs }) => pieces.map(({ piece }) => ({ verdicts: piece.verdicts, count: pairs }))),
  );
}
