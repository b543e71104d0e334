import { clusterProfile } from '../../main/engine/cluster/cluster-profile';
import { collectMentions } from '../../main/engine/evaluate/collect-mentions';
import { loadFiles } from '../../main/engine/load/load-files';
import { listProtectedPaths } from '../../main/engine/lockout/list-paths';
import { buildTrafficSpace } from '../../main/engine/net/traffic-space';
import type { EngineInput } from '../../main/engine/pipeline';
import { listParties } from '../../main/engine/rehearse/parties';
import { orderPromotion } from '../../main/engine/rehearse/promotion-order';
import { createSignatures } from '../../main/engine/rehearse/signatures';
import { allPolicies, buildRollout } from '../../main/engine/rehearse/worlds';

const STAGED = 40;

/**
 * Seconds that the order of 40 staged policies takes, from the worlds on: search, intermediate worlds, and what each move changes. How many
 * moves and protected connections that is.
 */
export function measurePromotion(input: EngineInput): Readonly<Record<string, number>> {
  const changes = input.files.filter(({ role }) => role === 'changes').slice(0, STAGED);
  const files = [...input.files.filter(({ role }) => role !== 'changes'), ...changes];
  const { resources } = loadFiles(files, []);
  const rollout = buildRollout(resources, clusterProfile(resources, input.workspace.cluster));
  const { adminCidrs } = input.workspace;
  const clusters = [rollout.worlds.now.cluster, rollout.worlds.final.cluster] as const;
  const policies = allPolicies(rollout);
  const signatures = createSignatures(policies, clusters, rollout.hostsPoliceForwarding);
  const parties = listParties(...clusters, adminCidrs, [], signatures);
  const space = buildTrafficSpace(collectMentions(policies, clusters));
  const connections = listProtectedPaths(rollout, { adminCidrs, ownPaths: [] }).flatMap((path) => path.connections);
  const started = performance.now();
  const { moves } = orderPromotion(rollout, parties, space, connections, () => undefined);
  return { seconds: (performance.now() - started) / 1000, moves: moves.length, connections: connections.length };
}
