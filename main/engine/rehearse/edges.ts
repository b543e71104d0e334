import type { Connection } from '../evaluate/connection-end';
import type { Locate } from '../evaluate/explain-connection';
import type { Edge, EdgeVerdict } from '../model/edge';
import type { Position } from '../model/source';
import type { WorldName } from '../model/world';
import { WORLDS } from '../model/world';
import type { WorldConnectivity } from './connect-worlds';
import type { PairCounter } from './pair-summary';
import { decideIn } from './decide-in';
import { decidedAt } from './decided-at';
import { decidedBy, usesFailsafe } from './decided-by';
import { isSameWorld } from './same-world';
import { sampleConnection } from './sample-connection';
import type { Member, PartyMembers } from './member';
import { isCompared, withFamilies } from './pairs';
import type { TrafficPiece, TrafficPieces, WorldVerdicts } from './traffic-pieces';
import type { Rollout } from './worlds';

/** An edge with what is needed to ask about it again. */
export interface EdgeSource {
  readonly edge: Edge;
  /** The connection that stands for it, by world. */
  readonly connections: Readonly<Record<WorldName, Connection>>;
}

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
  readonly moves: ReadonlyMap<string, Moves>;
}

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

/** Computes every pair of workloads, and of workloads with sets and networks, in all worlds. */
export function draftEdges(
  parties: readonly PartyMembers[],
  connectivity: WorldConnectivity,
  pieces: TrafficPieces,
  pairs: PairCounter,
  progress: (done: number, total: number) => void,
): DraftSummary {
  const lists: Readonly<Record<DraftKind, EdgeDraft[]>> = { changing: [], blocked: [], open: [] };
  const membersOf = withFamilies(parties);
  /** Pairs by their pieces: many have the same. */
  const cuts = new Map<readonly TrafficPiece[], Cut>();
  for (const [index, from] of parties.entries()) {
    progress(index, parties.length);
    for (const to of parties) {
      if (!isCompared(from, to)) continue;
      for (const { member: fromMember, families } of membersOf(from)) {
        for (const { member: toMember, families: shared } of membersOf(to)) {
          for (const family of families) {
            if (!shared.includes(family)) continue;
            const answers = connectivity.between(fromMember, toMember, family);
            pairs.add(from, to, answers);
            const cut = countCut(cuts, pieces.pieces(answers, to.ports));
            for (const { piece, kind } of cut.pieces) {
              const list = lists[kind];
              if (list.length < MOST_LISTED) list.push({ from, to, fromMember, toMember, family, piece });
            }
          }
        }
      }
    }
  }
  const drafts = [...lists.changing, ...lists.blocked, ...lists.open].slice(0, MOST_LISTED);
  let compared = 0;
  for (const cut of cuts.values()) compared += cut.pairs * cut.pieces.length;
  return { drafts, compared, unlisted: compared - drafts.length, moves: countMoves([...cuts.values()]) };
}

/** In the order in which they are listed while there is room. */
type DraftKind = 'changing' | 'blocked' | 'open';

/** How many pairs have these pieces. */
interface Cut {
  readonly pieces: readonly { readonly piece: TrafficPiece; readonly kind: DraftKind }[];
  pairs: number;
}

function countCut(cuts: Map<readonly TrafficPiece[], Cut>, pieces: readonly TrafficPiece[]): Cut {
  let cut = cuts.get(pieces);
  if (cut === undefined) {
    cut = { pieces: pieces.map((piece) => ({ piece, kind: kindOf(piece.verdicts) })), pairs: 0 };
    cuts.set(pieces, cut);
  }
  cut.pairs += 1;
  return cut;
}

/** Undecided pieces count as changing: they are to be seen. */
function kindOf(verdicts: WorldVerdicts): DraftKind {
  const steady = verdicts.now !== 'undecided' && WORLDS.every((world) => verdicts[world] === verdicts.now);
  if (!steady) return 'changing';
  return verdicts.now === 'deny' ? 'blocked' : 'open';
}

function countMoves(cuts: readonly Cut[]): ReadonlyMap<string, Moves> {
  return new Map(STEP_PAIRS.map(([before, after]) => [`${before} ${after}`, countMovesOf(cuts, before, after)]));
}

