import type { Connection } from '../evaluate/connection-end';
import type { ConnectionResult } from '../evaluate/connection';
import type { PathContext } from '../evaluate/path-context';
import type { Stage } from '../evaluate/passage';
import { decideConnection } from '../evaluate/connection';
import { decidingHit } from '../evaluate/deciding-hit';
import type { DecidingHit } from '../evaluate/decide';
import type { Locate } from '../evaluate/explain-connection';
import { assertNever } from '../model/assert-never';
import type { ProtectedPath, ProtectedVerdict } from '../model/protected-path';
import type { Position } from '../model/source';
import type { WorldName } from '../model/world';
import { WORLDS } from '../model/world';
import { placeOfHit } from '../rehearse/decided-at';
import { decidedBy, usesFailsafe } from '../rehearse/decided-by';
import { asSeenIn, decideByPath } from '../rehearse/decide-in';
import { isSameWorld } from '../rehearse/same-world';
import type { Rollout, RolloutWorld } from '../rehearse/worlds';
import type { PathDraft } from './path-draft';

/** Worst first. */
const RANK: readonly ProtectedVerdict['tag'][] = [
  'blocked',
  'undecided',
  'absent',
  'net-only',
  'failsafe-only',
  'rule',
  'no-policy',
];

/** A protected path with the connection that gave its verdict, by world; `null` where there was none to ask. */
export interface AskedPath {
  readonly path: ProtectedPath;
  readonly connections: Readonly<Record<WorldName, Connection>> | null;
}

/** Asks every protected path in every world; of the connections that stand for it the worst counts. */
export function askPaths(drafts: readonly PathDraft[], rollout: Rollout, locate: Locate): readonly AskedPath[] {
  const same = sameWorlds(rollout);
  return drafts.map((draft) => {
    const { id, row, title, from, to, traffic, observable } = draft;
    const worst = findWorst(draft.connections, rollout, same);
    const verdicts = Object.fromEntries(
      WORLDS.map((world) => [world, worst === null ? absentVerdict(draft) : wordFor(worst[world], locate)]),
    ) as Record<WorldName, ProtectedVerdict>;
    const connections =
      worst === null
        ? null
        : (Object.fromEntries(WORLDS.map((world) => [world, worst[world].connection])) as Record<
            WorldName,
            Connection
          >);
    return { path: { id, row, title, from, to, traffic, verdicts, observable }, connections };
  });
}

function absentVerdict(draft: PathDraft): ProtectedVerdict {
  return { tag: 'absent', why: draft.absent === '' ? 'nothing stands for this path in the snapshot' : draft.absent };
}

/** Worlds that decide alike are asked once. */
type SameWorlds = ReadonlyMap<RolloutWorld, RolloutWorld>;

function sameWorlds(rollout: Rollout): SameWorlds {
  const worlds = [...Object.values(rollout.worlds), ...Object.values(rollout.withoutNet)].filter(
    (world) => world !== null,
  );
  return new Map(worlds.map((world) => [world, worlds.find((other) => isSameWorld(other, world)) ?? world]));
}

/** What one connection comes to in one world, before anybody looks up names and places. */
interface PathAnswer {
  readonly connection: Connection;
  readonly tag: ProtectedVerdict['tag'];
  readonly path: PathContext;
  readonly result: ConnectionResult;
}

/** `null` where there is nothing to ask. */
function findWorst(
  connections: readonly Connection[],
  rollout: Rollout,
  same: SameWorlds,
): Readonly<Record<WorldName, PathAnswer>> | null {
  const worst = new Map<WorldName, PathAnswer>();
  for (const connection of connections) {
    const decide = rememberResults(connection, same);
    for (const world of WORLDS) {
      const known = worst.get(world);
      if (known?.tag === 'blocked') continue;
      const answer = answerIn(connection, rollout.worlds[world], rollout.withoutNet[world], decide);
      if (known === undefined || RANK.indexOf(answer.tag) < RANK.indexOf(known.tag)) worst.set(world, answer);
    }
  }
  return worst.size === 0 ? null : (Object.fromEntries(worst) as Record<WorldName, PathAnswer>);
}

type DecideOnce = (world: RolloutWorld) => readonly ConnectionResult[];

