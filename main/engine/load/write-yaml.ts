import type { DumpOptions } from 'js-yaml';
import { dump } from 'js-yaml';
import type { Json, JsonObject } from '../model/json';
import { isJsonObject } from '../model/json';

/** Long texts stay on one line, repeated values are written out, keys stay in the order given: the same object, the same bytes. */
const OPTIONS: DumpOptions = { lineWidth: -1, noRefs: true, sortKeys: false };

/** What the API server fills in, or kubectl and Calico note for themselves: none of it belongs into a file to apply. */
const SERVER_METADATA: ReadonlySet<string> = new Set([
  'resourceVersion',
  'uid',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'managedFields',
  'selfLink',
]);
const SERVER_ANNOTATIONS: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'projectcalico.org/metadata',
]);

/**
 * Objects as YAML documents that kubectl and calicoctl read as they were meant (YAML 1.1 words are quoted), below a comment. What the API
 * server fills in and `status` are left out.
 */
export function writeYaml(comment: readonly string[], objects: readonly JsonObject[]): string {
  const head = comment.map((line) => `# ${line.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')}\n`).join('');
  return `${head}${objects.map((object) => dump(withoutServerFields(object), OPTIONS)).join('---\n')}`;
}

/** The object without what the API server fills in, and without keys that have no value. */
export function withoutServerFields(object: JsonObject): JsonObject {
  const { apiVersion, kind, metadata, status: _, ...others } = object;
  const fields = isJsonObject(metadata) ? metadataToWrite(metadata) : metadata;
  return withoutGaps({ apiVersion, kind, metadata: fields, ...others });
}

function metadataToWrite({ annotations, ...metadata }: JsonObject): JsonObject {
  const written = without(metadata, SERVER_METADATA);
  if (!isJsonObject(annotations)) return written;
  const kept = without(annotations, SERVER_ANNOTATIONS);
  return Object.keys(kept).length === 0 ? written : { ...written, annotations: kept };
}

function without(object: JsonObject, keys: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.has(key)));
}

function withoutGaps(object: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(object).flatMap(([key, value]) => (value === undefined ? [] : [[key, filled(value)] as const])),
  );
}

function filled(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(filled);
  return isJsonObject(value) ? withoutGaps(value) : value;
}
