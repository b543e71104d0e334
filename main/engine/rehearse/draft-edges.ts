import type { WorldConnectivity } from './connect-worlds';
import type { Cut, Cuts, DraftKind } from './draft-cuts';
import { DRAFT_KINDS, createCuts } from './draft-cuts';
import type { EndTable, PartyEnds } from './end-table';
import { NO_PAIR, tabulateEnds } from './end-table';
import type { Member, PartyMembers } from './member';
import type { AllMoves } from './moves';
import { countAllMoves } from './moves';
import type { PairCounter } from './pair-summary';
import { listEnds } from './pairs';
import type { TrafficPiece, TrafficPieces } from './traffic-pieces';

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
}

/** Rows that are computed together: enough to look at each destination once for many of them. */
const ROWS_AT_ONCE = 64;

/** Computes every pair of workloads, and of workloads with sets and networks, in all worlds. */
export function draftEdges(
  parties: readonly PartyMembers[],
  connectivity: WorldConnectivity,
  pieces: TrafficPieces,
  pairs: PairCounter,
  progress: (done: number, total: number) => void,
): DraftSummary {
  const ends = listEnds(parties.filter(({ party }) => party.kind !== 'host'));
  const table = tabulateEnds(ends);
  const cuts = createCuts(ends, connectivity.answersOf, pieces);
  const lists = createDraftLists(table, cuts);
  const writeRows = connectivity.amongEnds(ends);
  let ids = new Int32Array(0);

  const draftRows = (senders: readonly PartyEnds[]): void => {
    const sources = senders.flatMap(({ places }) => places);
    if (ids.length < sources.length * ends.length) ids = new Int32Array(sources.length * ends.length);
    writeRows(sources, ids);
    let first = 0;
    for (const sender of senders) {
      const rows = sender.places.map((place, index): Int32Array => {
        const row = ids.subarray((first + index) * ends.length, (first + index + 1) * ends.length);
        table.markPairs(place, row);
        return row;
      });
      first += rows.length;
      const kinds = rows.reduce((sum, row) => sum | cuts.countRow(row), 0);
      const from = table.workloads[sender.places[0] ?? NO_PAIR] ?? NO_PAIR;
      if (from >= 0) {
        for (const row of rows) {
          pairs.addRow({ from, owners: table.owners, to: table.workloads, ids: row }, connectivity.answersOf);
        }
      }
      lists.add(sender, rows, kinds);
    }
  };

  let waiting: PartyEnds[] = [];
  for (const [index, sender] of table.parties.entries()) {
    progress(index, table.parties.length);
    waiting.push(sender);
    if (waiting.length < ROWS_AT_ONCE) continue;
    draftRows(waiting);
    waiting = [];
  }
  draftRows(waiting);
  const drafts = lists.all();
  const counted = cuts.all();
  const compared = counted.reduce((sum, cut) => sum + cut.pairs * cut.pieces.length, 0);
  return { drafts, compared, unlisted: compared - drafts.length, moves: countMoves(counted) };
}

/** The first drafts of every kind. */
interface DraftLists {
  /** `rows`: of every end of the party the ids of answers by place. `kinds`: what came by in them. */
  add(from: PartyEnds, rows: readonly Int32Array[], kinds: number): void;
  all(): readonly EdgeDraft[];
}

function createDraftLists({ parties }: EndTable, cuts: Cuts): DraftLists {
  const lists: Readonly<Record<DraftKind, EdgeDraft[]>> = { changing: [], blocked: [], open: [] };
  const hasRoom = (kind: DraftKind) => lists[kind].length < MOST_LISTED;

  const addPair = (draft: Omit<EdgeDraft, 'piece'>, pieces: Cut['pieces']): void => {
    for (const { piece, kind } of pieces) if (hasRoom(kind)) lists[kind].push({ ...draft, piece });
  };

  const addParty = (from: PartyEnds, rows: readonly Int32Array[], to: PartyEnds): void => {
    for (const { member: fromMember, places } of from.members) {
      for (const { member: toMember, places: others } of to.members) {
        for (const { family, place } of places) {
          for (const other of others) {
            const id = rows[from.places.indexOf(place)]?.[other.place] ?? NO_PAIR;
            if (id === NO_PAIR) continue;
            const draft = { from: from.party, to: to.party, fromMember, toMember, family };
            addPair(draft, cuts.piecesAt(other.place, id));
          }
        }
      }
    }
  };

  return {
    add(from, rows, kinds) {
      const isWanted = DRAFT_KINDS.some((kind, bit) => (kinds & (1 << bit)) !== 0 && hasRoom(kind));
      if (isWanted) for (const to of parties) addParty(from, rows, to);
    },
    all: () => DRAFT_KINDS.flatMap((kind) => lists[kind]).slice(0, MOST_LISTED),
  };
}

function countMoves(cuts: readonly Cut[]): AllMoves {
  return countAllMoves(
    cuts.flatMap(({ pieces, pairs }) => pieces.map(({ piece }) => ({ verdicts: piece.verdicts, count: pairs }))),
  );
}