/** The results of one connection, one per dataplane that may run. */
function rememberResults(connection: Connection, same: SameWorlds): DecideOnce {
  const known = new Map<RolloutWorld, readonly ConnectionResult[]>();
  return (asked) => {
    const world = same.get(asked) ?? asked;
    const results = known.get(world) ?? decideByPath(world, connection);
    known.set(world, results);
    return results;
  };
}

/** Where the dataplane is not known the answers of both must agree. */
function answerIn(
  connection: Connection,
  world: RolloutWorld,
  withoutNet: RolloutWorld | null,
  decide: DecideOnce,
): PathAnswer {
  const results = decide(world);
  const [result] = results;
  const [path] = world.paths;
  if (result === undefined || path === undefined) throw new Error('a world without a dataplane');
  if (results.some((other) => other.verdict !== result.verdict)) {
    return { connection, path, tag: 'undecided', result: { verdict: 'undecided', passages: [] } };
  }
  if (result.verdict !== 'allow') {
    return { connection, path, result, tag: result.verdict === 'deny' ? 'blocked' : 'undecided' };
  }
  if (withoutNet !== null && decide(withoutNet).some((netless) => netless.verdict !== 'allow')) {
    return { connection, path, result, tag: 'net-only' };
  }
  const bare = usesFailsafe(result) ? decideConnection(asSeenIn(world, connection), withoutFailsafe(path)) : result;
  return {
    connection,
    path,
    result: bare,
    tag: bare.verdict === 'allow' ? allowedTag(bare) : 'failsafe-only',
  };
}

function allowedTag(result: ConnectionResult): 'rule' | 'no-policy' {
  const stages = result.passages[0]?.stages ?? [];
  return stages.some((stage) => policyHit(stage) !== null) ? 'rule' : 'no-policy';
}

const DATAPLANE_UNKNOWN = {
  why: 'iptables and nftables decide it differently, and the files do not tell which one runs',
  command: 'kubectl get felixconfigurations.v3.projectcalico.org default -o yaml',
} as const;

/** The verdict of the worst connection, with the name and place of what decided it. */
function wordFor({ tag, result, path }: PathAnswer, locate: Locate): ProtectedVerdict {
  switch (tag) {
    case 'blocked':
      return { tag, by: decidedBy(result), position: denyingPosition(result, path, locate) };
    case 'undecided': {
      if (result.passages.length === 0) return { tag, ...DATAPLANE_UNKNOWN };
      const [doubt] = result.passages.flatMap((passage) => passage.doubts);
      const why = doubt ?? 'a rule on the path depends on what is not in the files';
      return { tag, why, command: 'kubectl get namespaces,serviceaccounts -A -o yaml' };
    }
    case 'rule':
      return allowedByRule(result, path, locate);
    case 'net-only':
    case 'failsafe-only':
    case 'no-policy':
      return { tag };
    case 'absent':
      throw new Error('a connection that was asked is not absent');
    default:
      return assertNever(tag);
  }
}

function allowedByRule(result: ConnectionResult, path: PathContext, locate: Locate): ProtectedVerdict {
  for (const stage of (result.passages[0]?.stages ?? []).toReversed()) {
    const hit = policyHit(stage);
    if (hit !== null) return { tag: 'rule', policy: hit.name, position: placeOfHit(hit, stage, path, locate) };
  }
  return { tag: 'no-policy' };
}

function denyingPosition(result: ConnectionResult, path: PathContext, locate: Locate): Position | null {
  const stage = result.passages[0]?.stages.findLast((candidate) => candidate.answer === 'deny');
  const hit = stage === undefined ? null : policyHit(stage);
  return stage === undefined || hit === null ? null : placeOfHit(hit, stage, path, locate);
}

function policyHit(stage: Stage): DecidingHit | null {
  const hit = decidingHit(stage);
  return hit === undefined || hit.kind === 'Profile' ? null : hit;
}

/** The same path on nodes whose failsafe lists are empty. */
function withoutFailsafe(path: PathContext): PathContext {
  return {
    ...path,
    settings: (node) => {
      const settings = path.settings(node);
      return {
        ...settings,
        failsafeInbound: { ...settings.failsafeInbound, ports: [] },
        failsafeOutbound: { ...settings.failsafeOutbound, ports: [] },
      };
    },
  };
}
