import type { Json, JsonObject } from '../model/json';
import { isJsonObject } from '../model/json';
import type { Resource } from '../model/resource';
import type { LoadProblem } from './diagnostic-codes';
import { isStorageForm } from './storage-form';

/** A resource that another one stands for. */
export interface Duplicate {
  readonly problem: Extract<LoadProblem, 'storageFormTwin' | 'repeatedObject' | 'conflictingObject'>;
  readonly dropped: Resource;
  readonly kept: Resource;
}

export interface Settled {
  /** In the order given. */
  readonly resources: readonly Resource[];
  readonly duplicates: readonly Duplicate[];
}

/**
 * Keeps one resource of each role, kind, namespace and name: the v3 form before the storage form, and of several the last,
 * as if the files were applied one after the other.
 */
export function settleDuplicates(resources: readonly Resource[]): Settled {
  const kept = new Map<string, Resource>();
  let repeats = false;
  for (const resource of resources) {
    const key = identity(resource);
    const earlier = kept.get(key);
    if (earlier !== undefined) repeats = true;
    if (earlier === undefined || isStorageForm(earlier.apiVersion) || !isStorageForm(resource.apiVersion)) {
      kept.set(key, resource);
    }
  }
  if (!repeats) return { resources, duplicates: [] };
  const duplicates: Duplicate[] = [];
  const settled: Resource[] = [];
  for (const resource of resources) {
    const winner = kept.get(identity(resource)) ?? resource;
    if (winner === resource) settled.push(resource);
    else duplicates.push({ problem: relation(resource, winner), dropped: resource, kept: winner });
  }
  return { resources: settled, duplicates };
}

function identity(resource: Resource): string {
  return `${resource.role} ${resource.kind} ${resource.namespace} ${resource.name}`;
}

function relation(dropped: Resource, kept: Resource): Duplicate['problem'] {
  if (isStorageForm(dropped.apiVersion) && !isStorageForm(kept.apiVersion)) return 'storageFormTwin';
  return sameContent(dropped, kept) ? 'repeatedObject' : 'conflictingObject';
}

/** What the API server fills in: two reads of one object may differ there. */
const SERVER_FIELDS = new Set([
  'resourceVersion',
  'uid',
  'generation',
  'creationTimestamp',
  'managedFields',
  'selfLink',
]);
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

function sameContent(a: Resource, b: Resource): boolean {
  return sameJson(comparable(a), comparable(b));
}

function comparable(resource: Resource): Json {
  const { apiVersion: _, metadata, ...rest } = resource.body;
  const fields = isJsonObject(metadata) ? Object.entries(metadata) : [];
  const kept = fields.filter(
    ([key]) => !SERVER_FIELDS.has(key) && !['name', 'namespace', 'labels', 'annotations'].includes(key),
  );
  const { [LAST_APPLIED]: __, ...annotations } = resource.annotations;
  return { ...rest, metadata: Object.fromEntries(kept), labels: resource.labels, annotations };
}

function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    const others = b as readonly Json[];
    return a.length === others.length && (a as readonly Json[]).every((item, index) => sameJson(item, others[index]));
  }
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  const keys = definedKeys(a);
  return (
    keys.length === definedKeys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key], b[key]))
  );
}

function definedKeys(object: JsonObject): readonly string[] {
  return Object.keys(object).filter((key) => object[key] !== undefined);
}
