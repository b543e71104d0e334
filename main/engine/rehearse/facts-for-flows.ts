import { everyRule } from '../compile/every-rule';
import { isStagedKind } from '../compile/policy';
import type { Policy } from '../compile/policy';
import type { WorkloadEndpoint } from '../cluster/endpoint';
import type { Connection } from '../evaluate/connection-end';
import type { Locate } from '../evaluate/explain-connection';
import type { DecidedConnection, FlowFacts, JudgedWorld, PolicyFate, WatchedPath } from '../flows/flow-facts';
import type { Edge } from '../model/edge';
import type { PolicyKind } from '../model/resource';
import { stagesOnly } from './change';
import { decideIn } from './decide-in';
import { decidedAt } from './decided-at';
import { decidedBy, decidingStage } from './decided-by';
import { podIn } from './end-in';
import type { PartyMembers } from './member';
import { policyKey } from './promote';
import { recordableWorlds } from './recordable-worlds';
import { isNet } from './safety-net';
import type { Signatures } from './signatures';
import { createSignatures } from './signatures';
import type { Rollout } from './worlds';
import { allPolicies } from './worlds';

/** What a rehearsal knows by the time recorded flows are held against it. */
export interface Rehearsed {
  readonly rollout: Rollout;
  readonly parties: readonly PartyMembers[];
  /** Those that the parties were told apart by. */
  readonly signatures: Signatures;
  readonly edges: readonly Edge[];
  readonly paths: readonly WatchedPath[];
  readonly locate: Locate;
}

/** Fills in what recorded flows are held against. */
export function factsForFlows(rehearsed: Rehearsed): FlowFacts {
  const { rollout, parties, edges, paths, locate } = rehearsed;
  const { now, net, staged, final } = rollout.worlds;
  const clusters = [now.cluster, staged.cluster];
  const policies = [...new Set([...allPolicies(rollout), ...placedPolicies(rollout)])];
  const nets = [
    ...everyRule(policies, clusters).flatMap(({ source, destination }) =>
      [source, destination].flatMap((entity) => [...(entity.nets ?? []), ...(entity.notNets ?? [])]),
    ),
    ...clusters.flatMap(({ sets }) => sets.flatMap((set) => set.nets)),
  ];
  const own = createSignatures(policies, clusters, rollout.hostsPoliceForwarding);
  return {
    cluster: staged.cluster,
    labelSets: rollout.labelSets,
    nets,
    signatureOf: (address) => own.ofAddress(address),
    partyOf: partyFinder(rehearsed),
    parties: parties.map(({ party }) => party),
    worlds: recordableWorlds(rollout),
    decide: (connection, world) => decideConnectionIn(rollout, connection, world, locate),
    judged: { now: now.evaluation, net: net.evaluation, final: final.evaluation },
    fateOf: (policy) => fateOf(policy, rollout),
    edges,
    paths,
  };
}

/** Staged policies that stay staged are in no other list. */
function placedPolicies({ worlds }: Rollout): readonly Policy[] {
  return worlds.staged.arranged.tiers.flatMap((tier) => tier.policies.map(({ policy }) => policy));
}

function partyFinder({ rollout, parties, signatures }: Rehearsed): FlowFacts['partyOf'] {
  const before = rollout.worlds.now.cluster;
  const ids = new Map(
    parties.flatMap(({ owner, members, party }) => members.map(({ signature }) => [`${owner} ${signature}`, party.id])),
  );
  const known = new Map<WorkloadEndpoint, string>();
  return (workload) => {
    const found = known.get(workload);
    if (found !== undefined) return found;
    const { namespace, owner } = workload;
    const signature = signatures.ofWorkload(workload, podIn(before, workload));
    const id = ids.get(`${namespace}/${owner.name} ${owner.kind} ${signature}`) ?? '';
    known.set(workload, id);
    return id;
  };
}

function decideConnectionIn(
  { worlds }: Rollout,
  connection: Connection,
  world: JudgedWorld,
  locate: Locate,
): DecidedConnection {
  const result = decideIn(worlds[world], connection);
  const stage = result.verdict === 'deny' ? decidingStage(result) : undefined;
  return {
    verdict: result.verdict,
    by: decidedBy(result),
    position: decidedAt(result, worlds[world].evaluation, locate),
    atHost: stage !== undefined && stage.endpoint?.tag !== 'workload',
  };
}

function fateOf(
  policy: { readonly kind: PolicyKind | 'Profile'; readonly namespace: string; readonly name: string },
  { net, changes }: Rollout,
): PolicyFate {
  const { kind } = policy;
  if (kind === 'Profile') return 'stays';
  if (isNet(policy, net)) return 'safety-net';
  const key = policyKey(policy);
  const change = changes.find(({ resource }) => policyKey(resource) === key);
  if (isStagedKind(kind)) return change === undefined || stagesOnly(change.action) ? 'left-out' : 'stays';
  if (change === undefined || stagesOnly(change.action)) return 'stays';
  return change.action === 'Delete' ? 'deleted' : 'replaced';
}
