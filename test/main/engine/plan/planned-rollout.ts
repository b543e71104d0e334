import { clusterProfile } from '../../../../main/engine/cluster/cluster-profile';
import { loadFiles } from '../../../../main/engine/load/load-files';
import type { Resource } from '../../../../main/engine/model/resource';
import type { EngineInput } from '../../../../main/engine/pipeline';
import type { Rollout, RolloutWorld } from '../../../../main/engine/rehearse/worlds';
import { buildRollout } from '../../../../main/engine/rehearse/worlds';

/** The rollout of inputs, as a rehearsal makes it. */
export function rolloutOfInput({ files, skipped, workspace }: EngineInput): Rollout {
  const { resources } = loadFiles(files, skipped);
  return buildRollout(resources, clusterProfile(resources, workspace.cluster));
}

/** The world that a cluster of the same kind is in when it holds these objects and nothing is rolled out. */
export function worldWith(objects: readonly Resource[], { profile }: Rollout): RolloutWorld {
  return buildRollout(objects, profile).worlds.now;
}
