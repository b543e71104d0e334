import type { Event, ScalarEvent } from 'js-yaml';
import { COLLECTION_STYLE, EVENT_ID, SCALAR_STYLE } from 'js-yaml';
import { MAX_ALIASED_NODES } from './limits';
import { endOfString } from './scan-json';
import { differsInYaml11 } from './yaml-11';
import { lineStart } from './source-texts';
import type { Span } from './span';

/** A plain scalar that kubectl reads otherwise, with the keys on the way to it. */
export interface DifferentScalar {
  readonly offset: number;
  readonly text: string;
  /** From the root; list positions are left out. */
  readonly keys: readonly string[];
}

export type YamlSpans =
  | { readonly tag: 'spans'; readonly roots: readonly Span[]; readonly different: readonly DifferentScalar[] }
  | { readonly tag: 'alias-bomb'; readonly offset: number };

interface OpenSpan {
  readonly start: number;
  end: number;
  readonly items: OpenSpan[];
}

interface Frame {
  readonly tag: 'document' | 'sequence' | 'mapping';
  /** The span this node belongs to, when it is a container of list items or their list. */
  readonly span: OpenSpan | null;
  /** The members of this node are list items of `span`. */
  readonly isList: boolean;
  readonly closesSpan: boolean;
  readonly isFlow: boolean;
  readonly anchor: string;
  /** Nodes inside, aliases expanded. */
  nodes: number;
  key: ScalarEvent | null;
  expectsKey: boolean;
}

/** The offset at which a node begins, its anchor, tag and quote included; -1 for an empty scalar. */
export function eventStart(event: Event): number {
  switch (event.type) {
    case EVENT_ID.DOCUMENT:
    case EVENT_ID.POP:
      return -1;
    case EVENT_ID.ALIAS:
      return event.anchorStart - 1;
    case EVENT_ID.SEQUENCE:
    case EVENT_ID.MAPPING:
      return earliest(event.start, event.anchorStart - 1, event.tagStart);
    case EVENT_ID.SCALAR: {
      const isQuoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
      return earliest(isQuoted ? event.valueStart - 1 : event.valueStart, event.anchorStart - 1, event.tagStart);
    }
  }
}

function earliest(own: number, anchor: number, tag: number): number {
  let start = own;
  if (anchor >= 0 && (start < 0 || anchor < start)) start = anchor;
  if (tag >= 0 && (start < 0 || tag < start)) start = tag;
  return start;
}

