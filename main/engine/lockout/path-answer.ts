import type { FailsafeList } from '../cluster/failsafe';
import type { Connection } from '../evaluate/connection-end';
import type { ConnectionResult } from '../evaluate/connection';
import { decideConnection } from '../evaluate/connection';
import type { DecidingHit } from '../evaluate/decide';
import { decidingHit } from '../evaluate/deciding-hit';
import { doubtsOf } from '../evaluate/doubts-of';
import type { Locate } from '../evaluate/explain-connection';
import type { Stage } from '../evaluate/passage';
import type { PathContext } from '../evaluate/path-context';
import { assertNever } from '../model/assert-never';
import type { ProtectedVerdict } from '../model/protected-path';
import type { Position } from '../model/source';
import { formatAddress } from '../net/address';
import { placeOfHit } from '../rehearse/decided-at';
import { decidedBy, firstStages, usesFailsafe } from '../rehearse/decided-by';
import type { ResultByPath } from '../rehearse/decide-in';
import { asSeenIn, decideByPath } from '../rehearse/decide-in';
import type { RolloutWorld } from '../rehearse/worlds';

/** What one connection comes to in one world, before anybody looks up names and places. */
export interface PathAnswer {
  readonly connection: Connection;
  readonly tag: Exclude<ProtectedVerdict['tag'], 'absent'>;
  readonly path: PathContext;
  readonly result: ConnectionResult;
}

/** What one world says of a connection, dataplane by dataplane where the files do not tell which one runs. */
export interface Decided {
  readonly path: PathContext;
  readonly results: ResultByPath;
  /** The first of them without failsafe ports. */
  readonly withoutFailsafe: () => ConnectionResult;
}

export type Decide = (connection: Connection, world: RolloutWorld) => Decided;

export const decideAfresh: Decide = (connection, world) => {
  const { path } = world;
  let bare: ConnectionResult | undefined;
  return {
    path,
    results: decideByPath(world, connection),
    withoutFailsafe: () => (bare ??= decideWithFailsafe(world, connection, () => NO_PORTS)),
  };
};

/** Where the dataplane is not known the answers of both must agree. */
export function answerIn(
  connection: Connection,
  world: RolloutWorld,
  withoutNet: RolloutWorld | null,
  decide: Decide = decideAfresh,
): PathAnswer {
  const { path, results, withoutFailsafe } = decide(connection, world);
  const [result] = results;
  if (results.some((other) => other.verdict !== result.verdict)) {
    return { connection, path, tag: 'undecided', result: { verdict: 'undecided', passages: [] } };
  }
  if (result.verdict !== 'allow') {
    return { connection, path, result, tag: result.verdict === 'deny' ? 'blocked' : 'undecided' };
  }
  if (withoutNet !== null && decide(connection, withoutNet).results.some((netless) => netless.verdict !== 'allow')) {
    return { connection, path, result, tag: 'net-only' };
  }
  const bare = usesFailsafe(result) ? withoutFailsafe() : result;
  return { connection, path, result: bare, tag: bare.verdict === 'allow' ? allowedTag(bare) : 'failsafe-only' };
}

function allowedTag(result: ConnectionResult): 'rule' | 'no-policy' {
  return firstStages(result).some((stage) => policyHit(stage) !== null) ? 'rule' : 'no-policy';
}

type ListOf = (list: FailsafeList, direction: 'inbound' | 'outbound') => Pick<FailsafeList, 'ports'>;

const NO_PORTS: ReturnType<ListOf> = { ports: [] };

/** What the connection would come to if nodes had other failsafe ports. */
export function decideWithFailsafe(world: RolloutWorld, connection: Connection, listOf: ListOf): ConnectionResult {
  const { path } = world;
  return decideConnection(asSeenIn(world, connection), {
    ...path,
    settings: (node) => {
      const settings = path.settings(node);
      const { failsafeInbound, failsafeOutbound } = settings;
      return {
        ...settings,
        failsafeInbound: { ...failsafeInbound, doubt: null, ...listOf(failsafeInbound, 'inbound') },
        failsafeOutbound: { ...failsafeOutbound, doubt: null, ...listOf(failsafeOutbound, 'outbound') },
      };
    },
  });
}

