import type { Connection } from '../evaluate/connection-end';
import { decideConnection } from '../evaluate/connection';
import type { ConnectionResult } from '../evaluate/connection';
import type { Atom } from '../net/traffic-space';
import type { Edge, EdgeVerdict } from '../model/edge';
import type { WorldName } from '../model/world';
import { WORLDS } from '../model/world';
import type { Connectivity } from './connectivity';
import type { PairCounter } from './pair-summary';
import { decidedBy, usesFailsafe } from './decided-by';
import type { Member, PartyMembers } from './member';
import type { TrafficPiece, TrafficPieces, WorldVerdicts } from './traffic-pieces';
import type { Rollout, RolloutWorld } from './worlds';

/** An edge with what is needed to ask about it again. */
export interface EdgeSource {
  readonly edge: Edge;
  readonly connection: Connection;
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
export const MOST_LISTED = 5_000;

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

export const STEP_PAIRS: readonly (readonly [WorldName, WorldName])[] = [
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
  connectivity: Readonly<Record<WorldName, Connectivity>>,
  pieces: TrafficPieces,
  pairs: PairCounter,
  progress: (done: number, total: number) => void,
): DraftSummary {
  const changing: EdgeDraft[] = [];
  const blocked: EdgeDraft[] = [];
  const open: EdgeDraft[] = [];
  const moves = new Map<string, { opened: number; closed: number; becameUndecided: number }>(
    STEP_PAIRS.map(([before, after]) => [`${before} ${after}`, { opened: 0, closed: 0, becameUndecided: 0 }]),
  );
  let compared = 0;
  for (const [index, from] of parties.entries()) {
    progress(index, parties.length);
    for (const to of parties) {
      if (!isComputed(from, to)) continue;
      for (const [fromMember, toMember, family] of memberPairs(from, to)) {
        const answers = WORLDS.map((world) => connectivity[world].between(fromMember, toMember, family));
        pairs.add(from, to, answers);
        for (const piece of pieces.pieces(answers, to.ports)) {
          compared += 1;
          countMoves(moves, piece.verdicts);
          const draft = { from, to, fromMember, toMember, family, piece };
          const list = isSteady(piece.verdicts) ? (piece.verdicts.now === 'deny' ? blocked : open) : changing;
          if (list === changing || list.length < MOST_LISTED) list.push(draft);
        }
      }
    }
  }
  const drafts = [...changing, ...blocked, ...open].slice(0, MOST_LISTED);
  return { drafts, compared, unlisted: compared - drafts.length, moves };
}

/** Undecided pieces count as changing: they are to be seen. */
function isSteady(verdicts: WorldVerdicts): boolean {
  return verdicts.now !== 'undecided' && WORLDS.every((world) => verdicts[world] === verdicts.now);
}

function countMoves(
  moves: ReadonlyMap<string, { opened: number; closed: number; becameUndecided: number }>,
  verdicts: WorldVerdicts,
): void {
  for (const [before, after] of STEP_PAIRS) {
    if (verdicts[before] === verdicts[after]) continue;
    const count = moves.get(`${before} ${after}`);
    if (count === undefined) continue;
    if (verdicts[after] === 'allow') count.opened += 1;
    else if (verdicts[after] === 'deny') count.closed += 1;
    else count.becameUndecided += 1;
  }
}

/** Policies decide only where a pod is; nodes are asked about by protected paths. */
function isComputed(from: PartyMembers, to: PartyMembers): boolean {
  if (from.owner === to.owner || from.party.kind === 'host' || to.party.kind === 'host') return false;
  return from.party.kind === 'workload' || to.party.kind === 'workload';
}

function* memberPairs(from: PartyMembers, to: PartyMembers): Generator<readonly [Member, Member, 4 | 6]> {
  for (const left of from.members) {
    for (const right of to.members) {
      for (const family of [4, 6] as const) {
        if (hasFamily(left, family) && hasFamily(right, family)) yield [left, right, family];
      }
    }
  }
}

/** A pod of which only the controller is known is taken to have an IPv4 address. */
function hasFamily(member: Member, family: 4 | 6): boolean {
  if (member.end.tag !== 'pod') return member.end.address.family === family;
  const { addresses } = member.end.workload;
  return addresses.length === 0 ? family === 4 : addresses.some((address) => address.family === family);
}

/** The drafts as edges: each is asked again, as one connection, who decided it. */
export function finishEdges(drafts: readonly EdgeDraft[], rollout: Rollout): readonly EdgeSource[] {
  const seen = new Map<string, number>();
  return drafts.map((draft) => {
    const connection = sampleConnection(draft.fromMember, draft.toMember, draft.family, draft.piece.sample);
    const traffic = trafficLabel(draft);
    const base = `${draft.from.party.id} > ${draft.to.party.id} > ${traffic}`;
    const count = seen.get(base) ?? 0;
    seen.set(base, count + 1);
    const verdicts = Object.fromEntries(
      WORLDS.map((world) => [world, edgeVerdict(draft.piece.verdicts[world], connection, world, rollout, draft)]),
    ) as Record<WorldName, EdgeVerdict>;
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
    return { edge, connection };
  });
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

export function sampleConnection(from: Member, to: Member, family: 4 | 6, atom: Atom): Connection {
  return {
    from: from.end,
    to: to.end,
    family,
    protocol: atom.protocol,
    port: atom.destination?.first ?? -1,
    icmpType: atom.icmpType,
    icmpCode: atom.icmpCode,
    via: null,
  };
}

function edgeVerdict(
  verdict: EdgeVerdict['verdict'],
  connection: Connection,
  world: WorldName,
  rollout: Rollout,
  draft: EdgeDraft,
): EdgeVerdict {
  const result = decideIn(rollout.worlds[world], connection);
  return {
    verdict,
    by: decidedBy(result),
    onlyByNet: verdict === 'allow' && isNetOnly(draft.piece.verdicts, world, rollout, connection),
    onlyByFailsafe: usesFailsafe(result),
  };
}

export function decideIn(world: RolloutWorld, connection: Connection): ConnectionResult {
  const [path] = world.paths;
  if (path === undefined) throw new Error('a world without a dataplane');
  return decideConnection(connection, path);
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
