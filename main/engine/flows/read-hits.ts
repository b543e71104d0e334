import type { JsonObject } from '../model/json';
import { finishHits, finishTrigger } from './finish-hit';
import type { RecordedHit } from './flow-record';
import { MAX_HITS } from './limits';
import type { RecordProblem } from './record-fields';
import { complain, objectField, objectsField, textField, wholeField, wordField } from './record-fields';
import { readAction, readKind } from './record-words';

/** What a dialect calls the place of a hit in its list, and that of a rule in its policy. */
interface HitNames {
  readonly index: string;
  readonly rule: string;
}

/** A list of policy hits. */
export function readHits(
  holder: JsonObject,
  name: string,
  names: HitNames,
  problem: RecordProblem,
): readonly RecordedHit[] {
  const written = objectsField(holder, name, problem);
  if (written.length === 0) return [];
  if (written.length > MAX_HITS) {
    complain(problem, `${name} has more than ${MAX_HITS} hits`);
    return [];
  }
  const drafts = written.map((item) => {
    const trigger = objectField(item, 'trigger', problem);
    return {
      policy: readPolicy(item, problem),
      index: wholeField(item, names.index, problem),
      action: readAction(wordField(item, 'action')),
      rule: wholeField(item, names.rule, problem),
      trigger: trigger === undefined ? undefined : finishTrigger(readPolicy(trigger, problem)),
    };
  });
  return finishHits(drafts, problem);
}

function readPolicy(item: JsonObject, problem: RecordProblem) {
  return {
    kind: readKind(wordField(item, 'kind')),
    namespace: textField(item, 'namespace', problem),
    name: textField(item, 'name', problem),
    tier: textField(item, 'tier', problem),
  };
}
