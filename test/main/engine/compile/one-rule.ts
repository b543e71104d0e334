import { expect } from 'vitest';
import type { EntityMatch, Rule } from '../../../../main/engine/compile/policy';
import { readRule } from '../../../../main/engine/compile/read-rule';
import type { RuleProblem } from '../../../../main/engine/compile/read-rule';
import { createSelectorInterner } from '../../../../main/engine/compile/selector-interner';
import type { JsonObject } from '../../../../main/engine/model/json';

export const PATH = ['spec', 'ingress', 0];

export function read(
  rule: JsonObject,
  namespace = '',
): { readonly rule: Rule; readonly problems: readonly RuleProblem[] } {
  const problems: RuleProblem[] = [];
  const report = (problem: RuleProblem) => problems.push(problem);
  return { rule: readRule(rule, 0, PATH, namespace, createSelectorInterner(), report), problems };
}

/** The rule, where nothing is wrong with it. */
export function ruleOf(rule: JsonObject, namespace = ''): Rule {
  const reading = read(rule, namespace);
  expect(reading.problems).toEqual([]);
  return reading.rule;
}

export const problemsOf = (rule: JsonObject) => read(rule).problems;

export const ANYONE: EntityMatch = {
  positive: null,
  negative: null,
  nets: null,
  notNets: null,
  ports: null,
  notPorts: null,
  service: null,
};
