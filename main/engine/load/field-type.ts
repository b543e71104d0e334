import { assertNever } from '../model/assert-never';
import type { Json } from '../model/json';
import { isJsonObject } from '../model/json';
import type { FieldType } from './known-fields';

/** A field type that says all about its value. */
export type ValueType = Exclude<Extract<FieldType, string>, 'any'>;

/** For people. */
export const TYPE_NAMES: Readonly<Record<ValueType, string>> = {
  text: 'text',
  texts: 'a list of texts',
  textByName: 'a mapping of texts',
  number: 'a number',
  integer: 'a whole number',
  port: 'a whole number from 0 to 65535',
  boolean: 'true or false',
  integerOrText: 'a whole number or text',
  integersOrTexts: 'a list of whole numbers or texts',
};

/** Whether Go decodes the value into a field of this type. `null` is the field's zero, in lists too. */
export function hasType(value: Json, type: ValueType): boolean {
  if (value === null) return true;
  switch (type) {
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number';
    case 'integer':
      return Number.isInteger(value);
    case 'port':
      return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 65535;
    case 'boolean':
      return typeof value === 'boolean';
    case 'integerOrText':
      return typeof value === 'string' || Number.isInteger(value);
    case 'texts':
      return isList(value) && value.every((item) => hasType(item, 'text'));
    case 'textByName':
      return isJsonObject(value) && Object.values(value).every((item) => hasType(item ?? null, 'text'));
    case 'integersOrTexts':
      return isList(value) && value.every((item) => hasType(item, 'integerOrText'));
    default:
      return assertNever(type);
  }
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
