import { assertNever } from '../../main/engine/model/assert-never';
import type { EdgeState } from '../../main/engine/model/edge';
import type { FlowResult, RecordedFlow } from '../../main/engine/model/flow-report';

/** What the rollout does to a recorded flow: the mark that the drawing knows, and a word. */
export function describeOutcome({ outcome, now }: Pick<RecordedFlow, 'outcome' | 'now'>): {
  readonly mark: EdgeState;
  readonly word: string;
} {
  switch (outcome) {
    case 'breaks':
      return { mark: 'will-be-blocked', word: 'will break' };
    case 'only-by-net':
      return { mark: 'only-by-net', word: 'only by the net' };
    case 'undecided':
      return { mark: 'undecided', word: 'cannot tell' };
    case 'opens':
      return { mark: 'will-open', word: 'will open' };
    case 'stays':
      return now === 'deny' ? { mark: 'blocked', word: 'stays blocked' } : { mark: 'live', word: 'stays allowed' };
    default:
      return assertNever(outcome);
  }
}

/** How the record compares with the engine: a word for a cell, and what is behind it. */
export interface ResultWords {
  readonly sign: string;
  readonly word: string;
  readonly tone: 'good' | 'plain' | 'bad' | 'quiet';
  readonly why: string;
}

export function describeResult(result: FlowResult): ResultWords {
  switch (result.tag) {
    case 'match':
      return { sign: '✓', word: 'agrees', tone: 'good', why: 'Verdicts and what decides are as recorded.' };
    case 'match-verdict':
      return { sign: '✓', word: 'agrees, decided elsewhere', tone: 'good', why: result.why };
    case 'match-set':
      return {
        sign: '✓',
        word: 'agrees in part',
        tone: 'good',
        why: 'The record stands for traffic that is not all treated alike; what was recorded is part of it.',
      };
    case 'expected-difference':
      return { sign: '≈', word: `explained (${result.departure})`, tone: 'plain', why: result.why };
    case 'stale-connection':
      return { sign: '≈', word: 'older connection', tone: 'plain', why: result.why };
    case 'snapshot-drift':
      return { sign: '!', word: 'snapshot differs', tone: 'bad', why: result.why };
    case 'mismatch':
      return { sign: '!', word: 'unexplained', tone: 'bad', why: result.why };
    case 'not-comparable':
      return { sign: '–', word: 'not comparable', tone: 'quiet', why: result.why };
    case 'unresolved':
      return { sign: '?', word: 'nobody of the name', tone: 'quiet', why: result.why };
    default:
      return assertNever(result);
  }
}

/** How sure it is whom the record means. */
export const CONFIDENCE_WORDS: Readonly<Record<RecordedFlow['confidence'], string>> = {
  exact: 'The snapshot has exactly the endpoints that were recorded.',
  approximate: 'The endpoints were found by their workload or labels: the recorded names are gone.',
  synthetic: 'The endpoints are made up from the recorded labels: the snapshot has none of them.',
  none: 'The snapshot has nobody of the recorded name.',
};

/** `118 connections in 9 records`; connections are left out where the format does not count them. */
export function countFlow({ records, connections }: Pick<RecordedFlow, 'records' | 'connections'>): string {
  const recorded = `${records} ${records === 1 ? 'record' : 'records'}`;
  return connections === null
    ? recorded
    : `${connections} ${connections === 1 ? 'connection' : 'connections'} in ${recorded}`;
}
