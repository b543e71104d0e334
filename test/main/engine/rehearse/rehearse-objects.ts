import type { Session } from '../../../../main/engine/pipeline';
import { openSession } from '../../../../main/engine/pipeline';
import { resourcesOfObjects } from '../../../../main/engine/load/resources-of-objects';
import type { JsonObject } from '../../../../main/engine/model/json';
import type { ClusterProfile } from '../../../../main/engine/model/profile-of-cluster';
import type { Rehearsal } from '../../../../main/engine/model/rehearsal';
import type { Role } from '../../../../main/engine/model/source';
import type { Workspace } from '../../../../main/engine/model/workspace';
import type { Rollout } from '../../../../main/engine/rehearse/worlds';
import { buildRollout } from '../../../../main/engine/rehearse/worlds';
import type { SmallClusterOptions } from '../evaluate/small-cluster';
import { profileOf } from '../evaluate/small-cluster';
import { NO_INPUTS } from '../plan/no-plan';

interface SessionFields {
  readonly adminCidrs?: readonly string[];
  readonly cluster?: Workspace['cluster'];
}

function fileOf(role: Role, objects: readonly JsonObject[]) {
  return { role, path: 'objects.yaml', text: objects.map((object) => JSON.stringify(object)).join('\n---\n') };
}

/** A session on a snapshot and a change set; objects stand on the odd lines of `objects.yaml`. */
export function sessionOn(
  snapshot: readonly JsonObject[],
  changes: readonly JsonObject[],
  { adminCidrs = [], cluster = { complete: true, dataplane: 'iptables' } }: SessionFields = {},
): Session {
  return openSession({
    name: 'small',
    files: [fileOf('snapshot', snapshot), fileOf('changes', changes)],
    skipped: [],
    flows: [],
    inputs: NO_INPUTS,
    workspace: { version: 1, name: 'small', snapshot: ['snapshot'], changes: ['changes'], adminCidrs, cluster },
  });
}

export function rehearse(
  snapshot: readonly JsonObject[],
  changes: readonly JsonObject[],
  fields: SessionFields = {},
): Rehearsal {
  return sessionOn(snapshot, changes, fields).rehearse(() => undefined);
}

export function rolloutOn(
  snapshot: readonly JsonObject[],
  changes: readonly JsonObject[],
  options: SmallClusterOptions & { readonly profile?: Partial<ClusterProfile> } = {},
): Rollout {
  const resources = [
    ...resourcesOfObjects(snapshot, 'snapshot').resources,
    ...resourcesOfObjects(changes, 'changes').resources,
  ];
  return buildRollout(resources, { ...profileOf(options), ...options.profile });
}

/** The findings by code and severity. */
export function codes({ findings }: Rehearsal): readonly string[] {
  return findings.map(({ code, severity }) => `${code} ${severity}`);
}
