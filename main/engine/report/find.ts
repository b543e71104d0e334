import type { EdgeState } from '../model/edge';
import { EDGE_STATES } from '../model/edge';
import { assertNever } from '../model/assert-never';
import type { StepName } from '../model/world';
import { STEPS } from '../model/world';
import { STATE_ENCODINGS } from './encoding';
import { namedPorts } from './traffic-text';

/** What a query can ask of an edge. */
export interface FindFacts {
  /** Labels of the two ends, e.g. `prod/frontend`. */
  readonly from: string;
  readonly to: string;
  /** Namespaces of the two ends; `''` for none. */
  readonly fromNamespace: string;
  readonly toNamespace: string;
  /** e.g. `tcp 8080`. */
  readonly traffic: string;
  readonly state: EdgeState;
  /** Names of what decides here and after the rollout. */
  readonly by: string;
  /** Allowed by the safety net alone, in the world of the view. */
  readonly onlyByNet: boolean;
  readonly changed: boolean;
  /** The steps that change it. */
  readonly steps: readonly StepName[];
  readonly protected: boolean;
}

type Test =
  | { readonly tag: 'word'; readonly text: string }
  | { readonly tag: 'state'; readonly states: readonly EdgeState[] }
  | { readonly tag: 'namespace' | 'from' | 'to' | 'port'; readonly text: string }
  | { readonly tag: 'step'; readonly step: StepName }
  | { readonly tag: 'net' | 'changed' | 'protected' };

interface Term {
  readonly negated: boolean;
  readonly test: Test;
}

/** A query that was read: its terms hold together. */
export interface FindQuery {
  readonly terms: readonly Term[];
}

export type FindResult =
  | { readonly tag: 'query'; readonly query: FindQuery }
  | { readonly tag: 'error'; readonly message: string; readonly column: number };

/**
 * Reads a query. Terms stand beside each other and must all hold; `!` before a term turns it round. A term is a word
 * (part of a name, of the traffic or of what decides), `state=`, `step=`, `ns=`, `from=`, `to=`,
 * `port=`, `net`, `changed` or `protected`.
 * Never throws: what cannot be read comes back with its 1-based column.
 */
export function parseFind(text: string): FindResult {
  const terms: Term[] = [];
  for (const match of text.matchAll(/\S+/g)) {
    const column = match.index + 1;
    const negated = match[0].startsWith('!');
    const body = negated ? match[0].slice(1) : match[0];
    if (body === '') return { tag: 'error', message: 'a term is missing after !', column };
    const read = readTest(body.toLowerCase(), column + (negated ? 1 : 0));
    if ('message' in read) return { tag: 'error', ...read };
    terms.push({ negated, test: read.test });
  }
  return { tag: 'query', query: { terms } };
}

function readTest(
  body: string,
  column: number,
): { readonly test: Test } | { readonly message: string; readonly column: number } {
  const equals = body.indexOf('=');
  if (equals < 0) {
    if (body === 'net' || body === 'changed' || body === 'protected') return { test: { tag: body } };
    return { test: { tag: 'word', text: body } };
  }
  const key = body.slice(0, equals);
  const value = body.slice(equals + 1);
  const valueColumn = column + equals + 1;
  if (value === '') return { message: `a value is missing after ${key}=`, column: valueColumn };
  switch (key) {
    case 'ns':
      return { test: { tag: 'namespace', text: value } };
    case 'from':
    case 'to':
      return { test: { tag: key, text: value } };
    case 'port':
      if (!/^\d{1,5}$/.test(value) || Number(value) > 65535) {
        return { message: `${value} is not a port`, column: valueColumn };
      }
      return { test: { tag: 'port', text: value } };
    case 'state': {
      const states = statesNamed(value);
      if (states.length === 0) {
        return {
          message: `no state is called ${value}; there are ${EDGE_STATES.join(', ')} and staged`,
          column: valueColumn,
        };
      }
      return { test: { tag: 'state', states } };
    }
    case 'step': {
      const step = STEPS.find((name) => name === value);
      if (step === undefined) {
        return { message: `no step is called ${value}; there are ${STEPS.join(', ')}`, column: valueColumn };
      }
      return { test: { tag: 'step', step } };
    }
    default:
      return { message: `${key}= is not known; there are state=, step=, ns=, from=, to= and port=`, column };
  }
}

function statesNamed(value: string): readonly EdgeState[] {
  if (value === 'staged') return ['will-be-blocked', 'will-open'];
  return EDGE_STATES.filter((state) => state === value || STATE_ENCODINGS[state].word.replaceAll(' ', '-') === value);
}

/** True when every term of the query holds for the edge. */
export function matchesFind(query: FindQuery, facts: FindFacts): boolean {
  return query.terms.every((term) => holds(term.test, facts) !== term.negated);
}

function holds(test: Test, facts: FindFacts): boolean {
  switch (test.tag) {
    case 'word':
      return [facts.from, facts.to, facts.traffic, facts.by, STATE_ENCODINGS[facts.state].word].some((text) =>
        text.toLowerCase().includes(test.text),
      );
    case 'state':
      return test.states.includes(facts.state);
    case 'namespace':
      return facts.fromNamespace.toLowerCase() === test.text || facts.toNamespace.toLowerCase() === test.text;
    case 'from':
      return facts.from.toLowerCase().includes(test.text);
    case 'to':
      return facts.to.toLowerCase().includes(test.text);
    case 'port':
      return namedPorts(facts.traffic).some(
        ({ first, last }) => first <= Number(test.text) && Number(test.text) <= last,
      );
    case 'step':
      return facts.steps.includes(test.step);
    case 'net':
      return facts.onlyByNet;
    case 'changed':
      return facts.changed;
    case 'protected':
      return facts.protected;
    default:
      return assertNever(test);
  }
}
