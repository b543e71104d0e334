import type { Json, JsonObject } from '../model/json';
import { isJsonObject } from '../model/json';
import type { Resource } from '../model/resource';
import type { FieldPath } from '../model/source';
import { closestName } from './closest-name';
import type { ValueType } from './field-type';
import { TYPE_NAMES, hasType } from './field-type';
import { readObject } from './fields';
import type { FieldTable, FieldType } from './known-fields';
import { ENVELOPE_FIELDS, KNOWN_SPECS, METADATA_FIELDS } from './known-fields';
import type { FieldProblem } from './resource-of';

/**
 * The fields of a policy, tier, endpoint or set that nobody knows, and those that hold the wrong type: the API server drops the
 * first and refuses the second, calicoctl refuses both.
 */
export function checkFields(resource: Resource): readonly FieldProblem[] {
  const known = KNOWN_SPECS[resource.kind];
  if (known === undefined) return [];
  const problems: FieldProblem[] = [];
  const { body } = resource;
  checkTable(body, ENVELOPE_FIELDS, [], false, problems);
  checkTable(readObject(body, 'metadata') ?? {}, METADATA_FIELDS, ['metadata'], false, problems);
  checkValue(body['spec'] ?? null, { fields: known.spec }, ['spec'], known.partial, problems);
  return problems;
}

function checkTable(
  object: JsonObject,
  table: FieldTable,
  path: FieldPath,
  partial: boolean,
  problems: FieldProblem[],
): void {
  for (const [key, value] of Object.entries(object)) {
    const type = Object.hasOwn(table, key) ? table[key] : undefined;
    if (type !== undefined) checkValue(value ?? null, type, [...path, key], partial, problems);
    else {
      const closest = closestName(key, Object.keys(table));
      if (!partial || closest !== undefined) problems.push(unknownField(path, key, closest));
    }
  }
}

function checkValue(value: Json, type: FieldType, path: FieldPath, partial: boolean, problems: FieldProblem[]): void {
  // Go reads null as a field that is missing.
  if (value === null || type === 'any') return;
  if (typeof type === 'string') {
    if (!hasType(value, type)) problems.push(wrongType(path, TYPE_NAMES[type], isMeantAsText(value, type)));
  } else if ('fields' in type) {
    if (isJsonObject(value)) checkTable(value, type.fields, path, partial, problems);
    else problems.push(wrongType(path, 'a mapping', false));
  } else if (Array.isArray(value)) {
    (value as readonly Json[]).forEach((item, index) =>
      checkValue(item, { fields: type.items }, [...path, index], partial, problems),
    );
  } else problems.push(wrongType(path, 'a list', false));
}

/** A scalar that calicoctl turns into the text that was meant. */
function isMeantAsText(value: Json, type: ValueType): boolean {
  return type === 'text' && (typeof value === 'number' || typeof value === 'boolean');
}

/** A path as people write it, e.g. `spec.ingress[0].source`. */
function pathText(path: FieldPath): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
}

function unknownField(path: FieldPath, key: string, closest: string | undefined): FieldProblem {
  const place = path.length === 0 ? 'The object' : pathText(path);
  const isCaseOnly = closest !== undefined && closest.toLowerCase() === key.toLowerCase();
  const consequence = isCaseOnly
    ? `calicoctl reads it as ${closest}, the API server drops it, and so does this reading`
    : 'the API server drops it, calicoctl refuses the file';
  return {
    problem: 'unknownField',
    path: [...path, key],
    message: `${place} has no field "${key}": ${consequence}.`,
    help:
      closest === undefined ? 'Remove it, or look up the field that is meant.' : `Write ${closest} if that is meant.`,
  };
}

function wrongType(path: FieldPath, expected: string, quotable: boolean): FieldProblem {
  return {
    problem: 'wrongType',
    path,
    message: `${pathText(path)} must be ${expected}; as it stands the whole object cannot be decoded.`,
    help: quotable
      ? 'Put the value in quotes: the API server refuses it as it stands, calicoctl makes text of it.'
      : 'Correct the value: the API server and calicoctl refuse the object.',
  };
}
