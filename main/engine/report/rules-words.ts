import { countOf } from '../model/count-words';
import type { RulesEvent } from '../model/wizard';

/** What a change of the rules of the gates did: `two different people sign off; recorded flows must cover 60 minutes, before it was 0`. */
export function describeRulesChange({ before, after }: Pick<RulesEvent, 'before' | 'after'>): string {
  const people =
    before.secondPerson === after.secondPerson
      ? []
      : [after.secondPerson ? 'two different people sign off' : 'one person is enough to sign off'];
  const minutes =
    before.minimumObservationMinutes === after.minimumObservationMinutes
      ? []
      : [
          `recorded flows must cover ${countOf(after.minimumObservationMinutes, 'minute')}, before it was ${before.minimumObservationMinutes}`,
        ];
  return [...people, ...minutes].join('; ');
}
