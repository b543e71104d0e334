import { describe, expect, it } from 'vitest';
import { namespaceSelectorText, podSelectorText } from '../../../../main/engine/compile/label-selector';
import type { Json } from '../../../../main/engine/model/json';
import { parseSelector } from '../../../../main/engine/selector/parse-selector';

const PODS = "projectcalico.org/orchestrator == 'k8s'";

describe("a pod selector in Calico's words", () => {
  it('asks for pods of Kubernetes even where it is empty or missing', () => {
    expect(podSelectorText(undefined)).toBe(PODS);
    expect(podSelectorText({})).toBe(PODS);
  });

  it('has the labels sorted, then the expressions as given', () => {
    const selector = {
      matchLabels: { b: '2', a: '1', B: '3' },
      matchExpressions: [
        { key: 'd', operator: 'NotIn', values: ['x', 'y'] },
        { key: 'c', operator: 'In', values: ['z'] },
        { key: 'e', operator: 'Exists' },
        { key: 'f', operator: 'DoesNotExist' },
      ],
    };
    expect(podSelectorText(selector)).toBe(
      `${PODS} && B == '3' && a == '1' && b == '2' && d not in { 'x', 'y' } && c in { 'z' } && has(e) && ! has(f)`,
    );
  });

  it('an operator that nobody knows is left out, so all pods are selected', () => {
    expect(podSelectorText({ matchExpressions: [{ key: 'a', operator: 'Like', values: ['x'] }, {}] })).toBe(PODS);
  });

  it('In without values asks for the empty value', () => {
    const textOf = (values: Json) => podSelectorText({ matchExpressions: [{ key: 'a', operator: 'In', values }] });
    expect(textOf(null)).toBe(`${PODS} && a in { '' }`);
    expect(textOf([null, 'x'])).toBe(`${PODS} && a in { '', 'x' }`);
  });

  it('a value that is no text is the empty one, a key that is missing stays empty', () => {
    expect(podSelectorText({ matchLabels: { a: 1 }, matchExpressions: [{ operator: 'Exists' }] })).toBe(
      `${PODS} && a == '' && has()`,
    );
  });

  it('a value with a quote breaks the selector', () => {
    expect(parseSelector(podSelectorText({ matchLabels: { a: "o'brien" } })).tag).toBe('error');
  });
});

describe("a namespace selector in Calico's words", () => {
  it('that is empty is every namespace', () => {
    expect(namespaceSelectorText({})).toBe('all()');
    expect(namespaceSelectorText({ matchLabels: {}, matchExpressions: [] })).toBe('all()');
  });

  it('is its terms alone, without asking for pods', () => {
    expect(namespaceSelectorText({ matchLabels: { stage: 'live' } })).toBe("stage == 'live'");
    expect(namespaceSelectorText({ matchExpressions: [{ key: 'stage', operator: 'Exists' }] })).toBe('has(stage)');
  });

  it('of unknown operators alone is no selector at all', () => {
    expect(namespaceSelectorText({ matchExpressions: [{ key: 'a', operator: 'Like' }] })).toBe('');
  });
});
