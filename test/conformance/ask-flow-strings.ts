import type { PolicyHit } from '../../main/engine/flows/policy-hit';
import { canBeExported, policyHitOf } from '../../main/engine/flows/policy-hit';
import type { TracedRule } from '../../main/engine/flows/policy-string';
import { policyStrings } from '../../main/engine/flows/policy-string';
import type { Json } from '../../main/engine/model/json';
import type { Question, Reply } from './case';
import { compareAnswers } from './case';

/** The strings, Goldmane's hit of each, and whether Felix can send them. */
export function askFlowLogPolicyString(question: Question): Reply {
  const trace = question['trace'] as readonly (TracedRule | null)[] | null;
  const strings = policyStrings(trace ?? [], question['policies'] as 'enforced' | 'pending');
  return compareAnswers(
    { strings, hits: strings.map(hitAnswer), reporter: canBeExported(strings) ? 'sends' : 'panic' },
    {
      strings: question.answer,
      hits: question['hits'] as Json,
      reporter: (question['goldmaneReporter'] ?? 'sends') as Json,
    },
  );
}

export function askFlowLogPolicyHit(question: Question): Reply {
  return compareAnswers(hitAnswer(question['string'] as string), question.answer);
}

function hitAnswer(text: string): Json {
  const reading = policyHitOf(text);
  return reading.tag === 'hit' ? asJson(reading.hit) : reading.tag;
}

function asJson({ trigger, ...hit }: PolicyHit): Json {
  return { ...hit, trigger: trigger === null ? null : { ...trigger } };
}
