import type { Event, ScalarEvent } from 'js-yaml';
import { EVENT_ID, SCALAR_STYLE, getScalarValue, parseEvents } from 'js-yaml';
import type { FieldPath, Origin, Position } from '../model/source';
import { MAX_DEPTH } from './limits';
import type { SourceTexts } from './source-texts';
import { countLines, lineStart, positionAt } from './source-texts';
import { splitDocuments } from './split-documents';
import { eventStart } from './yaml-spans';

/** A node of a parsed text with the offsets of its parts; offsets count in the file. */
interface PlacedNode {
  readonly start: number;
  readonly fields: Map<string, { readonly key: number; readonly node: PlacedNode }>;
  readonly items: PlacedNode[];
  /** Where `<<` points. */
  readonly merged: PlacedNode[];
  /** The anchor this node repeats, when it is not in the parsed text. */
  readonly alias: string;
}

/** The trees of objects that were asked about: one policy is asked for each of its rules. */
const PLACED = new WeakMap<Origin, PlacedNode>();

/**
 * The place of a field: of its key, or of the list item. A field that is not there falls back to its nearest ancestor that is,
 * at last to the start of the object; an object that stands in no file is at line 0. A field that came by an alias or a merge key
 * is placed where it is written.
 */
export function locate(sources: SourceTexts, origin: Origin, path: FieldPath): Position {
  const text = sources.get(origin.file);
  if (text === undefined) return { file: origin.file, line: origin.line, column: origin.line === 0 ? 0 : 1 };
  const offset = path.length === 0 ? origin.start : offsetOf(placedNode(text, origin), path, origin.start);
  const line =
    offset >= origin.start
      ? origin.line + countLines(text, origin.start, offset)
      : origin.line - countLines(text, offset, origin.start);
  return positionAt(origin.file, text, offset, line);
}

/**
 * Keeps where the parts of objects stand while the events of their document are at hand: to parse an object again, when one of its fields
 * is asked for, takes longer. Objects are given in the order of the text; one that cannot be told from its own events is left to that.
 */
export function createPlaceKeeper(source: string, events: readonly Event[], base: number): (origin: Origin) => void {
  let first = 0;
  return (origin) => {
    while (first < events.length && !opensAt(events[first], origin.start - base)) first += 1;
    const { roots, unresolved } = placeEvents(source, nodeFrom(events, first), base);
    const [root] = roots;
    if (root !== undefined && !unresolved) PLACED.set(origin, root);
  };
}

function opensAt(event: Event | undefined, start: number): boolean {
  return event?.type === EVENT_ID.MAPPING && event.start === start;
}

/** The events of one node. */
function nodeFrom(events: readonly Event[], first: number): readonly Event[] {
  let depth = 0;
  for (let index = first; index < events.length; index += 1) {
    const type = events[index]?.type;
    if (type === EVENT_ID.MAPPING || type === EVENT_ID.SEQUENCE) depth += 1;
    if (type === EVENT_ID.POP) depth -= 1;
    if (depth === 0) return events.slice(first, index + 1);
  }
  return [];
}

function offsetOf(root: PlacedNode, path: FieldPath, start: number): number {
  let node: PlacedNode | undefined = root;
  let offset = start;
  for (const step of path) {
    if (node === undefined) break;
    if (typeof step === 'number') {
      node = node.items[step];
      if (node !== undefined && node.start >= 0) offset = node.start;
    } else {
      const field = findField(node, step);
      if (field !== undefined) offset = field.key;
      node = field?.node;
    }
  }
  return offset;
}

function findField(node: PlacedNode, key: string): { readonly key: number; readonly node: PlacedNode } | undefined {
  const own = node.fields.get(key);
  if (own !== undefined) return own;
  for (const source of node.merged) {
    const inherited = findField(source, key);
    if (inherited !== undefined) return inherited;
  }
  return undefined;
}

function placedNode(text: string, origin: Origin): PlacedNode {
  const known = PLACED.get(origin);
  if (known !== undefined) return known;
  const placed = placeSlice(text, origin) ?? placeInDocument(text, origin) ?? leaf(origin.start);
  PLACED.set(origin, placed);
  return placed;
}

/** Of all nodes but mappings. */
const NO_FIELDS: PlacedNode['fields'] = new Map();

function leaf(start: number, fields = NO_FIELDS): PlacedNode {
  return { start, fields, items: [], merged: [], alias: '' };
}

