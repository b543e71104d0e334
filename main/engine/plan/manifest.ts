import { writtenKubernetesTypes } from '../compile/kubernetes-policy';
import type { PolicyForm } from '../compile/read-policy';
import { storedPolicyTypes, writtenPolicyTypes } from '../compile/policy-types';
import { readObject } from '../load/fields';
import { KNOWN_KINDS } from '../load/kinds';
import { isStorageForm } from '../load/storage-form';
import { writtenKind } from '../load/written-kind';
import { withoutServerFields } from '../load/write-yaml';
import type { JsonObject } from '../model/json';
import type { Labels, Resource, ResourceKind } from '../model/resource';

/** An object as a file to apply has it. */
export interface Manifest {
  readonly kind: ResourceKind;
  /** `''` for objects without a namespace. */
  readonly namespace: string;
  readonly name: string;
  readonly apiVersion: string;
  /** The kind as files write it: Calico's and Kubernetes' NetworkPolicy are called alike. */
  readonly writtenKind: string;
  readonly object: JsonObject;
}

/** What tells objects of a cluster apart. */
export function objectKey(object: {
  readonly kind: ResourceKind;
  readonly namespace: string;
  readonly name: string;
}): string {
  return `${object.kind} ${object.namespace}/${object.name}`;
}

/** `NetworkPolicy prod/web`: the kind as files write it. */
export function describeManifest({ writtenKind: kind, namespace, name }: Manifest): string {
  return `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
}

/** An object that stands in a field; an empty one where there is none. */
export function fieldsOf(object: JsonObject, key: string): JsonObject {
  return readObject(object, key) ?? {};
}

/** Policies that are written with their group, because two groups have the kind. */
const POLICY_GROUPS: Partial<Record<ResourceKind, { readonly apiVersion: string; readonly kind: string }>> = {
  NetworkPolicy: { apiVersion: 'projectcalico.org/v3', kind: 'NetworkPolicy' },
  KubernetesNetworkPolicy: { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' },
};

/**
 * The object as it is read, in the form that kubectl applies: objects in storage form as the v3 API shows them, and `types` of a policy
 * written out as they count, so that no write path has to guess them.
 */
export function manifestOf(resource: Resource, form: PolicyForm): Manifest {
  const { kind, namespace, name, labels, annotations, body } = resource;
  const spec = readObject(body, 'spec');
  const group = POLICY_GROUPS[kind] ?? {
    apiVersion: isStorageForm(resource.apiVersion) ? 'projectcalico.org/v3' : resource.apiVersion,
    kind: writtenKind(resource),
  };
  const object: JsonObject = {
    ...body,
    ...group,
    metadata: {
      ...identity(kind, namespace, name, labels, annotations),
      ...otherMetadata(fieldsOf(body, 'metadata')),
    },
    ...(spec === undefined ? {} : { spec: withTypes(kind, spec, form) }),
  };
  const { apiVersion, kind: written } = group;
  return { kind, namespace, name, apiVersion, writtenKind: written, object: withoutServerFields(object) };
}

/** The least that names an object: what a list of deletions holds. */
export function nameOnly(manifest: Manifest): Manifest {
  const { apiVersion, writtenKind: kind, namespace, name } = manifest;
  const metadata = namespace === '' ? { name } : { name, namespace };
  return { ...manifest, object: { apiVersion, kind, metadata } };
}

function identity(
  kind: ResourceKind,
  namespace: string,
  name: string,
  labels: Labels,
  annotations: Labels,
): JsonObject {
  return {
    name,
    ...(isNamespaced(kind) ? { namespace } : {}),
    ...(Object.keys(labels).length === 0 ? {} : { labels }),
    ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
  };
}

const NAMESPACED: ReadonlySet<ResourceKind> = new Set(
  [...KNOWN_KINDS.values()].filter(({ namespaced }) => namespaced).map(({ kind }) => kind),
);

function isNamespaced(kind: ResourceKind): boolean {
  return NAMESPACED.has(kind);
}

function otherMetadata({ name: _1, namespace: _2, labels: _3, annotations: _4, ...others }: JsonObject): JsonObject {
  return others;
}

/**
 * A field of the wrong type stays as it is: the API server is to refuse the object, as Calico would. A staged deletion has no types: Calico
 * refuses them (calico: libcalico-go/lib/validator/v3/validator.go validateStagedNetworkPolicy).
 */
export function withTypes(kind: ResourceKind, spec: JsonObject, form: PolicyForm): JsonObject {
  switch (kind) {
    case 'StagedNetworkPolicy':
    case 'StagedGlobalNetworkPolicy':
      return spec['stagedAction'] === 'Delete' ? spec : withMissingTypes(spec, form);
    case 'NetworkPolicy':
    case 'GlobalNetworkPolicy':
      return withMissingTypes(spec, form);
    case 'KubernetesNetworkPolicy':
      if (!isMissing(spec['policyTypes'])) return spec;
      return form === 'written' ? writtenKubernetesTypes(spec) : { ...spec, policyTypes: ['Ingress'] };
    default:
      return spec;
  }
}

function withMissingTypes(spec: JsonObject, form: PolicyForm): JsonObject {
  return isMissing(spec['types']) ? withCalicoTypes(spec, form) : spec;
}

function isMissing(types: JsonObject[string]): boolean {
  return types === undefined || types === null || (Array.isArray(types) && types.length === 0);
}

function withCalicoTypes(spec: JsonObject, form: PolicyForm): JsonObject {
  const governed = form === 'written' ? writtenPolicyTypes(spec) : storedPolicyTypes(spec);
  const types = [...(governed.ingress ? ['Ingress'] : []), ...(governed.egress ? ['Egress'] : [])];
  const { ingress, egress, types: _, ...rest } = spec;
  return { ...rest, types, ...(ingress === undefined ? {} : { ingress }), ...(egress === undefined ? {} : { egress }) };
}
