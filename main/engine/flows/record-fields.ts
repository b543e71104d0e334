import { isJsonObject } from '../model/json';
import type { Json, JsonObject } from '../model/json';

/** What is wrong with a record: the first complaint of all its fields; `''`: nothing so far. */
export interface RecordProblem {
  why: string;
}

export function complain(problem: RecordProblem, why: string): void {
  if (problem.why === '') problem.why = why;
}

const WHOLE = /^[+-]?\d{1,20}$/;

/** Own fields only; absent and `null` are the same: the JSON of Go leaves zero values out. */
function own(object: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? (object[name] ?? undefined) : undefined;
}

export function textField(object: JsonObject, name: string, problem: RecordProblem): string {
  const value = own(object, name);
  if (typeof value === 'string') return value;
  if (value !== undefined) complain(problem, `${name} is not a text`);
  return '';
}

/** 64-bit numbers of protobuf JSON are texts. */
export function wholeField(object: JsonObject, name: string, problem: RecordProblem): number {
  const value = own(object, name);
  if (value === undefined) return 0;
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  if (typeof value === 'string' && WHOLE.test(value)) return Number(value);
  complain(problem, `${name} is not a whole number`);
  return 0;
}

export function objectField(object: JsonObject, name: string, problem: RecordProblem): JsonObject | undefined {
  const value = own(object, name);
  if (value === undefined || isJsonObject(value)) return value;
  complain(problem, `${name} is not an object`);
  return undefined;
}

export function objectsField(object: JsonObject, name: string, problem: RecordProblem): readonly JsonObject[] {
  const value = own(object, name);
  if (value === undefined) return [];
  if (Array.isArray(value)) {
    const items: readonly Json[] = value;
    if (items.every(isJsonObject)) return items;
  }
  complain(problem, `${name} is not a list of objects`);
  return [];
}

export function textsField(object: JsonObject, name: string, problem: RecordProblem): readonly string[] | undefined {
  const value = own(object, name);
  if (value === undefined) return undefined;
  if (Array.isArray(value)) {
    const items: readonly Json[] = value;
    if (items.every((item) => typeof item === 'string')) return items;
  }
  complain(problem, `${name} is not a list of texts`);
  return undefined;
}

/** One dialect names the values of an enumeration, the other numbers them. */
export function wordField(object: JsonObject, name: string): string | number | undefined {
  const value = own(object, name);
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}
