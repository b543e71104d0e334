import type { PolicedEndpoint } from '../../cluster/endpoint';
import type { ProgramTier } from '../../compile/program';
import type { Rule } from '../../compile/policy';
import type { Connection } from '../../evaluate/connection-end';
import { peerOfEnd } from '../../evaluate/connection-end';
import { CLIENT_PORT } from '../../evaluate/dialled';
import type { Decision, DecidingHit } from '../../evaluate/decide';
import { decide } from '../../evaluate/decide';
import type { Packet } from '../../evaluate/packet';
import type { Peers } from '../../evaluate/peer';
import type { Direction } from '../../model/traffic';
import type { EdgeSource } from '../edges';
import { connectionIn } from './deciding-stages';
import type { SurpriseFacts } from './surprise-facts';

/** What Felix’s flow logs would announce for an edge: its pending verdict, at the pod that decides it. */
export interface Preview {
  readonly source: EdgeSource;
  readonly verdict: 'allow' | 'deny';
  /** What decided at the pod; the last hit of it. */
  readonly hit: DecidingHit;
  readonly endpoint: PolicedEndpoint;
  readonly direction: Direction;
  readonly connection: Connection;
  /** As the flow-log evaluator sees it. */
  readonly packet: Packet;
}

const PREVIEWS = new WeakMap<readonly EdgeSource[], readonly Preview[]>();

/** Previews that differ from what the edge comes to in the end, each with the pod where they part. */
export function wrongPreviews(facts: SurpriseFacts): readonly Preview[] {
  const known = PREVIEWS.get(facts.sources);
  if (known !== undefined) return known;
  const wrong = facts.sources.flatMap((source) => wrongPreview(facts, source) ?? []);
  PREVIEWS.set(facts.sources, wrong);
  return wrong;
}

function wrongPreview(facts: SurpriseFacts, source: EdgeSource): Preview | null {
  const afterwards = source.edge.verdicts.final.verdict;
  if (afterwards === 'undecided') return null;
  const connection = connectionIn(source, 'staged');
  const packet = packetBetween(connection, facts.rollout.pending.peers);
  const allowing: Preview[] = [];
  for (const direction of DIRECTIONS) {
    const preview = previewAt(facts, source, connection, packet, direction);
    if (preview?.verdict === 'deny') return afterwards === 'allow' ? preview : null;
    if (preview !== null) allowing.push(preview);
  }
  return afterwards === 'allow' ? null : (allowing.find((preview) => isDeniedAt(facts, preview)) ?? null);
}

const DIRECTIONS: readonly Direction[] = ['egress', 'ingress'];

function previewAt(
  { rollout: { pending } }: SurpriseFacts,
  source: EdgeSource,
  connection: Connection,
  packet: Packet,
  direction: Direction,
): Preview | null {
  const end = direction === 'egress' ? connection.from : connection.to;
  if (end.tag !== 'pod') return null;
  const decision = decide(pending.programs.programOf(end.workload), 'normal', direction, packet, pending.matcher);
  const verdict = soleVerdict(decision);
  const hit = decision.hits.at(-1);
  if (verdict === null || hit === undefined) return null;
  return { source, verdict, hit, endpoint: end.workload, direction, connection, packet };
}

function soleVerdict({ outcomes }: Decision): 'allow' | 'deny' | null {
  if (outcomes.allow === outcomes.deny) return null;
  return outcomes.allow ? 'allow' : 'deny';
}

function isDeniedAt(facts: SurpriseFacts, preview: Preview): boolean {
  const { programs, matcher } = facts.rollout.worlds.final.evaluation;
  const program = programs.programOf(preview.endpoint);
  const packet = enforcedPacket(facts, preview);
  return soleVerdict(decide(program, 'normal', preview.direction, packet, matcher)) === 'deny';
}

/** As the dataplane sees it. */
export function enforcedPacket({ rollout }: SurpriseFacts, { connection }: Preview): Packet {
  return packetBetween(connection, rollout.worlds.final.evaluation.peers);
}

function packetBetween(connection: Connection, peers: Peers): Packet {
  const { family, protocol, port, icmpType, icmpCode } = connection;
  return {
    family,
    protocol,
    source: peerOfEnd(connection.from, family, peers),
    destination: peerOfEnd(connection.to, family, peers),
    sourcePort: port < 0 ? -1 : CLIENT_PORT,
    destinationPort: port,
    icmpType,
    icmpCode,
  };
}

/** The first rule of the preview’s list that the flow-log evaluator and the dataplane answer differently. */
export function departingRule(
  facts: SurpriseFacts,
  preview: Preview,
): { readonly tier: ProgramTier; readonly rule: Rule; readonly policy: ProgramTier['policies'][number] } | null {
  const { pending, worlds } = facts.rollout;
  const enforced = enforcedPacket(facts, preview);
  const tiers = pending.programs.programOf(preview.endpoint).tiers.normal[preview.direction];
  for (const tier of tiers) {
    for (const policy of tier.policies) {
      for (const rule of policy.rules) {
        const said = pending.matcher(rule, preview.packet);
        if (said !== worlds.final.evaluation.matcher(rule, enforced)) return { tier, rule, policy };
      }
    }
  }
  return null;
}
