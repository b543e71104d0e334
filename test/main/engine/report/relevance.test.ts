import { describe, expect, it } from 'vitest';
import { NO_POLICY } from '../../../../main/engine/rehearse/decided-by';
import {
  describeRule,
  isAllowedByPolicy,
  isChanged,
  isRelevant,
  isRelevantSomewhere,
  isRest,
  pairsWithDeclaredPorts,
  stepsThatChange,
} from '../../../../main/engine/report/relevance';
import { INITIAL_VIEW } from '../../../../main/engine/report/view-state';
import { edge, workload } from './sample-rehearsal';

const [a, b] = [workload('prod', 'a'), workload('prod', 'b')];
const open = edge(a, b, 'tcp 80', 'aaaaa', { by: NO_POLICY });

describe('what is worth drawing', () => {
  it('is not what nothing but the absence of policy allows', () => {
    expect(isAllowedByPolicy(open)).toBe(false);
    expect(isRelevant(open, INITIAL_VIEW)).toBe(false);
    expect(isRelevantSomewhere(open)).toBe(false);
  });

  it('is what a policy allows, what is protected, and what is not simply allowed', () => {
    expect(isRelevant(edge(a, b, 'tcp 80', 'aaaaa', { by: 'allow-b' }), INITIAL_VIEW)).toBe(true);
    expect(isRelevant(edge(a, b, 'tcp 80', 'aaaaa', { protected: true }), INITIAL_VIEW)).toBe(true);
    for (const letters of ['aaand', 'ddddd', 'dnnnd', 'uuuuu']) {
      expect(isRelevant(edge(a, b, 'tcp 80', letters), INITIAL_VIEW)).toBe(true);
    }
  });

  it('can be worth it in one world and not in another, and then has its place in all', () => {
    const netted = edge(a, b, 'tcp 80', 'aanna');
    expect(isRelevant(netted, { world: 'now', mode: 'now' })).toBe(false);
    expect(isRelevant(netted, { world: 'staged', mode: 'now' })).toBe(true);
    expect(isRelevantSomewhere(netted)).toBe(true);
  });

  it('belongs to the steps that turn its verdict, or make it hang on the net alone', () => {
    expect(stepsThatChange(open)).toEqual([]);
    expect(stepsThatChange(edge(a, b, 'tcp 80', 'dnnnd'))).toEqual(['net', 'remove-net']);
    expect(stepsThatChange(edge(a, b, 'tcp 80', 'aaand'))).toEqual(['promote', 'remove-net']);
  });

  it('is changed when some world answers differently', () => {
    expect(isChanged(open)).toBe(false);
    expect(isChanged(edge(a, b, 'tcp 80', 'dnnnd'))).toBe(true);
  });

  it('leaves the rest beside declared ports out, but not the only traffic of a pair, nor a protected path', () => {
    const rest = edge(a, b, 'other traffic', 'ddddd', { other: true });
    const alone = edge(b, a, 'all traffic', 'ddddd', { other: true });
    const declared = pairsWithDeclaredPorts([open, rest, alone]);
    expect(isRest(rest, declared)).toBe(true);
    expect(isRest(alone, declared)).toBe(false);
    expect(isRest(edge(a, b, 'other traffic', 'ddddd', { other: true, protected: true }), declared)).toBe(false);
  });

  it('is told as a sentence', () => {
    expect(
      describeRule({ ...INITIAL_VIEW, edgesShown: 'all', showOther: true, onlyChanged: true, find: ' net ' }),
    ).toBe('Drawn: every edge, if a step of the rollout changes it, if it matches “net”.');
  });
});
