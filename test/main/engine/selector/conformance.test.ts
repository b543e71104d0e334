import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileSelector } from '../../../../main/engine/selector/compile-selector';
import { formatSelector } from '../../../../main/engine/selector/format-selector';
import { matchSelector } from '../../../../main/engine/selector/match-selector';
import { parseSelector } from '../../../../main/engine/selector/parse-selector';

interface Question {
  readonly ask: string;
  readonly selector: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly answer: boolean | string;
  readonly skip?: unknown;
}

const folder = path.resolve(import.meta.dirname, '../../../../../shared/conformance/functions');

function readQuestions(name: string): readonly Question[] {
  return readFileSync(path.join(folder, name), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => (JSON.parse(line) as { readonly questions: readonly Question[] }).questions)
    .filter((question) => question.skip === undefined);
}

describe.skipIf(!existsSync(folder))('answers of Calico', () => {
  it('agrees with Calico on which labels satisfy a selector', () => {
    const questions = readQuestions('selector.jsonl').filter(({ ask }) => ask === 'selector');
    expect(questions.length).toBeGreaterThan(0);
    const disagreements = questions.filter(({ selector, labels = {}, answer }) => {
      const parsed = parseSelector(selector);
      return parsed.tag === 'error'
        ? answer !== 'error'
        : matchSelector(parsed.selector, labels) !== answer || compileSelector(parsed.selector)(labels) !== answer;
    });
    expect(disagreements).toEqual([]);
  });

  it('agrees with Calico on the canonical text of a selector', () => {
    const questions = readQuestions('canonical.jsonl').filter(({ ask }) => ask === 'canonical');
    expect(questions.length).toBeGreaterThan(0);
    const disagreements = questions.filter(({ selector, answer }) => {
      const parsed = parseSelector(selector);
      return (parsed.tag === 'error' ? 'error' : formatSelector(parsed.selector)) !== answer;
    });
    expect(disagreements).toEqual([]);
  });
});
