import { writtenKubernetesTypes } from '../compile/kubernetes-policy';
import type { PolicyForm } from '../compile/read-policy';
import { readText } from '../load/fields';
import { writtenKind } from '../load/written-kind';
import type { JsonObject } from '../model/json';
import type { PolicyKind, Resource } from '../model/resource';
import type { Change } from '../rehearse/change';
import { enforcedKind, stagedKind } from '../rehearse/change';
import type { Manifest } from './manifest';
import { fieldsOf, manifestOf, withTypes } from './manifest';

/**
 * A change as the staged policy that announces it: name, tier and order as they are, `stagedAction` written out. A deletion says nothing
 * but what it deletes: Calico's validator refuses other fields beside it. `null`: Calico has no staged form of the kind.
 */
export function stagedManifest({ resource, action }: Change, form: PolicyForm): Manifest | null {
  const kind = stagedKind(resource.kind as PolicyKind);
  if (kind === null) return null;
  const { stagedAction: _, ...spec } = fieldsOf(resource.body, 'spec');
  const tier = readText(spec, 'tier');
  const staged: JsonObject =
    action === 'Delete'
      ? { stagedAction: action, ...(tier === undefined ? {} : { tier }) }
      : { stagedAction: action, ...previewedSpec(resource, withTypes(kind, spec, form)) };
  return inKind(resource, kind, staged, form);
}

/** A NetworkPolicy is staged with the types that the API server would give it; a staged one is left to preview what it previews. */
function previewedSpec({ kind }: Resource, spec: JsonObject): JsonObject {
  return kind === 'KubernetesNetworkPolicy' ? writtenKubernetesTypes(spec) : spec;
}

/**
 * A change as the policy that it becomes in force (calico: api/pkg/apis/projectcalico/v3/staged*.go Convert…ToEnforced), without
 * `stagedAction` and without owners, whose end would take the policy along.
 */
export function enforcedManifest({ resource }: Change): Manifest {
  const kind = enforcedKind(resource.kind as PolicyKind);
  const { stagedAction: _, ...spec } = fieldsOf(resource.body, 'spec');
  return inKind(resource, kind, withTypes(kind, spec, 'written'), 'written');
}

function inKind(resource: Resource, kind: PolicyKind, spec: JsonObject, form: PolicyForm): Manifest {
  const { ownerReferences: _, ...metadata } = fieldsOf(resource.body, 'metadata');
  const isStaged = kind.startsWith('Staged');
  const apiVersion = isStaged || !kind.startsWith('Kubernetes') ? 'projectcalico.org/v3' : resource.apiVersion;
  return manifestOf(
    {
      ...resource,
      kind,
      apiVersion,
      body: { ...resource.body, kind: kindInFile(resource, kind), metadata, spec },
    },
    form,
  );
}

/** Kinds without a staged form are called as their file calls them. */
function kindInFile(resource: Resource, kind: PolicyKind): string {
  return stagedKind(kind) === null ? writtenKind(resource) : kind;
}
