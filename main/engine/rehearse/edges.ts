import type { Connection } from '../evaluate/connection-end';
import type { Locate } from '../evaluate/explain-connection';
import type { Edge, EdgeVerdict } from '../model/edge';
import { oncePer } from '../model/once-per';
import type { Position } from '../model/source';
import type { WorldName } from '../model/world';
import { WORLDS } from '../model/world';
import { decideIn } from './decide-in';
import { decidedAt } from './decided-at';
import { decidedBy, usesFailsafe } from './decided-by';
import type { EdgeDraft } from './draft-edges';
import type { Family } from './meeting-ends';
import { familiesOf } from './meeting-ends';
import type { PartyMembers } from './member';
import { isSameWorld } from './same-world';
import { sampleConnection } from './sample-connection';
import type { WorldVerdicts } from './traffic-pieces';
import type { Rollout } from './worlds';

/** An edge with what is needed to ask about it again. */
export interface EdgeSource {
  readonly edge: Edge;
  /** The connection that stands for it, by world. */
  readonly connections: Readonly<Record<WorldName, Connection>>;
}

/** The drafts as edges: each is asked again, as one connection, who decided it. */
export function finishEdges(drafts: readonly EdgeDraft[], rollout: Rollout, locate: Locate): readonly EdgeSource[] {
  const seen = new Map<string, number>();
  const stagedIsNet = isSameWorld(rollout.worlds.net, rollout.worlds.staged);
  return drafts.map((draft) => {
    const connection = sampleConnection(draft.fromMember, draft.toMember, draft.family, draft.piece.sample);
    const traffic = trafficLabel(draft);
    const base = idBetween(draft, traffic);
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
  return idBetween(draft, trafficLabel(draft));
}

function idBetween({ from, to }: EdgeDraft, traffic: string): string {
  return `${from.party.id} > ${to.party.id} > ${traffic}`;
}

/** Families are told apart, and members of one party where there are several of a family. */
function trafficLabel(draft: EdgeDraft): string {
  const notes = [draft.family === 6 ? 'over IPv6' : ''].filter((note) => note !== '');
  if ([draft.from, draft.to].some((party) => membersByFamily(party)[draft.family] > 1)) {
    const outside = [draft.fromMember, draft.toMember].findIndex((member) => member.end.tag === 'outside');
    const member = outside === 0 ? draft.fromMember : draft.toMember;
    const party = outside === 0 ? draft.from : draft.to;
    notes.push(`class ${party.members.indexOf(member) + 1}`);
  }
  return notes.length === 0 ? draft.piece.label : `${draft.piece.label} (${notes.join(', ')})`;
}

const membersByFamily = oncePer(({ members }: PartyMembers): Readonly<Record<Family, number>> => {
  const families = members.map(({ end }) => familiesOf(end));
  const count = (family: Family) => families.filter((own) => own.length === 0 || own.includes(family)).length;
  return { 4: count(4), 6: count(6) };
});

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
  const { evaluation } = rollout.worlds[world];
  const result = decideIn(rollout.worlds[world], connection);
  const position = decidedAt(result, evaluation, locate);
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