const BLANK_OR_COMMENT = /^\s*(?:#.*)?$/;
const BARE_DASH = /^\s*-\s*(?:#.*)?$/;

/** Where a block node that began at `start` ends, when the next node begins at `next`: before that one's line, key or dash. */
function endOfBlock(text: string, start: number, next: number): number {
  let line = lineStart(text, next);
  if (line <= start) return next;
  if (text.slice(line, next).trim() !== '') return line;
  while (line > start) {
    const previous = lineStart(text, line - 1);
    const content = text.slice(previous, line - 1);
    if (BARE_DASH.test(content)) return previous;
    if (!BLANK_OR_COMMENT.test(content)) return line;
    line = previous;
  }
  return next;
}

/** Where a flow node ends: at its own bracket, or at `limit` when none is found. */
function endOfFlow(text: string, start: number, limit: number): number {
  let depth = 0;
  let before = '';
  for (let at = start; at < limit; at++) {
    const character = text.charAt(at);
    // Elsewhere a quote is part of a plain text: it's.
    if ((character === '"' || character === "'") && '{[,:'.includes(before)) {
      const end = character === '"' ? endOfString(text, at, limit) : endOfSingleQuoted(text, at, limit);
      if (end === -1) return limit;
      at = end - 1;
    } else if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') {
      depth--;
      if (depth === 0) return at + 1;
    }
    if (character.trim() !== '') before = character;
  }
  return limit;
}

/** As `endOfString`, for single quotes: two of them inside stand for one. */
function endOfSingleQuoted(text: string, start: number, end: number): number {
  let at = text.indexOf("'", start + 1);
  while (at !== -1 && text.charAt(at + 1) === "'") at = text.indexOf("'", at + 2);
  return at === -1 || at >= end ? -1 : at + 1;
}

/**
 * One walk over the events of a YAML text: the spans of its documents and list items, the scalars that YAML 1.1 reads
 * otherwise, and what the aliases would expand to.
 */
export function findSpans(text: string, events: readonly Event[]): YamlSpans {
  const roots: OpenSpan[] = [];
  const different: DifferentScalar[] = [];
  const frames: Frame[] = [];
  const sizes = new Map<string, number>();
  let closing: { readonly span: OpenSpan; readonly isFlow: boolean }[] = [];
  let aliasedNodes = 0;

  function closeSpans(next: number): void {
    for (const { span, isFlow } of closing) {
      span.end = isFlow ? endOfFlow(text, span.start, next) : endOfBlock(text, span.start, next);
    }
    closing = [];
  }

  function closeSpansAtEnd(): void {
    const end = text.trimEnd().length;
    for (const { span, isFlow } of closing) span.end = isFlow ? endOfFlow(text, span.start, end) : end;
  }

  /** Counts a node into its parent; true when it is the key of a mapping. */
  function addTo(parent: Frame | undefined, nodes: number, key: ScalarEvent | null): boolean {
    if (parent === undefined) return false;
    parent.nodes += nodes;
    if (parent.tag !== 'mapping') return false;
    const isKey = parent.expectsKey;
    if (isKey) parent.key = key;
    parent.expectsKey = !isKey;
    return isKey;
  }

  function openNode(event: Event & { start: number; style: number; anchorStart: number; anchorEnd: number }): void {
    const parent = frames[frames.length - 1];
    const isSequence = event.type === EVENT_ID.SEQUENCE;
    let span: OpenSpan | null = null;
    let closesSpan = false;
    let isList = false;
    if (parent?.tag === 'document' || (parent?.isList === true && parent.span !== null)) {
      span = { start: event.start, end: -1, items: [] };
      closesSpan = true;
      isList = isSequence;
      if (parent.tag === 'document') roots.push(span);
      else parent.span?.items.push(span);
    } else if (isSequence && parent?.closesSpan === true && keyText(text, parent.key) === 'items') {
      span = parent.span;
      isList = true;
    }
    addTo(parent, 0, null);
    frames.push({
      tag: isSequence ? 'sequence' : 'mapping',
      span,
      isList,
      closesSpan,
      isFlow: event.style === COLLECTION_STYLE.FLOW,
      anchor: event.anchorStart === -1 ? '' : text.slice(event.anchorStart, event.anchorEnd),
      nodes: 1,
      key: null,
      expectsKey: !isSequence,
    });
    if (event.anchorStart !== -1) sizes.set(text.slice(event.anchorStart, event.anchorEnd), Number.POSITIVE_INFINITY);
  }

  // An index: there are many thousand events, and until the loop is compiled each step of an iterator is an object.
  for (let index = 0; index < events.length; index += 1) {
    const event = events[index];
    if (event === undefined) break;
    if (closing.length > 0) {
      const start = eventStart(event);
      if (start >= 0) closeSpans(start);
    }
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        sizes.clear();
        frames.push({
          tag: 'document',
          span: null,
          isList: false,
          closesSpan: false,
          isFlow: false,
          anchor: '',
          nodes: 0,
          key: null,
          expectsKey: false,
        });
        break;
      case EVENT_ID.SEQUENCE:
      case EVENT_ID.MAPPING:
        openNode(event);
        break;
      case EVENT_ID.SCALAR: {
        const parent = frames[frames.length - 1];
        const isKey = addTo(parent, 1, event);
        if (event.anchorStart !== -1) sizes.set(text.slice(event.anchorStart, event.anchorEnd), 1);
        if (parent?.tag === 'document') {
          const start = Math.max(eventStart(event), 0);
          roots.push({ start, end: Math.max(event.valueEnd, start), items: [] });
        } else if (parent?.isList === true && parent.span !== null) {
          const start = Math.max(eventStart(event), parent.span.start);
          parent.span.items.push({ start, end: Math.max(event.valueEnd, start), items: [] });
        }
        if (!isKey && event.fast && event.style === SCALAR_STYLE.PLAIN && event.tagStart === -1) {
          const scalar = differsInYaml11(text, event.valueStart, event.valueEnd);
          if (scalar !== '') different.push({ offset: event.valueStart, text: scalar, keys: keysOf(text, frames) });
        }
        break;
      }
      case EVENT_ID.ALIAS: {
        const parent = frames[frames.length - 1];
        // An anchor whose node is still open counts as infinite: it would hold itself.
        const nodes = sizes.get(text.slice(event.anchorStart, event.anchorEnd)) ?? 1;
        aliasedNodes += nodes;
        if (aliasedNodes > MAX_ALIASED_NODES) return { tag: 'alias-bomb', offset: event.anchorStart - 1 };
        addTo(parent, nodes, null);
        if (parent?.isList === true && parent.span !== null) {
          parent.span.items.push({ start: event.anchorStart - 1, end: event.anchorEnd, items: [] });
        }
        break;
      }
      case EVENT_ID.POP: {
        const frame = frames.pop();
        if (frame === undefined) break;
        const parent = frames[frames.length - 1];
        if (parent !== undefined) parent.nodes += frame.nodes;
        if (frame.anchor !== '') sizes.set(frame.anchor, frame.nodes);
        if (frame.closesSpan && frame.span !== null) closing.push({ span: frame.span, isFlow: frame.isFlow });
        break;
      }
    }
  }
  closeSpansAtEnd();
  return { tag: 'spans', roots, different };
}

function keyText(text: string, key: ScalarEvent | null): string {
  return key === null || key.valueStart === -1 ? '' : text.slice(key.valueStart, key.valueEnd);
}

function keysOf(text: string, frames: readonly Frame[]): readonly string[] {
  return frames.filter((frame) => frame.tag === 'mapping').map((frame) => keyText(text, frame.key));
}