function countMovesOf(cuts: readonly Cut[], before: WorldName, after: WorldName): Moves {
  const moves = { opened: 0, closed: 0, becameUndecided: 0 };
  for (const { pieces, pairs } of cuts) {
    for (const { verdicts } of pieces.map(({ piece }) => piece)) {
      if (verdicts[before] === verdicts[after]) continue;
      if (verdicts[after] === 'allow') moves.opened += pairs;
      else if (verdicts[after] === 'deny') moves.closed += pairs;
      else moves.becameUndecided += pairs;
    }
  }
  return moves;
}

/** The drafts as edges: each is asked again, as one connection, who decided it. */
export function finishEdges(drafts: readonly EdgeDraft[], rollout: Rollout, locate: Locate): readonly EdgeSource[] {
  const seen = new Map<string, number>();
  const stagedIsNet = isSameWorld(rollout.worlds.net, rollout.worlds.staged);
  return drafts.map((draft) => {
    const connection = sampleConnection(draft.fromMember, draft.toMember, draft.family, draft.piece.sample);
    const traffic = trafficLabel(draft);
    const base = edgeId(draft);
    const count = seen.get(base) ?? 0;
    seen.set(base, count + 1);
    const ask = (world: WorldName) => edgeVerdict(draft.piece.verdicts, connection, world, rollout, locate);
    const net = ask('net');
    const staged = stagedIsNet ? net : ask('staged');
    const verdicts = { now: ask('now'), net, staged, promoted: ask('promoted'), final: ask('final') };
    const edge: Edge = {
      id: count === 0 ? base : `${base} (${count + 1})`,
      from: draft.from.party.id,
      to: draft.to.party.id,
      traffic,
      sample: { protocol: connection.protocol, port: connection.port < 0 ? null : connection.port },
      other: draft.piece.other,
      verdicts,
      protected: false,
    };
    return { edge, connections: inEveryWorld(connection) };
  });
}

/** The id of the edge that shows a draft, where no other edge has it. */
export function edgeId(draft: EdgeDraft): string {
  return `${draft.from.party.id} > ${draft.to.party.id} > ${trafficLabel(draft)}`;
}

/** Members of one party and families are told apart where there are several. */
function trafficLabel(draft: EdgeDraft): string {
  const notes = [draft.family === 6 ? 'over IPv6' : ''].filter((note) => note !== '');
  const several = draft.from.members.length > 1 || draft.to.members.length > 1;
  if (several) {
    const outside = [draft.fromMember, draft.toMember].findIndex((member) => member.end.tag === 'outside');
    const member = outside === 0 ? draft.fromMember : draft.toMember;
    const party = outside === 0 ? draft.from : draft.to;
    notes.push(`class ${party.members.indexOf(member) + 1}`);
  }
  return notes.length === 0 ? draft.piece.label : `${draft.piece.label} (${notes.join(', ')})`;
}

function edgeVerdict(
  verdicts: WorldVerdicts,
  connection: Connection,
  world: WorldName,
  rollout: Rollout,
  locate: Locate,
): EdgeVerdict {
  const verdict = verdicts[world];
  if (verdict === 'allow' && isNetOnly(verdicts, world, rollout, connection)) {
    return {
      verdict,
      by: rollout.net.name,
      position: netPosition(rollout, locate),
      onlyByNet: true,
      onlyByFailsafe: false,
    };
  }
  const { paths } = rollout.worlds[world];
  const result = decideIn(rollout.worlds[world], connection);
  const position = paths[0] === undefined ? null : decidedAt(result, paths[0], locate);
  return { verdict, by: decidedBy(result), position, onlyByNet: false, onlyByFailsafe: usesFailsafe(result) };
}

/** The net of a snapshot stands in a file; one of our own does not. */
export function netPosition({ net }: Rollout, locate: Locate): Position | null {
  return locate(net.resource, ['spec']);
}

function inEveryWorld(connection: Connection): Readonly<Record<WorldName, Connection>> {
  return { now: connection, net: connection, staged: connection, promoted: connection, final: connection };
}

/** Without the net this world denies it. */
function isNetOnly(verdicts: WorldVerdicts, world: WorldName, rollout: Rollout, connection: Connection): boolean {
  const netless = rollout.withoutNet[world];
  if (netless === null) return false;
  for (const name of WORLDS) {
    if (rollout.worlds[name] === netless) return verdicts[name] !== 'allow';
  }
  return decideIn(netless, connection).verdict !== 'allow';
}
