import type { Json, JsonObject } from '../model/json';
import { isJsonObject } from '../model/json';
import { readText } from './fields';
import type { Span } from './span';

/** What the items of a typed list (`PodList`) or of a file named after a kind are, where they do not say it. */
export interface ImpliedKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** One object of a document, with the list it stands in taken away. */
export interface ListedObject {
  readonly value: Json;
  readonly span: Span;
  /** Its kind was told by the name of the file alone. */
  readonly kindFromFileName: boolean;
}

/** True for `kind: List` and for typed lists; a custom kind that merely ends in "List" has no `items`. */
function isList(value: Json): value is JsonObject {
  if (!isJsonObject(value)) return false;
  const kind = readText(value, 'kind') ?? '';
  if (kind === 'List') return true;
  return kind.endsWith('List') && (Array.isArray(value['items']) || value['items'] === null);
}

/**
 * The objects of a parsed document: of bare arrays, of `kind: List`, of typed lists, whose items take the list's apiVersion and
 * kind, and of lists in lists. `fileKind` is what items of a bare array are that have no kind at all.
 */
export function listObjects(value: Json, span: Span, fileKind: ImpliedKind | undefined): readonly ListedObject[] {
  const objects: ListedObject[] = [];
  collect(value, span, undefined, Array.isArray(value) ? fileKind : undefined, objects);
  return objects;
}

function collect(
  value: Json,
  span: Span,
  listKind: ImpliedKind | undefined,
  fileKind: ImpliedKind | undefined,
  objects: ListedObject[],
): void {
  if (Array.isArray(value)) {
    (value as readonly Json[]).forEach((item, index) =>
      collect(item, span.items[index] ?? span, listKind, fileKind, objects),
    );
    return;
  }
  if (isList(value)) {
    const items = value['items'];
    if (Array.isArray(items)) collect(items as readonly Json[], span, itemKind(value), fileKind, objects);
    return;
  }
  const fromFileName = listKind === undefined && fileKind !== undefined && isKindless(value);
  const implied = fromFileName ? fileKind : listKind;
  objects.push({ value: withKind(value, implied), span, kindFromFileName: fromFileName });
}

function itemKind(list: JsonObject): ImpliedKind | undefined {
  const kind = readText(list, 'kind') ?? '';
  const apiVersion = readText(list, 'apiVersion') ?? '';
  return kind === 'List' || apiVersion === '' ? undefined : { apiVersion, kind: kind.slice(0, -'List'.length) };
}

function isKindless(value: Json): boolean {
  return isJsonObject(value) && value['kind'] === undefined && isJsonObject(value['metadata']);
}

function withKind(value: Json, implied: ImpliedKind | undefined): Json {
  if (implied === undefined || !isJsonObject(value)) return value;
  return value['kind'] === undefined || value['apiVersion'] === undefined ? { ...implied, ...value } : value;
}
