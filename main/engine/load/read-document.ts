import type { Event } from 'js-yaml';
import { CORE_SCHEMA, YAMLException, constructFromEvents, mergeTag, parseEvents } from 'js-yaml';
import type { Json } from '../model/json';
import type { Origin } from '../model/source';
import type { LoadProblem } from './diagnostic-codes';
import { MAX_ALIASES, MAX_DEPTH, MAX_LINE, MAX_MERGED_KEYS, MAX_YAML_DOCUMENT, MAX_YAML_FALLBACK } from './limits';
import { createPlaceKeeper } from './locate';
import { scanJson } from './scan-json';
import type { Span } from './span';
import type { DocumentSlice } from './split-documents';
import { TEMPLATE_HELP, findTemplateMark } from './template-mark';
import type { DifferentScalar } from './yaml-spans';
import { findSpans } from './yaml-spans';

const SCHEMA = CORE_SCHEMA.withTags(mergeTag);

/** A parsed value with the place of its list items. Offsets count in the file. */
export interface ReadValue {
  readonly value: Json;
  readonly span: Span;
}

/** Why a document could not be read, at an offset of the file. */
export interface ReadFailure {
  readonly tag: 'failure';
  readonly problem: LoadProblem;
  readonly offset: number;
  readonly message: string;
  readonly help: string;
}

export interface ReadDocument {
  readonly tag: 'values';
  /** One, or several: concatenated JSON, or YAML documents that end with `...`. */
  readonly values: readonly ReadValue[];
  readonly different: readonly DifferentScalar[];
  /** See `createPlaceKeeper`; nothing is kept of JSON. */
  readonly keepPlaces: (origin: Origin) => void;
}

/** Parses one document of a file as JSON if it looks like it, else as YAML 1.2 with merge keys. Never throws. */
export function readDocument(text: string, slice: DocumentSlice): ReadDocument | ReadFailure {
  const first = firstCharacter(text, slice.content, slice.end);
  if (first === '{' || first === '[') {
    const json = readJson(text, slice);
    if (json !== undefined) return json;
    if (slice.end - slice.content > MAX_YAML_FALLBACK) {
      return failure(
        'unreadableText',
        slice.content,
        'This is not valid JSON.',
        'Write the file again, e.g. with kubectl get … -o json.',
      );
    }
  }
  return readYaml(text, slice);
}

function failure(problem: LoadProblem, offset: number, message: string, help: string): ReadFailure {
  return { tag: 'failure', problem, offset, message, help };
}

function firstCharacter(text: string, start: number, end: number): string {
  for (let at = start; at < end; at++) {
    const character = text.charAt(at);
    if (character !== ' ' && character !== '\n' && character !== '\r' && character !== '\t') return character;
  }
  return '';
}

