import type { DiagnosticSeverity } from '../model/diagnostic';
import type { Json, JsonObject } from '../model/json';
import { isJsonObject } from '../model/json';
import type { Labels, Resource, ResourceKind } from '../model/resource';
import type { FieldPath, Origin, Role } from '../model/source';
import type { LoadProblem } from './diagnostic-codes';
import { readObject, readText } from './fields';
import type { KnownKind } from './kinds';
import { KNOWN_KINDS, apiVersionsOf, groupOf, looksLikePolicy, versionOf } from './kinds';
import { isStorageForm, metadataOfStorageForm } from './storage-form';

/** Something is wrong at a field of an object. */
export interface FieldProblem {
  readonly problem: LoadProblem;
  /** Where it differs from what `diagnostic-codes` gives for the problem. */
  readonly severity?: DiagnosticSeverity;
  readonly path: FieldPath;
  readonly message: string;
  readonly help: string;
}

export type ReadOutcome =
  | { readonly tag: 'resource'; readonly resource: Resource; readonly problems: readonly FieldProblem[] }
  /** `kind` is `apiVersion kind`, or `''` for what is no Kubernetes object. */
  | { readonly tag: 'ignored'; readonly kind: string; readonly why: string; readonly problems: readonly FieldProblem[] }
  | { readonly tag: 'rejected'; readonly kind: string; readonly why: string; readonly problem: FieldProblem };

const NO_PROBLEMS: readonly FieldProblem[] = [];
const NO_LABELS: Labels = {};

const TEMPLATE_PATHS: Partial<Record<ResourceKind, readonly string[]>> = {
  Deployment: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
};

/**
 * Reads one object: dispatches on group and kind, checks the envelope (metadata, name, labels) and leaves the body as written.
 * Objects in storage form get the name, labels and annotations that the v3 API shows for them. Does not look for unknown fields.
 */
export function readResource(value: Json, role: Role, origin: Origin): ReadOutcome {
  if (!isJsonObject(value)) return notAnObject('it is not a mapping');
  const kind = readText(value, 'kind');
  if (kind === undefined || kind === '') return notAnObject('it has no kind');
  const apiVersion = readText(value, 'apiVersion');
  if (apiVersion === undefined || apiVersion === '') return withoutApiVersion(kind);
  const known = KNOWN_KINDS.get(`${groupOf(apiVersion)}/${kind}`);
  if (known === undefined || !known.versions.includes(versionOf(apiVersion))) return notRead(apiVersion, kind);
  return readKnown(value, apiVersion, kind, known, role, origin);
}

function notAnObject(why: string): ReadOutcome {
  return { tag: 'ignored', kind: '', why: `not a Kubernetes object: ${why}`, problems: NO_PROBLEMS };
}

function withoutApiVersion(kind: string): ReadOutcome {
  const apiVersions = apiVersionsOf(kind);
  if (apiVersions.length === 0) return notAnObject('it has no apiVersion');
  return rejected(kind, ['kind'], `This ${kind} has no apiVersion.`, `Add it: ${apiVersions.join(' or ')}.`);
}

function notRead(apiVersion: string, kind: string): ReadOutcome {
  const problems: FieldProblem[] = [];
  const apiVersions = apiVersionsOf(kind);
  if (looksLikePolicy(apiVersion, kind) && apiVersions.length > 0) {
    problems.push({
      problem: 'unknownVersion',
      path: ['apiVersion'],
      message: `${apiVersion} ${kind} is not a kind that is read, and the object is left out.`,
      help: `Kinds of that name stand in ${apiVersions.join(', ')}; mind the spelling of the kind.`,
    });
  }
  return { tag: 'ignored', kind: `${apiVersion} ${kind}`, why: `${apiVersion} ${kind} is not read`, problems };
}

function rejected(kind: string, path: FieldPath, message: string, help: string): ReadOutcome {
  const problem: FieldProblem = { problem: 'malformedObject', path, message, help };
  return { tag: 'rejected', kind, why: message, problem };
}

