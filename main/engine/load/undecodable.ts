import type { Json } from '../model/json';
import { isJsonObject } from '../model/json';
import type { Resource } from '../model/resource';
import type { FieldPath } from '../model/source';
import { TYPE_NAMES, hasType } from './field-type';
import type { FieldTable, FieldType } from './known-fields';
import { KNOWN_SPECS } from './known-fields';

export interface UndecodableField {
  readonly path: FieldPath;
  /** One sentence without its end. */
  readonly why: string;
}

/**
 * The first field of `spec` that holds the wrong type. The API server refuses such an object, and Go's decoder drops it as a whole, so
 * that nothing of it reaches Felix. `null` where all fields can be decoded, or nobody knows the kind's fields.
 */
export function findUndecodable(resource: Resource): UndecodableField | null {
  const known = KNOWN_SPECS[resource.kind];
  if (known === undefined) return null;
  const found = find(resource.body['spec'] ?? null, { fields: known.spec });
  if (found === null) return null;
  const path = ['spec', ...found.path];
  return { path, why: `${path.join('.')} must be ${found.expected}` };
}

interface WrongValue {
  /** From the value that was looked at. */
  readonly path: FieldPath;
  readonly expected: string;
}

function find(value: Json, type: FieldType): WrongValue | null {
  if (value === null || type === 'any') return null;
  if (typeof type === 'string') return hasType(value, type) ? null : wrong(TYPE_NAMES[type]);
  if ('items' in type) return findInList(value, type.items);
  if (!isJsonObject(value)) return wrong('a mapping');
  for (const field in type.fields) {
    const found = find(value[field] ?? null, type.fields[field] ?? 'any');
    if (found !== null) return { ...found, path: [field, ...found.path] };
  }
  return null;
}

function findInList(value: Json, fields: FieldTable): WrongValue | null {
  if (!Array.isArray(value)) return wrong('a list');
  for (const [index, item] of (value as readonly Json[]).entries()) {
    const found = find(item, { fields });
    if (found !== null) return { ...found, path: [index, ...found.path] };
  }
  return null;
}

function wrong(expected: string): WrongValue {
  return { path: [], expected };
}