function readJson(text: string, slice: DocumentSlice): ReadDocument | ReadFailure | undefined {
  const scan = scanJson(text, slice.content, slice.end);
  switch (scan.tag) {
    case 'not-json':
      return undefined;
    case 'too-deep':
      return tooDeep(scan.offset);
    case 'values': {
      const values: ReadValue[] = [];
      for (const span of scan.values) {
        const value = parseJson(text.slice(span.start, span.end));
        if (value === undefined) return undefined;
        values.push({ value, span });
      }
      return { tag: 'values', values, different: [], keepPlaces: () => undefined };
    }
  }
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function tooDeep(offset: number): ReadFailure {
  return failure(
    'beyondLimit',
    offset,
    `Lists and mappings are nested more than ${MAX_DEPTH} deep.`,
    'No Kubernetes object is nested so deep: check how the file was made.',
  );
}

function overlongLine(text: string, start: number, end: number): number | undefined {
  let line = start;
  while (end - line > MAX_LINE) {
    const lineFeed = text.lastIndexOf('\n', line + MAX_LINE);
    if (lineFeed < line) return line;
    line = lineFeed + 1;
  }
  return undefined;
}

function readYaml(text: string, slice: DocumentSlice): ReadDocument | ReadFailure {
  if (slice.end - slice.start > MAX_YAML_DOCUMENT) {
    return failure(
      'beyondLimit',
      slice.start,
      'This YAML document is too large.',
      'Export it as JSON (-o json) or in several files.',
    );
  }
  const overlong = overlongLine(text, slice.start, slice.end);
  if (overlong !== undefined) {
    return failure(
      'beyondLimit',
      overlong,
      `A line of this document is longer than ${MAX_LINE / 1024} KiB.`,
      'Remove the embedded data from the file, or export the object as JSON.',
    );
  }
  const source = text.slice(slice.start, slice.end);
  try {
    const events = parseEvents(source, { maxDepth: MAX_DEPTH });
    return readEvents(source, events, slice.start);
  } catch (error) {
    return templateFailure(text, slice, error) ?? yamlFailure(error, slice.start);
  }
}

function readEvents(source: string, events: Event[], base: number): ReadDocument | ReadFailure {
  const spans = findSpans(source, events);
  if (spans.tag === 'alias-bomb') {
    return failure(
      'beyondLimit',
      base + spans.offset,
      'The aliases of this document would expand without end.',
      'Write the repeated parts out.',
    );
  }
  const documents = constructFromEvents(events, {
    source,
    schema: SCHEMA,
    maxAliases: MAX_ALIASES,
    maxTotalMergeKeys: MAX_MERGED_KEYS,
  });
  const values = documents.map((value, index) => {
    const span = spans.roots[index] ?? { start: 0, end: source.length, items: [] };
    // The core schema makes null, booleans, numbers, text, arrays and plain objects: what Json can hold.
    return { value: value as Json, span: shift(span, base) };
  });
  const different = spans.different.map((scalar) => ({ ...scalar, offset: scalar.offset + base }));
  return { tag: 'values', values, different, keepPlaces: createPlaceKeeper(source, events, base) };
}

function shift(span: Span, base: number): Span {
  if (base === 0) return span;
  return { start: span.start + base, end: span.end + base, items: span.items.map((item) => shift(item, base)) };
}

/** The failure of a document that is unreadable because it is the source of a template engine. */
function templateFailure(text: string, slice: DocumentSlice, error: unknown): ReadFailure | undefined {
  if (!(error instanceof YAMLException)) return undefined;
  // `name: {{ x }}` is a mapping with a mapping as its key; where, the error does not say.
  const near = error.reason.includes('complex keys') ? undefined : slice.start + (error.mark?.position ?? 0);
  const mark = findTemplateMark(text, slice, near);
  if (mark === -1) return undefined;
  return failure('template', mark, 'This document is a template, not a manifest; it is left out.', TEMPLATE_HELP);
}

function yamlFailure(error: unknown, base: number): ReadFailure {
  if (!(error instanceof YAMLException)) {
    return failure(
      'unreadableText',
      base,
      'This is not valid YAML.',
      'Check the document with kubectl apply --dry-run=client.',
    );
  }
  const offset = base + (error.mark?.position ?? 0);
  if (error.reason.includes('maxDepth')) return tooDeep(offset);
  if (error.reason.includes('maxAliases')) {
    return failure(
      'beyondLimit',
      offset,
      `More than ${MAX_ALIASES} aliases stand in this document.`,
      'Write the repeated parts out.',
    );
  }
  if (error.reason.includes('maxTotalMergeKeys') || error.reason.includes('merge sequence')) {
    return failure(
      'beyondLimit',
      offset,
      'The merge keys of this document copy too much.',
      'Write the merged parts out.',
    );
  }
  return failure('unreadableText', offset, `This is not valid YAML: ${error.reason}.`, helpFor(error.reason));
}

function helpFor(reason: string): string {
  if (reason.includes('duplicated mapping key')) return 'Keep one of the two: readers differ on which one counts.';
  if (reason.includes('tab character')) return 'Indent with spaces.';
  if (reason.includes('non-printable') || reason.includes('null byte')) return 'Save the file as plain UTF-8 text.';
  if (reason.includes('tag')) return 'Put a value that begins with ! in quotes.';
  if (reason.includes('deficient indentation')) return 'Indent the continued line deeper than its key.';
  if (reason.includes('unidentified alias')) return 'Put a value that begins with * in quotes.';
  if (reason.includes('complex keys')) return 'Put a value that begins with { in quotes.';
  return 'Correct the document at this place; the other documents of the file are read all the same.';
}
