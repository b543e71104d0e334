import type { Json, JsonObject } from '../model/json';
import { isJsonObject } from '../model/json';

/**
 * Typed readers of one field. A field that is missing, `null` or of another type reads as `undefined`:
 * whether that is worth a diagnostic is the caller's decision. Only own properties are read.
 */
function readOwn(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

export function readText(object: JsonObject, key: string): string | undefined {
  const value = readOwn(object, key);
  return typeof value === 'string' ? value : undefined;
}

/** Finite numbers only. */
export function readNumber(object: JsonObject, key: string): number | undefined {
  const value = readOwn(object, key);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function readBoolean(object: JsonObject, key: string): boolean | undefined {
  const value = readOwn(object, key);
  return typeof value === 'boolean' ? value : undefined;
}

export function readList(object: JsonObject, key: string): readonly Json[] | undefined {
  const value = readOwn(object, key);
  return Array.isArray(value) ? (value as readonly Json[]) : undefined;
}

export function readObject(object: JsonObject, key: string): JsonObject | undefined {
  const value = readOwn(object, key);
  return isJsonObject(value) ? value : undefined;
}

/** The object under these names, one in the other; empty where one is missing or no object: its fields then read as missing, too. */
export function objectAt(object: JsonObject, ...names: readonly string[]): JsonObject {
  return names.reduce<JsonObject>((part, name) => readObject(part, name) ?? {}, object);
}

/** The objects of a list; items of other types are left out. */
export function readObjectList(object: JsonObject, key: string): readonly JsonObject[] | undefined {
  return readList(object, key)?.filter(isJsonObject);
}

/** The texts of a list; `null` is the empty text, as Go decodes it, and items of other types are left out. */
export function readTextList(object: JsonObject, key: string): readonly string[] | undefined {
  return readList(object, key)
    ?.map((item) => item ?? '')
    .filter((item) => typeof item === 'string');
}

/** Kubernetes' IntOrString: a number or a text, as written. */
export function readIntOrText(object: JsonObject, key: string): number | string | undefined {
  return readNumber(object, key) ?? readText(object, key);
}
