import type { Policy } from '../../../../main/engine/compile/policy';
import type { PolicyForm, PolicyReading } from '../../../../main/engine/compile/read-policy';
import { readPolicy } from '../../../../main/engine/compile/read-policy';
import { createSelectorInterner } from '../../../../main/engine/compile/selector-interner';
import type { JsonObject } from '../../../../main/engine/model/json';
import type { PolicyNaming } from '../../../../main/engine/model/profile-of-cluster';
import { resourceOf } from '../cluster/resource-of';

const API_VERSIONS: Readonly<Record<string, string>> = {
  ClusterNetworkPolicy: 'policy.networking.k8s.io/v1alpha2',
  AdminNetworkPolicy: 'policy.networking.k8s.io/v1alpha1',
  BaselineAdminNetworkPolicy: 'policy.networking.k8s.io/v1alpha1',
};

export function object(kind: string, spec: JsonObject | null, name = 'p'): JsonObject {
  const namespaced =
    kind === 'NetworkPolicy' || kind === 'StagedNetworkPolicy' || kind === 'StagedKubernetesNetworkPolicy';
  const apiVersion = API_VERSIONS[kind] ?? 'projectcalico.org/v3';
  return { apiVersion, kind, metadata: { name, ...(namespaced ? { namespace: 'prod' } : {}) }, spec };
}

export function kubernetes(spec: JsonObject): JsonObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { namespace: 'prod', name: 'p' },
    spec,
  };
}

export function read(from: JsonObject, form: PolicyForm = 'written', naming?: PolicyNaming): PolicyReading {
  return naming === undefined
    ? readPolicy(resourceOf(from), form, createSelectorInterner())
    : readPolicy(resourceOf(from), form, createSelectorInterner(), naming);
}

export function policyOf(from: JsonObject, form: PolicyForm = 'written', naming?: PolicyNaming): Policy {
  const { policy, problems } = read(from, form, naming);
  if (policy === null) throw new Error(JSON.stringify(problems.map(({ why }) => why)));
  return policy;
}
