import type { Connection } from '../evaluate/connection-end';
import type { ConnectionResult } from '../evaluate/connection';
import type { PathContext } from '../evaluate/path-context';
import type { Stage } from '../evaluate/passage';
import { decideConnection } from '../evaluate/connection';
import { decidingHit } from '../evaluate/deciding-hit';
import type { DecidingHit } from '../evaluate/decide';
import type { Locate } from '../evaluate/explain-connection';
import type { ProtectedPath, ProtectedVerdict } from '../model/protected-path';
import type { Position } from '../model/source';
import type { WorldName } from '../model/world';
import { WORLDS } from '../model/world';
import { decidedBy } from '../rehearse/decided-by';
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
  'node-local',
  'no-policy',
];

/** A protected path with the connection that gave its verdict, by world; `null` where there was none to ask. */
export interface AskedPath {
  readonly path: ProtectedPath;
  readonly connections: Readonly<Record<WorldName, Connection>> | null;
}

/** Asks every protected path in every world; of the connections that stand for it the worst counts. */
export function askPaths(drafts: readonly PathDraft[], rollout: Rollout, locate: Locate): readonly AskedPath[] {
  return drafts.map((draft) => {
    const { id, row, title, from, to, traffic, observable } = draft;
    const worst = WORLDS.map((world) => [world, askPath(draft, world, rollout, locate)] as const);
    const verdicts = Object.fromEntries(
      worst.map(([world, answer]) => [world, answer?.verdict ?? absentVerdict(draft)]),
    ) as Record<WorldName, ProtectedVerdict>;
    const connections = Object.fromEntries(
      worst.flatMap(([world, answer]) => (answer === null ? [] : [[world, answer.connection]])),
    ) as Record<WorldName, Connection>;
    const path = { id, row, title, from, to, traffic, verdicts, observable };
    return { path, connections: draft.connections.length === 0 ? null : connections };
  });
}

function absentVerdict(draft: PathDraft): ProtectedVerdict {
  return { tag: 'absent', why: draft.absent === '' ? 'nothing stands for this path in the snapshot' : draft.absent };
}

interface PathAnswer {
  readonly verdict: ProtectedVerdict;
  readonly connection: Connection;
}

/** `null` where there is nothing to ask. */
function askPath(draft: PathDraft, world: WorldName, rollout: Rollout, locate: Locate): PathAnswer | null {
  let worst: PathAnswer | null = null;
  for (const connection of draft.connections) {
    const verdict = askConnection(connection, rollout.worlds[world], rollout.withoutNet[world], locate);
    if (worst === null || RANK.indexOf(verdict.tag) < RANK.indexOf(worst.verdict.tag)) worst = { verdict, connection };
    if (worst.verdict.tag === 'blocked') break;
  }
  return worst;
}

/** Where the dataplane is not known the answers of both must agree. */
function askConnection(
  connection: Connection,
  world: RolloutWorld,
  withoutNet: RolloutWorld | null,
  locate: Locate,
): ProtectedVerdict {
  const answers = world.paths.map((path) => ({ path, result: decideConnection(connection, path) }));
  const [first] = answers;
  if (first === undefined) throw new Error('a world without a dataplane');
  if (answers.some(({ result }) => result.verdict !== first.result.verdict)) {
    return {
      tag: 'undecided',
      why: 'iptables and nftables decide it differently, and the files do not tell which one runs',
      command: 'kubectl get felixconfigurations.v3.projectcalico.org default -o yaml',
    };
  }
  return wordFor(connection, first.result, first.path, withoutNet, locate);
}

function wordFor(
  connection: Connection,
  result: ConnectionResult,
  path: PathContext,
  withoutNet: RolloutWorld | null,
  locate: Locate,
): ProtectedVerdict {
  switch (result.verdict) {
    case 'undecided':
      return {
        tag: 'undecided',
        why:
          result.passages.flatMap((passage) => passage.doubts)[0] ??
          'a rule on the path depends on what is not in the files',
        command: 'kubectl get namespaces,serviceaccounts -A -o yaml',
      };
    case 'deny':
      return { tag: 'blocked', by: decidedBy(result), position: denyingPosition(result, path, locate) };
    case 'allow': {
      const netless = withoutNet?.paths[0];
      if (netless !== undefined && decideConnection(connection, netless).verdict !== 'allow')
        return { tag: 'net-only' };
      const bare = decideConnection(connection, withoutFailsafe(path));
      return bare.verdict === 'allow' ? allowedWord(bare, path, locate) : { tag: 'failsafe-only' };
    }
  }
}

function allowedWord(result: ConnectionResult, path: PathContext, locate: Locate): ProtectedVerdict {
  const stages = result.passages[0]?.stages ?? [];
  if (stages.length === 0) return { tag: 'node-local' };
  for (const stage of stages.toReversed()) {
    const hit = policyHit(stage);
    if (hit !== null) return { tag: 'rule', policy: hit.name, position: positionOf(hit, stage, path, locate) };
  }
  return { tag: 'no-policy' };
}

function denyingPosition(result: ConnectionResult, path: PathContext, locate: Locate): Position | null {
  const stage = result.passages[0]?.stages.findLast((candidate) => candidate.answer === 'deny');
  const hit = stage === undefined ? null : policyHit(stage);
  return stage === undefined || hit === null ? null : positionOf(hit, stage, path, locate);
}

function policyHit(stage: Stage): DecidingHit | null {
  const hit = decidingHit(stage);
  return hit === undefined || hit.kind === 'Profile' ? null : hit;
}

function positionOf(hit: DecidingHit, stage: Stage, path: PathContext, locate: Locate): Position | null {
  if (stage.endpoint === null || hit.path === null || stage.hook === 'host-action' || stage.hook === 'built-in')
    return null;
  const tiers = path.evaluation.programs.programOf(stage.endpoint).tiers[stage.hook][stage.direction];
  const found = tiers
    .flatMap((tier) => tier.policies)
    .find(({ policy }) => policy.kind === hit.kind && policy.namespace === hit.namespace && policy.name === hit.name);
  return found === undefined ? null : locate(found.policy.resource, hit.path);
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
