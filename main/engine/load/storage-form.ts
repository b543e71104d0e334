import type { JsonObject } from '../model/json';
import { isJsonObject } from '../model/json';
import { readObject, readText } from './fields';

const METADATA_ANNOTATION = 'projectcalico.org/metadata';
const TIERED_KINDS = new Set([
  'NetworkPolicy',
  'GlobalNetworkPolicy',
  'StagedNetworkPolicy',
  'StagedGlobalNetworkPolicy',
]);

/** True for objects as Calico stores them in custom resources of its own group. */
export function isStorageForm(apiVersion: string): boolean {
  return apiVersion === 'crd.projectcalico.org/v1';
}

/**
 * The `metadata` that the v3 API shows for an object in storage form (libcalico-go/lib/backend/k8s/resources/resources.go,
 * ConvertK8sResourceToCalicoResource and determinePolicyName). Without the annotation `projectcalico.org/metadata` it is the
 * object's own, a `default.` prefix included; with it, the annotation's labels and annotations lie over the object's, and the name
 * is the annotation's, or, for a policy of tier `default`, the object's without that prefix.
 * `undefined`: the annotation is not a JSON object.
 */
export function metadataOfStorageForm(object: JsonObject, metadata: JsonObject, kind: string): JsonObject | undefined {
  const annotations = readObject(metadata, 'annotations') ?? {};
  const text = readText(annotations, METADATA_ANNOTATION);
  if (text === undefined) return metadata;
  const stored = parseObject(text);
  if (stored === undefined) return undefined;
  const { [METADATA_ANNOTATION]: _, ...ownAnnotations } = annotations;
  return {
    ...stored,
    name: nameOf(object, metadata, stored, kind),
    namespace: metadata['namespace'],
    labels: { ...readObject(metadata, 'labels'), ...readObject(stored, 'labels') },
    annotations: { ...ownAnnotations, ...readObject(stored, 'annotations') },
  };
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value as JsonObject) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

function nameOf(object: JsonObject, metadata: JsonObject, stored: JsonObject, kind: string): string | undefined {
  const storedName = readText(stored, 'name') ?? '';
  if (storedName !== '') return storedName;
  const name = readText(metadata, 'name');
  const tier = readText(readObject(object, 'spec') ?? {}, 'tier') ?? '';
  const isDefaultTier = tier === '' || tier === 'default';
  return TIERED_KINDS.has(kind) && isDefaultTier && name?.startsWith('default.') === true
    ? name.slice('default.'.length)
    : name;
}
