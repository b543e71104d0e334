import type { Json, JsonObject } from '../model/json';
import { isJsonObject } from '../model/json';
import { listDifference } from '../model/list-difference';
import type { Resource } from '../model/resource';
import type { LoadProblem } from './diagnostic-codes';
import { isStorageForm } from './storage-form';

/** A resource that another one stands for. */
export interface Duplicate {
  readonly problem: Extract<LoadProblem, 'storageFormTwin' | 'repeatedObject' | 'conflictingObject'>;
  readonly dropped: Resource;
  readonly kept: Resource;
}

/** Resources that come and go together, as those of one file do. */
export interface ResourceGroup {
  readonly resources: readonly Resource[];
  /** In the order given: an object that is written several times is several resources. */
  readonly byIdentity: ReadonlyMap<string, readonly Resource[]>;
}

/** Groups of resources, with what is found about them together. */
export interface Settled<Group extends ResourceGroup = ResourceGroup> {
  readonly groups: readonly Group[];
  /** In the order given. */
  readonly resources: readonly Resource[];
  readonly duplicates: readonly Duplicate[];
}

export function groupOf(resources: readonly Resource[]): ResourceGroup {
  const byIdentity = new Map<string, Resource[]>();
  for (const resource of resources) {
    const key = identity(resource);
    const same = byIdentity.get(key);
    if (same === undefined) byIdentity.set(key, [resource]);
    else same.push(resource);
  }
  return { resources, byIdentity };
}

/**
 * Keeps one resource of each role, kind, namespace and name: the v3 form before the storage form, and of several the last,
 * as if the files were applied one after the other. Of what was settled `earlier`, only objects of groups that came or went are settled anew.
 */
export function settleDuplicates<Group extends ResourceGroup>(
  groups: readonly Group[],
  earlier: Settled<Group> = { groups: [], resources: [], duplicates: [] },
): Settled<Group> {
  const { gone, added } = listDifference(earlier.groups, groups);
  const asked = new Set([...gone, ...added].flatMap(({ byIdentity }) => [...byIdentity.keys()]));
  const found = new Map<Resource, Duplicate>();
  for (const duplicate of earlier.duplicates) {
    if (!asked.has(identity(duplicate.dropped))) found.set(duplicate.dropped, duplicate);
  }
  for (const same of sameObjects(groups, asked)) {
    const kept = winnerOf(same);
    for (const dropped of same) {
      if (dropped !== kept) found.set(dropped, { problem: relation(dropped, kept), dropped, kept });
    }
  }
  // One by one: flatMap takes several times as long, and an edit has little else to do.
  const resources: Resource[] = [];
  for (const group of groups) for (const resource of group.resources) resources.push(resource);
  if (found.size === 0) return { groups, resources, duplicates: [] };
  return {
    groups,
    resources: resources.filter((resource) => !found.has(resource)),
    duplicates: resources.flatMap((resource) => found.get(resource) ?? []),
  };
}

type SameObject = readonly [Resource, ...Resource[]];

/** What stands there several times, of those that are asked for, in the order given. */
function sameObjects(groups: readonly ResourceGroup[], asked: ReadonlySet<string>): readonly SameObject[] {
  const standing = new Map<string, readonly Resource[]>();
  for (const { byIdentity } of groups) {
    const [fewer, others] = byIdentity.size < asked.size ? [byIdentity, asked] : [asked, byIdentity];
    for (const key of fewer.keys()) {
      if (!others.has(key)) continue;
      const [before, here] = [standing.get(key), byIdentity.get(key) ?? []];
      standing.set(key, before === undefined ? here : [...before, ...here]);
    }
  }
  return [...standing.values()].flatMap(([first, ...others]) =>
    first === undefined || others.length === 0 ? [] : [[first, ...others] as const],
  );
}

function winnerOf([first, ...others]: SameObject): Resource {
  let winner = first;
  for (const resource of others) {
    if (isStorageForm(winner.apiVersion) || !isStorageForm(resource.apiVersion)) winner = resource;
  }
  return winner;
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
