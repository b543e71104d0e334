import type { Cluster } from '../../main/engine/cluster/cluster';
import { buildCluster } from '../../main/engine/cluster/cluster';
import { clusterProfile } from '../../main/engine/cluster/cluster-profile';
import { compilePolicies, compileTiers } from '../../main/engine/compile/compile-policies';
import type { Policy } from '../../main/engine/compile/policy';
import { isStagedKind } from '../../main/engine/compile/policy';
import { createSelectorInterner } from '../../main/engine/compile/selector-interner';
import { createSelectorMatches } from '../../main/engine/compile/selector-matches';
import { arrangeWorld } from '../../main/engine/compile/world';
import type { Evaluation } from '../../main/engine/evaluate/evaluation';
import { createEvaluation, createPendingEvaluation } from '../../main/engine/evaluate/evaluation';
import { resourcesOfObjects } from '../../main/engine/load/resources-of-objects';
import type { Json } from '../../main/engine/model/json';
import type { ClusterProfile, Dataplane } from '../../main/engine/model/profile-of-cluster';
import type { Case } from './case';

/** The snapshot of a case, ready to be asked; built when the first question needs it. */
export interface CaseWorld {
  readonly cluster: Cluster;
  readonly policies: readonly Policy[];
  readonly enforced: Evaluation;
  pending(): Evaluation;
}

export function createCaseWorld(asked: Case, objects: readonly Json[], dataplane: Dataplane): CaseWorld {
  const { resources } = resourcesOfObjects(objects, 'snapshot');
  const profile: ClusterProfile = {
    version: asked.version,
    naming: clusterProfile(resources, { version: asked.version, complete: true }).naming,
    dataplane,
    complete: true,
    hostForwardPolicy: asked.hostForwardPolicy === 'DROP' ? 'drop' : 'accept',
    hostInputPolicy: asked.hostInputPolicy === 'DROP' ? 'drop' : 'accept',
  };
  const shared = { interner: createSelectorInterner(), selectors: createSelectorMatches() };
  const cluster = buildCluster(resources, profile);
  const tiers = compileTiers(resources, profile);
  const { policies } = compilePolicies(resources, profile, shared.interner);
  const present = policies.filter((policy) => policy.stagedAction !== 'Delete');
  const arrange = (isLive: (staged: boolean) => boolean) =>
    arrangeWorld(
      {
        live: present.filter((policy) => isLive(isStagedKind(policy.kind))),
        beside: present.filter((policy) => !isLive(isStagedKind(policy.kind))),
      },
      tiers,
      profile.naming,
    );
  let pending: Evaluation | undefined;
  return {
    cluster,
    policies,
    enforced: createEvaluation(
      cluster,
      arrange((staged) => !staged),
      dataplane,
      shared,
    ),
    pending: () =>
      (pending ??= createPendingEvaluation(
        cluster,
        arrange(() => true),
        dataplane,
        shared,
      )),
  };
}

/** The dataplane that gave a case's answers. */
export function caseDataplane(asked: Case): Dataplane {
  if (asked.dataplane !== undefined) return asked.dataplane;
  if (asked.decidedBy === 'calico-felix-nftables') return 'nftables';
  if (asked.decidedBy === 'calico-felix-iptables') return 'iptables';
  const { resources } = resourcesOfObjects(asked.snapshot, 'snapshot');
  const { dataplane } = clusterProfile(resources, { complete: true });
  return dataplane === 'unknown' ? 'ebpf' : dataplane;
}