/** Parses the object's own lines. Block style needs the first line indented as in the file; flow style must not be. */
function placeSlice(text: string, origin: Origin): PlacedNode | undefined {
  const first = text.charAt(origin.start);
  const isFlow = first === '{' || first === '[';
  const padding = isFlow ? 0 : origin.start - lineStart(text, origin.start);
  const source = ' '.repeat(padding) + text.slice(origin.start, origin.end);
  const placer = placeText(source, origin.start - padding);
  return placer === undefined || placer.unresolved ? undefined : placer.roots[0];
}

/** Parses the whole document and finds the object in it: for aliases to anchors before it, and for what cannot stand alone. */
function placeInDocument(text: string, origin: Origin): PlacedNode | undefined {
  const slice = splitDocuments(text).find(({ start, end }) => start <= origin.start && origin.start < end);
  if (slice === undefined) return undefined;
  return placeText(text.slice(slice.start, slice.end), slice.start)?.byStart.get(origin.start);
}

interface PlacedText {
  readonly roots: readonly PlacedNode[];
  readonly byStart: ReadonlyMap<number, PlacedNode>;
  /** An alias points at an anchor that is not in this text. */
  readonly unresolved: boolean;
}

interface OpenNode {
  readonly node: PlacedNode;
  readonly isMapping: boolean;
  key: { readonly text: string; readonly offset: number } | null;
}

function placeText(source: string, base: number): PlacedText | undefined {
  try {
    return placeEvents(source, parseEvents(source, { maxDepth: MAX_DEPTH }), base);
  } catch {
    return undefined;
  }
}

function placeEvents(source: string, events: readonly Event[], base: number): PlacedText {
  const roots: PlacedNode[] = [];
  const byStart = new Map<number, PlacedNode>();
  const anchors = new Map<string, PlacedNode>();
  const open: OpenNode[] = [];
  let unresolved = false;

  function add(node: PlacedNode, key: { readonly text: string; readonly offset: number } | null): void {
    const parent = open[open.length - 1];
    if (parent === undefined) roots.push(node);
    else if (!parent.isMapping) parent.node.items.push(node);
    else if (parent.key === null) parent.key = key ?? { text: '', offset: node.start };
    else {
      if (parent.key.text === '<<') parent.node.merged.push(...(node.items.length > 0 ? node.items : [node]));
      else parent.node.fields.set(parent.key.text, { key: parent.key.offset, node });
      parent.key = null;
    }
  }

  for (const event of events) {
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        break;
      case EVENT_ID.SEQUENCE:
      case EVENT_ID.MAPPING: {
        const node = leaf(base + event.start, event.type === EVENT_ID.MAPPING ? new Map() : NO_FIELDS);
        if (event.anchorStart !== -1) anchors.set(source.slice(event.anchorStart, event.anchorEnd), node);
        if (!byStart.has(node.start)) byStart.set(node.start, node);
        open.push({ node, isMapping: event.type === EVENT_ID.MAPPING, key: null });
        break;
      }
      case EVENT_ID.SCALAR: {
        const start = scalarStart(source, event);
        const node = leaf(start === -1 ? -1 : base + start);
        if (event.anchorStart !== -1) anchors.set(source.slice(event.anchorStart, event.anchorEnd), node);
        add(node, expectsKey(open.at(-1)) ? { text: getScalarValue(source, event), offset: node.start } : null);
        break;
      }
      case EVENT_ID.ALIAS: {
        const target = anchors.get(source.slice(event.anchorStart, event.anchorEnd));
        if (target === undefined) unresolved = true;
        add(target ?? leaf(base + event.anchorStart - 1), null);
        break;
      }
      case EVENT_ID.POP: {
        const closed = open.pop();
        if (closed !== undefined) add(closed.node, null);
        break;
      }
    }
  }
  return { roots, byStart, unresolved };
}

function expectsKey(parent: OpenNode | undefined): boolean {
  return parent?.isMapping === true && parent.key === null;
}

/** Where a scalar begins: at its quote, at the `|` or `>` of a block scalar; -1 when it is empty. */
function scalarStart(source: string, event: ScalarEvent): number {
  const isBlock = event.style === SCALAR_STYLE.LITERAL_BLOCK || event.style === SCALAR_STYLE.FOLDED_BLOCK;
  if (!isBlock || event.valueStart === -1) return eventStart(event);
  const header = source.lastIndexOf(event.style === SCALAR_STYLE.LITERAL_BLOCK ? '|' : '>', event.valueStart - 1);
  return header === -1 ? event.valueStart : header;
}
