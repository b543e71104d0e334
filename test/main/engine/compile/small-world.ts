import { createLabelSetInterner } from '../../../../main/engine/cluster/label-set';
import { compilePolicies, compileTiers } from '../../../../main/engine/compile/compile-policies';
import type { Policy } from '../../../../main/engine/compile/policy';
import { isStagedKind } from '../../../../main/engine/compile/policy';
import { createSelectorInterner } from '../../../../main/engine/compile/selector-interner';
import type { Tier } from '../../../../main/engine/compile/tier';
import type { World } from '../../../../main/engine/compile/world';
import { arrangeWorld } from '../../../../main/engine/compile/world';
import type { JsonObject } from '../../../../main/engine/model/json';
import type { ClusterProfile } from '../../../../main/engine/model/profile-of-cluster';
import { resourcesOf } from '../cluster/resource-of';

const PROFILE: ClusterProfile = {
  version: 'v3.34',
  naming: 'plain',
  dataplane: 'nftables',
  complete: false,
  hostForwardPolicy: 'accept',
  hostInputPolicy: 'accept',
};

/** Policies and tiers of a few objects, in Calico's order; staged ones stand in the lists without being in force. */
export interface SmallWorld {
  readonly interner: ReturnType<typeof createSelectorInterner>;
  readonly labels: ReturnType<typeof createLabelSetInterner>;
  readonly policies: readonly Policy[];
  readonly tiers: readonly Tier[];
  readonly world: World;
}

export function smallWorld(...objects: readonly JsonObject[]): SmallWorld {
  const resources = resourcesOf(...objects);
  const interner = createSelectorInterner();
  const { policies, problems } = compilePolicies(resources, PROFILE, interner);
  if (problems.length > 0) throw new Error(problems.map(({ why }) => why).join('; '));
  const tiers = compileTiers(resources, PROFILE);
  const live = policies.filter(({ kind }) => !isStagedKind(kind));
  const beside = policies.filter(({ kind }) => isStagedKind(kind));
  return {
    interner,
    labels: createLabelSetInterner(),
    policies,
    tiers,
    world: arrangeWorld({ live, beside }, tiers, PROFILE.naming),
  };
}

export function globalPolicy(name: string, spec: JsonObject): JsonObject {
  return { apiVersion: 'projectcalico.org/v3', kind: 'GlobalNetworkPolicy', metadata: { name }, spec };
}

export function stagedPolicy(name: string, spec: JsonObject): JsonObject {
  return { apiVersion: 'projectcalico.org/v3', kind: 'StagedGlobalNetworkPolicy', metadata: { name }, spec };
}

export function tier(name: string, spec: JsonObject): JsonObject {
  return { apiVersion: 'projectcalico.org/v3', kind: 'Tier', metadata: { name }, spec };
}