function readKnown(
  object: JsonObject,
  apiVersion: string,
  kind: string,
  known: KnownKind,
  role: Role,
  origin: Origin,
): ReadOutcome {
  const title = `${apiVersion} ${kind}`;
  if (Object.hasOwn(object, '$patch')) {
    return { tag: 'ignored', kind: '', why: 'a kustomize patch, not an object', problems: NO_PROBLEMS };
  }
  const written = readObject(object, 'metadata');
  if (written === undefined) {
    return rejected(title, [], `This ${kind} has no metadata.`, 'Add metadata with a name.');
  }
  const problems: FieldProblem[] = [];
  let metadata = written;
  if (isStorageForm(apiVersion)) {
    const converted = metadataOfStorageForm(object, written, kind);
    if (converted === undefined) {
      problems.push({
        problem: 'notText',
        path: ['metadata', 'annotations', 'projectcalico.org/metadata'],
        message:
          'The annotation projectcalico.org/metadata is not a JSON object; the metadata of the object itself is used.',
        help: 'Read the object through the v3 API: kubectl get … of group projectcalico.org.',
      });
    }
    metadata = converted ?? written;
  }
  const name = readName(metadata, 'name', problems);
  if (name === '') {
    return rejected(title, ['metadata'], `This ${kind} has no metadata.name.`, 'Give it a name.');
  }
  const templatePath = TEMPLATE_PATHS[known.kind];
  if (templatePath !== undefined) {
    const template = objectAt(object, templatePath);
    if (template === undefined) {
      const field = templatePath.join('.');
      const help = `Add ${field}; if this is a kustomize patch, load the output of kustomize build instead.`;
      return rejected(title, ['spec'], `This ${kind} has no ${field}, so its pods are unknown.`, help);
    }
    checkLabels(objectAt(template, ['metadata']), [...templatePath, 'metadata'], problems);
  }
  const namespace = known.namespaced ? readName(metadata, 'namespace', problems) || 'default' : '';
  const resource: Resource = {
    kind: known.kind,
    apiVersion,
    name,
    namespace,
    labels: readLabelMap(metadata, 'labels', ['metadata'], problems),
    annotations: readLabelMap(metadata, 'annotations', ['metadata'], problems),
    body: object,
    role,
    origin,
  };
  return { tag: 'resource', resource, problems: problems.length === 0 ? NO_PROBLEMS : problems };
}

function objectAt(object: JsonObject, path: readonly string[]): JsonObject | undefined {
  let current: JsonObject | undefined = object;
  for (const key of path) current = current === undefined ? undefined : readObject(current, key);
  return current;
}

function checkLabels(metadata: JsonObject | undefined, path: FieldPath, problems: FieldProblem[]): void {
  if (metadata !== undefined) readLabelMap(metadata, 'labels', path, problems);
}

const NOT_TEXT_HELP = 'Put the value in quotes: the API server refuses it as it stands, calicoctl makes text of it.';

/** A name as text: calicoctl turns numbers and booleans into text, the API server refuses them. `''` when missing. */
function readName(metadata: JsonObject, key: 'name' | 'namespace', problems: FieldProblem[]): string {
  const value = metadata[key];
  if (typeof value === 'string') return value;
  if (typeof value !== 'number' && typeof value !== 'boolean') return '';
  const text = String(value);
  problems.push({
    problem: 'notText',
    path: ['metadata', key],
    message: `metadata.${key} is not text; it is read as "${text}".`,
    help: NOT_TEXT_HELP,
  });
  return text;
}

function isTextMap(map: JsonObject): map is Labels & JsonObject {
  for (const key in map) if (typeof map[key] !== 'string') return false;
  return true;
}

/** Labels or annotations as text. `null` is the empty text (as Go decodes it); lists and mappings are left out. */
function readLabelMap(
  metadata: JsonObject,
  field: 'labels' | 'annotations',
  path: FieldPath,
  problems: FieldProblem[],
): Labels {
  const map = metadata[field];
  if (map === undefined || map === null) return NO_LABELS;
  if (!isJsonObject(map)) {
    problems.push({
      problem: 'notText',
      severity: 'error',
      path: [...path, field],
      message: `${field} is not a mapping; it is read as empty.`,
      help: 'Write one "key: value" per line below it.',
    });
    return NO_LABELS;
  }
  if (isTextMap(map)) return map;
  const entries: (readonly [string, string])[] = [];
  for (const [key, value] of Object.entries(map)) {
    if (typeof value === 'string') entries.push([key, value]);
    else if (value === null || value === undefined) entries.push([key, '']);
    else if (typeof value === 'object') {
      problems.push({
        problem: 'notText',
        severity: 'error',
        path: [...path, field, key],
        message: `The value of ${field} "${key}" is not text; the entry is left out.`,
        help: 'A label or annotation is one text.',
      });
    } else {
      entries.push([key, String(value)]);
      problems.push({
        problem: 'notText',
        path: [...path, field, key],
        message: `The value of ${field} "${key}" is not text; it is read as "${String(value)}".`,
        help: NOT_TEXT_HELP,
      });
    }
  }
  return Object.fromEntries(entries);
}