const DATAPLANE_UNKNOWN = {
  why: 'iptables and nftables decide it differently, and the files do not tell which one runs',
  command: 'kubectl get felixconfigurations.v3.projectcalico.org default -o yaml',
} as const;

const UNTOLD = {
  why: 'a rule on the path depends on what is not in the files',
  command: 'kubectl get namespaces,serviceaccounts -A -o yaml',
} as const;

/** The verdict of a connection, with the name and place of what decided it. */
export function wordFor({ tag, result, path }: PathAnswer, locate: Locate): ProtectedVerdict {
  switch (tag) {
    case 'blocked':
      return { tag, by: decidedBy(result), position: denyingPosition(result, path, locate) };
    case 'undecided': {
      if (result.passages.length === 0) return { tag, ...DATAPLANE_UNKNOWN };
      const [doubt] = doubtsOf(result, path);
      return { tag, ...(doubt ?? UNTOLD) };
    }
    case 'rule':
      return allowedByRule(result, path, locate);
    case 'net-only':
    case 'failsafe-only':
    case 'no-policy':
      return { tag };
    default:
      return assertNever(tag);
  }
}

function allowedByRule(result: ConnectionResult, path: PathContext, locate: Locate): ProtectedVerdict {
  for (const stage of firstStages(result).toReversed()) {
    const hit = policyHit(stage);
    if (hit !== null)
      return { tag: 'rule', policy: hit.name, position: placeOfHit(hit, stage, path.evaluation, locate) };
  }
  return { tag: 'no-policy' };
}

function denyingPosition(result: ConnectionResult, path: PathContext, locate: Locate): Position | null {
  const [place] = firstStages(result)
    .filter(({ answer }) => answer === 'deny')
    .slice(-1)
    .map((stage) => {
      const hit = policyHit(stage);
      return hit === null ? null : placeOfHit(hit, stage, path.evaluation, locate);
    });
  return place ?? null;
}

function policyHit(stage: Stage): DecidingHit | null {
  const hit = decidingHit(stage);
  return hit === undefined || hit.kind === 'Profile' ? null : hit;
}

/**
 * Ends as the deciders on the way see them: `10.20.0.21 → 10.20.0.10:6443`, the rewritten ones after those that were dialled. Where nobody
 * decides, as they are.
 */
export function seenAddresses(connection: Connection, world: RolloutWorld): readonly string[] {
  const stages = decideByPath(world, connection).slice(0, 1).flatMap(firstStages);
  const seen = stages.map(({ packet }) =>
    formatEnds(packet.source.key, packet.destination.key, packet.destinationPort, packet.family),
  );
  if (seen.length > 0) return [...new Set(seen)];
  const { from, to, port, family } = connection;
  return [formatEnds(addressOf(from, family), addressOf(to, family), port, family)];
}

function formatEnds(from: string, to: string, port: number, family: 4 | 6): string {
  if (port < 0) return `${from} → ${to}`;
  return `${from} → ${family === 6 ? `[${to}]` : to}:${port}`;
}

function addressOf(end: Connection['from'], family: 4 | 6): string {
  if (end.tag !== 'pod') return formatAddress(end.address);
  const own = end.workload.addresses.find((address) => address.family === family);
  return own === undefined ? describeEnd(end) : formatAddress(own);
}

/** An end by the name that people know. */
export function describeEnd(end: Connection['from']): string {
  switch (end.tag) {
    case 'pod':
      return `${end.workload.namespace}/${end.workload.name}`;
    case 'node':
      return end.node.name;
    case 'outside':
      return formatAddress(end.address);
  }
}
