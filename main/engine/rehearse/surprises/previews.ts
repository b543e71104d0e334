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
  /** As the flow-log evaluator sees it, and as the dataplane does. */
  readonly pending: Packet;
  readonly enforced: Packet;
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
  const previews = (['egress', 'ingress'] as const).flatMap((direction) =>
    previewAt(facts, source, connection, direction),
  );
  const denying = previews.find(({ verdict }) => verdict === 'deny');
  if (afterwards === 'allow') return denying ?? null;
  if (denying !== undefined) return null;
  return previews.find((preview) => isDeniedAt(facts, preview)) ?? null;
}

function previewAt(
  facts: SurpriseFacts,
  source: EdgeSource,
  connection: Connection,
  direction: Direction,
): readonly Preview[] {
  const end = direction === 'egress' ? connection.from : connection.to;
  if (end.tag !== 'pod') return [];
  const { pending, worlds } = facts.rollout;
  const packet = packetBetween(connection, pending.peers);
  const decision = decide(pending.programs.programOf(end.workload), 'normal', direction, packet, pending.matcher);
  const verdict = soleVerdict(decision);
  const hit = decision.hits.at(-1);
  if (verdict === null || hit === undefined) return [];
  const enforced = packetBetween(connection, worlds.final.evaluation.peers);
  return [{ source, verdict, hit, endpoint: end.workload, direction, pending: packet, enforced }];
}

function soleVerdict({ outcomes }: Decision): 'allow' | 'deny' | null {
  if (outcomes.allow === outcomes.deny) return null;
  return outcomes.allow ? 'allow' : 'deny';
}

function isDeniedAt({ rollout }: SurpriseFacts, { endpoint, direction, enforced }: Preview): boolean {
  const { programs, matcher } = rollout.worlds.final.evaluation;
  return soleVerdict(decide(programs.programOf(endpoint), 'normal', direction, enforced, matcher)) === 'deny';
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
  { rollout }: SurpriseFacts,
  preview: Preview,
): { readonly tier: ProgramTier; readonly rule: Rule; readonly policy: ProgramTier['policies'][number] } | null {
  const { pending, worlds } = rollout;
  const tiers = pending.programs.programOf(preview.endpoint).tiers.normal[preview.direction];
  for (const tier of tiers) {
    for (const policy of tier.policies) {
      for (const rule of policy.rules) {
        const said = pending.matcher(rule, preview.pending);
        if (said !== worlds.final.evaluation.matcher(rule, preview.enforced)) return { tier, rule, policy };
      }
    }
  }
  return null;
}
